import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  linkDevice,
  outcomes,
  readDay,
  recordSession,
  setClock,
  TestDevice,
} from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const DAY = '2026-06-10';
const at = (time: string) => `${DAY}T${time}:00Z`;

let stage: OrganizationStage;
let organization: TestOrganization;
let developer: TestPerson;
let manager: TestPerson;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, at('18:00'));
  ({ organization, developer, manager } = await stage.organizationWithRoles());
  laptop = await linkDevice(stage, { organization, person: developer });
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const day = (person = developer) => readDay(stage, { organization, person, day: DAY });
const clock = async (person = developer) =>
  (await stage.ask(person, `GET organizations/${organization.slug}/attendance/clock`)).body;
const stored = async (table: string) =>
  (await stage.registry.pool.query(`SELECT * FROM ${table} WHERE user_id = $1`, [developer.userId])).rows;

function workday(device: TestDevice) {
  const [sessionId, pauseId] = [randomUUID(), randomUUID()];
  return [
    device.event(at('09:00'), { type: 'clock_in', sessionId, zone: 'Europe/Berlin' }),
    device.event(at('12:00'), { type: 'break_start', sessionId, pauseId }),
    device.event(at('12:45'), { type: 'break_end', sessionId, pauseId }),
    device.event(at('17:00'), {
      type: 'clock_out',
      sessionId,
      endedAt: Date.parse(at('17:00')),
      reason: 'member',
    }),
  ];
}

