import { randomUUID } from 'node:crypto';
import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import { formatInstant } from '@devpulse/domain/time/instant';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { linkDevice, outcomes, readDay, setClock, TestDevice } from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const DAY = '2026-06-10';
const at = (time: string) => `${DAY}T${time}:00Z`;
const SECOND = 1000;

let stage: OrganizationStage;
let organization: TestOrganization;
let developer: TestPerson;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, at('09:00'));
  ({ organization, developer } = await stage.organizationWithRoles());
  laptop = await linkDevice(stage, { organization, person: developer });
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

async function clock() {
  const { body } = await stage.ask(developer, `GET organizations/${organization.slug}/attendance/clock`);
  return body as unknown as { session: SessionView | null; lastSession: SessionView | null };
}
const day = () => readDay(stage, { organization, person: developer, day: DAY });
/** Access tokens are short-lived, so another hour needs another. */
async function goTo(time: string): Promise<void> {
  setClock(stage, time);
  Object.assign(developer, await stage.registry.session(developer.userId));
}
const clockIn = (sessionId: string) => ({ type: 'clock_in', sessionId, zone: 'UTC' }) as const;
const clockOut = (sessionId: string, time: string) =>
  ({ type: 'clock_out', sessionId, endedAt: Date.parse(at(time)), reason: 'member' }) as const;

describe('a wrong clock', () => {
  test('C-05: seven minutes ahead, with an offset that is known, is stored seven minutes earlier', async () => {
    const [sessionId, pauseId] = [randomUUID(), randomUUID()];
    const ahead = { offsetMs: -420_000 };
    await goTo(at('12:00'));
    const answer = await laptop.send([
      laptop.event(at('09:07'), clockIn(sessionId), ahead),
      laptop.event(
        at('10:37'),
        {
          type: 'pause_found',
          sessionId,
          pauseId,
          kind: 'idle',
          startedAt: Date.parse(at('10:07')),
          endedAt: Date.parse(at('10:37')),
        },
        ahead,
      ),
      laptop.event(at('11:07'), clockOut(sessionId, '11:07'), ahead),
    ]);
    expect(answer.body.results).toMatchObject(
      Array.from({ length: 3 }, () => ({ result: 'applied', isClamped: false })),
    );
    expect((await clock()).lastSession).toMatchObject({
      startedAt: '2026-06-10T09:00:00Z',
      endedAt: '2026-06-10T11:00:00Z',
      pauses: [{ startedAt: '2026-06-10T10:00:00Z', endedAt: '2026-06-10T10:30:00Z' }],
    });
    expect(await day()).toEqual({ worked: 90, breaks: 0, unresolved: 30 });
  });

  test('C-06: ten minutes in the future, of an offset that is not known, is set to its receipt and told', async () => {
    const sessionId = randomUUID();
    const unknown = { offsetMs: null };
    const answer = await laptop.send([laptop.event(at('09:10'), clockIn(sessionId), unknown)]);
    expect(answer.body.results).toMatchObject([{ result: 'applied', isClamped: true }]);
    const startedAt = Date.parse((await clock()).session?.startedAt ?? '');
    expect(Math.abs(startedAt - Date.parse(at('09:00')))).toBeLessThan(20 * SECOND);
    await goTo(at('11:00'));
    expect(
      outcomes(await laptop.send([laptop.event(at('10:30'), clockOut(sessionId, '10:30'), unknown)])),
    ).toEqual(['applied']);
    expect((await clock()).lastSession).toMatchObject({
      startedAt: formatInstant(startedAt),
      endedAt: '2026-06-10T10:30:00Z',
      reviewReason: 'clamped_instant',
    });
  });

  test('C-06: within two minutes of its receipt it stays as it was said', async () => {
    const answer = await laptop.send([laptop.event(at('09:01'), clockIn(randomUUID()), { offsetMs: null })]);
    expect(answer.body.results).toMatchObject([{ isClamped: false }]);
    expect((await clock()).session?.startedAt).toBe('2026-06-10T09:01:00Z');
  });
});