describe('a batch', () => {
  test('S-01: whose answer is lost and that is sent three times is one session', async () => {
    const batch = workday(laptop);
    const answers = [await laptop.send(batch), await laptop.send(batch), await laptop.send(batch)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(outcomes)).toEqual([
      Array(4).fill('applied'),
      Array(4).fill('duplicate'),
      Array(4).fill('duplicate'),
    ]);
    expect(answers.map(({ body }) => body.nextSeq)).toEqual([5, 5, 5]);
    expect(await day()).toEqual({ worked: 435, breaks: 45, unresolved: 0 });
    expect(await stored('work_session')).toHaveLength(1);
    expect(await stored('session_event')).toHaveLength(4);
  });

  test('that is sent four times at once is taken once', async () => {
    const batch = workday(laptop);
    const answers = await Promise.all([1, 2, 3, 4].map(() => laptop.send(batch)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.map((answer) => outcomes(answer)[0]).sort()).toEqual([
      'applied',
      ...Array(3).fill('duplicate'),
    ]);
    expect(await day()).toEqual({ worked: 435, breaks: 45, unresolved: 0 });
    expect(await stored('session_event')).toHaveLength(4);
  });

  test('S-02: with a known id and another content is refused, and the first stays', async () => {
    const batch = workday(laptop);
    await laptop.send(batch);
    const [first] = batch;
    if (first === undefined) throw new Error('no event');
    const changed = await laptop.send([{ ...first, occurredAt: Date.parse(at('08:00')) }]);
    expect([changed.status, changed.body.code, changed.body.field]).toEqual([
      422,
      'event_changed',
      'body.events.0.eventId',
    ]);
    expect((await day()).worked).toBe(435);
  });

  test('that names one id for two events is refused whole, and nothing of it stays', async () => {
    const [first, second] = workday(laptop);
    if (first === undefined || second === undefined) throw new Error('no events');
    const answer = await laptop.send([first, { ...second, eventId: first.eventId }]);
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([
      422,
      'event_changed',
      'body.events.1.eventId',
    ]);
    expect(await stored('session_event')).toHaveLength(0);
  });

  test('S-03: of a day offline gives the minutes of a day online', async () => {
    const other = await linkDevice(stage, { organization, person: manager });
    await laptop.send(workday(laptop));
    for (const event of workday(other)) {
      setClock(stage, new Date(event.occurredAt).toISOString());
      expect(outcomes(await other.send([event]))).toEqual(['applied']);
    }
    setClock(stage, at('18:00'));
    expect(await day(manager)).toEqual(await day());
  });

  test('S-05: with a clock-out before its clock-in rejects that one alone', async () => {
    const [a, b, c] = workday(laptop);
    if (a === undefined || b === undefined || c === undefined) throw new Error('no events');
    const { action } = a;
    if (action.type !== 'clock_in') throw new Error('no clock-in');
    const early = laptop.event(at('12:50'), {
      type: 'clock_out',
      sessionId: action.sessionId,
      endedAt: Date.parse(at('08:00')),
      reason: 'earlier',
    });
    const answer = await laptop.send([a, { ...b, seq: 2 }, { ...early, seq: 3 }, { ...c, seq: 4 }]);
    expect(outcomes(answer)).toEqual(['applied', 'applied', 'rejected ends_before_start', 'applied']);
    expect((await clock()).status).toBe('in');
  });

  test('with a hole before it is refused whole, with the number to go on from', async () => {
    const batch = workday(laptop);
    await laptop.send(batch.slice(0, 1));
    const answer = await laptop.send(batch.slice(2));
    expect([answer.status, answer.body.code, answer.body.expectedSeq]).toEqual([409, 'expected_seq', 2]);
    expect(await stored('session_event')).toHaveLength(1);
    expect(outcomes(await laptop.send(batch))).toEqual(['duplicate', 'applied', 'applied', 'applied']);
  });

  test('from a device that is somebody else’s, or nobody’s, finds nothing', async () => {
    const others = new TestDevice(stage, { organization, person: manager, id: laptop.id });
    const nobodys = new TestDevice(stage, { organization, person: developer, id: randomUUID() });
    expect((await others.send(workday(others))).status).toBe(404);
    expect((await nobodys.send(workday(nobodys))).status).toBe(404);
    expect(await stored('session_event')).toHaveLength(0);
  });

  test('says nothing beyond the closed list', async () => {
    const [event] = workday(laptop);
    const answer = await laptop.send([{ ...event, windowTitle: 'x' } as never]);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('two devices', () => {
  let phone: TestDevice;
  beforeEach(async () => {
    phone = await linkDevice(stage, { organization, person: developer, name: 'Phone' });
  });

  test('D1, M-01: a start while another is open joins it, and either may stop it', async () => {
    const [sessionId, alias] = [randomUUID(), randomUUID()];
    await laptop.send([laptop.event(at('09:00'), { type: 'clock_in', sessionId, zone: 'UTC' })]);
    const joined = await phone.send([
      phone.event(at('10:00'), { type: 'clock_in', sessionId: alias, zone: 'UTC' }),
    ]);
    expect(joined.body.results).toMatchObject([{ joinedSessionId: sessionId }]);
    expect((await clock()).session).toMatchObject({ id: sessionId, aliases: [alias], openedOn: 'Laptop' });
    const stop = phone.event(at('11:00'), {
      type: 'clock_out',
      sessionId: alias,
      endedAt: Date.parse(at('11:00')),
      reason: 'member',
    });
    expect(outcomes(await phone.send([stop]))).toEqual(['applied']);
    expect((await day()).worked).toBe(120);
  });

  test('D2, M-03: the earliest clock-out wins, whichever came first; the other is kept', async () => {
    const sessionId = randomUUID();
    const start = laptop.event(at('09:00'), { type: 'clock_in', sessionId, zone: 'UTC' });
    await laptop.send([start]);
    const web = new TestDevice(stage, {
      organization,
      person: developer,
      id: ((await clock()).web as { deviceId: string }).deviceId,
    });
    const stop = (device: TestDevice, time: string) =>
      device.event(at(time), {
        type: 'clock_out',
        sessionId,
        endedAt: Date.parse(at(time)),
        reason: 'member',
      });
    expect(outcomes(await web.send([stop(web, '12:30')]))).toEqual(['applied']);
    expect((await day()).worked).toBe(210);
    expect(outcomes(await laptop.send([stop(laptop, '12:00')]))).toEqual(['applied']);
    expect((await day()).worked).toBe(180);
    expect(await stored('session_event')).toHaveLength(3);
  });

  test.each([
    ['the earlier first', ['laptop', 'phone']],
    ['the later first', ['phone', 'laptop']],
  ])('D4: sessions recorded apart are counted once, %s', async (_, order) => {
    const batches = {
      laptop: recordSession(laptop, { from: at('09:00'), to: at('12:00') }),
      phone: recordSession(phone, { from: at('11:00'), to: at('13:00') }),
    };
    for (const name of order as ('laptop' | 'phone')[]) await { laptop, phone }[name].send(batches[name]);
    expect((await day()).worked).toBe(240);
    const sessions = (await stored('work_session')).filter(({ state }) => state !== 'voided');
    expect(sessions.map(({ started_at: start }) => new Date(start).getUTCHours()).sort()).toEqual([12, 9]);
  });

  test('D4: sessions recorded apart and sent at once are counted once', async () => {
    const answers = await Promise.all([
      laptop.send(recordSession(laptop, { from: at('09:00'), to: at('12:00') })),
      phone.send(recordSession(phone, { from: at('11:00'), to: at('13:00') })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await day()).worked).toBe(240);
  });

  test('D5: what a removed device had recorded waits, and its owner may let it count', async () => {
    const batch = recordSession(phone, { from: at('09:00'), to: at('12:00') });
    await stage.registry.pool.query('UPDATE device SET revoked_at = $2 WHERE id = $1', [
      phone.id,
      new Date(at('17:00')),
    ]);
    const answer = await phone.send(batch);
    expect(outcomes(answer)).toEqual(['held device_removed', 'held device_removed']);
    expect((await day()).worked).toBe(0);
    const path = `organizations/${organization.slug}/attendance/corrections`;
    const { body } = await stage.ask(developer, `GET ${path}`);
    const [request] = body.items as { id: string; kind: string; state: string; heldReason: string }[];
    expect(request).toMatchObject({ kind: 'held_events', heldReason: 'device_removed', state: 'pending' });
    const stranger = await stage.ask(manager, `POST ${path}/${request?.id}/accept`, { version: 1 });
    expect(stranger.status).toBe(404);
    expect((await stage.ask(developer, `POST ${path}/${request?.id}/accept`, { version: 1 })).status).toBe(
      200,
    );
    expect((await day()).worked).toBe(180);
    expect(outcomes(await phone.send(batch))).toEqual([
      'duplicate device_removed',
      'duplicate device_removed',
    ]);
  });
});