describe('signs of life', () => {
  let phone: TestDevice;
  const [own, theirs] = [randomUUID(), randomUUID()];
  beforeEach(async () => {
    phone = await linkDevice(stage, { organization, person: developer, name: 'Phone' });
  });

  async function beat(device: TestDevice, time: string): Promise<void> {
    await goTo(time.includes('T') ? time : at(time));
    expect((await device.send([])).status).toBe(200);
  }

  /** Until when each device was heard from in each session, in whole minutes. */
  async function signs() {
    const { rows } = await stage.registry.pool.query(
      'SELECT device_id AS device, session_id AS session, until FROM sign_of_life WHERE user_id = $1 ORDER BY until',
      [developer.userId],
    );
    const minute = (until: string) => new Date(until).toISOString().slice(5, 16);
    return rows.map(({ device, session, until }) => [device, session, minute(until)]);
  }

  async function bothIn(): Promise<void> {
    await laptop.send([laptop.event(at('09:00'), clockIn(own))]);
    await goTo(at('09:30'));
    await phone.send([phone.event(at('09:30'), clockIn(theirs))]);
  }

  const foundOn = (device: TestDevice, sessionId: string, range: readonly [string, string]) =>
    device.event(at(range[1]), {
      type: 'pause_found',
      sessionId,
      pauseId: randomUUID(),
      kind: 'idle',
      startedAt: Date.parse(at(range[0])),
      endedAt: Date.parse(at(range[1])),
    });

  test('D3, M-04: what one finds is no absence while the other is in use, and one where both are away', async () => {
    await bothIn();
    await beat(phone, '10:30');
    await goTo(at('11:00'));
    expect(outcomes(await laptop.send([foundOn(laptop, own, ['10:00', '11:00'])]))).toEqual(['applied']);
    expect(Math.round((await day()).unresolved)).toBe(30);
    await beat(phone, '11:05');
    expect((await day()).unresolved).toBe(0);
    await goTo(at('11:10'));
    await phone.send([foundOn(phone, own, ['10:20', '10:50'])]);
    expect((await day()).unresolved).toBe(30);
    expect((await clock()).session?.pauses).toMatchObject([
      { startedAt: '2026-06-10T10:20:00Z', endedAt: '2026-06-10T10:50:00Z', resolution: 'pending' },
    ]);
  });

  test('are kept for each device and session, by the name that the device has for it', async () => {
    await beat(laptop, '08:59');
    await bothIn();
    expect(await signs()).toEqual([]);
    await beat(laptop, '10:00');
    await beat(phone, '10:05');
    await beat(laptop, '10:10');
    expect(await signs()).toEqual([
      [phone.id, theirs, '06-10T10:05'],
      [laptop.id, own, '06-10T10:10'],
    ]);
    const tablet = await linkDevice(stage, { organization, person: developer, name: 'Tablet' });
    await beat(tablet, '10:15');
    expect(await signs()).toHaveLength(2);
  });

  test('do not move once the session has an end, also on the other device', async () => {
    await bothIn();
    await beat(phone, '10:00');
    await goTo(at('12:00'));
    await laptop.send([laptop.event(at('12:00'), clockOut(own, '12:00'))]);
    await beat(laptop, '12:05');
    await beat(phone, '12:05');
    expect(await signs()).toEqual([[phone.id, theirs, '06-10T10:00']]);
    expect((await day()).worked).toBe(180);
  });

  test('do not move once the longest time is over, nor when the end was assumed: the evening stays as it was', async () => {
    await bothIn();
    await beat(laptop, '18:00');
    await beat(laptop, '23:05');
    expect(await signs()).toEqual([[laptop.id, own, '06-10T18:00']]);
    await beat(laptop, '2026-06-11T08:00:00Z');
    await beat(phone, '2026-06-11T08:05:00Z');
    expect(await signs()).toEqual([[laptop.id, own, '06-10T18:00']]);
    expect((await clock()).lastSession).toMatchObject({ endReason: 'server_expired', isProvisional: true });
    expect(Math.round((await day()).worked)).toBe(540);
    const next = randomUUID();
    await goTo('2026-06-11T08:10:00Z');
    await laptop.send([laptop.event('2026-06-11T08:10:00Z', clockIn(next))]);
    await beat(laptop, '2026-06-11T09:00:00Z');
    expect(await signs()).toEqual([
      [laptop.id, own, '06-10T18:00'],
      [laptop.id, next, '06-11T09:00'],
    ]);
    expect(Math.round((await day()).worked)).toBe(540);
  });
});

test('D1, D2: two devices in one session, told by its name, end it at the earlier clock-out', async () => {
  const phone = await linkDevice(stage, { organization, person: developer, name: 'Phone' });
  const sessionId = randomUUID();
  await laptop.send([laptop.event(at('09:00'), clockIn(sessionId))]);
  const { body } = await phone.send([phone.event(at('09:01'), clockIn(randomUUID()))]);
  const [{ joinedSessionId }] = body.results as [{ joinedSessionId: string }];
  await goTo(at('18:00'));
  await phone.send([phone.event(at('12:30'), clockOut(joinedSessionId, '12:30'))]);
  await laptop.send([laptop.event(at('12:00'), clockOut(sessionId, '12:00'))]);
  expect((await day()).worked).toBe(180);
  expect((await clock()).lastSession).toMatchObject({ id: sessionId, reviewReason: 'activity_after_end' });
});
