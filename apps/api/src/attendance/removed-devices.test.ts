import { randomUUID } from 'node:crypto';
import { webClockIdFor } from '@devpulse/domain/identity';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  linkDevice,
  organizationWithManager,
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

type People = Record<'owner' | 'admin' | 'manager' | 'developer', TestPerson>;
let stage: OrganizationStage;
let organization: TestOrganization;
let people: People;
/** A device of the developer's that was removed at 17:00, sent for by another session of theirs. */
let laptop: TestDevice;
/** The session that the device itself had. */
let ownSession: TestPerson;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, at('17:00'));
  ({ organization, ...people } = await organizationWithManager(stage));
  laptop = await linkDevice(stage, { organization, person: people.developer });
  const { userId } = people.developer;
  const session = await stage.registry.session(userId, { kind: 'desktop', deviceId: laptop.id });
  ownSession = { ...people.developer, ...session };
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
const worked = async () =>
  (await readDay(stage, { organization, person: people.developer, day: DAY })).worked;

async function remove(): Promise<void> {
  const answer = await stage.ask(people.developer, `DELETE account/devices/${laptop.id}`);
  expect(answer.status).toBe(200);
}

/** Access tokens are short-lived, so another day needs another. */
async function goTo(time: string): Promise<void> {
  setClock(stage, time);
  for (const person of Object.values(people))
    Object.assign(person, await stage.registry.session(person.userId));
}

type Request = { id: string; heldReason: string; state: string; after: { startedAt: string } };
async function requests(): Promise<Request[]> {
  return (await stage.ask(people.developer, `GET ${path()}/corrections`)).body.items as Request[];
}
const decide = async (person: TestPerson, how: 'accept' | 'approve', { id }: { id: string }, of = path()) =>
  (await stage.ask(person, `POST ${of}/corrections/${id}/${how}`, { version: 1 })).status;

async function held(from: string, to: string): Promise<Request> {
  await laptop.send(recordSession(laptop, { from, to }));
  const [request] = await requests();
  if (request === undefined) throw new Error('Nothing was held.');
  return request;
}

describe('what a removed device itself sends', () => {
  test('is refused, whatever id it names: its own, a new one or that of the dashboard', async () => {
    const web = webClockIdFor(organization.id, people.developer.userId);
    const sendAs = (id: string) => {
      const device = new TestDevice(stage, { organization, person: ownSession, id });
      return device.send(recordSession(device, { from: at('09:00'), to: at('12:00') }));
    };
    expect((await sendAs(randomUUID())).status).toBe(404);
    await remove();
    for (const id of [laptop.id, randomUUID(), web])
      expect([id, (await sendAs(id)).status]).toEqual([id, 401]);
    for (const read of ['clock', `days?from=${DAY}&to=${DAY}`, 'corrections'])
      expect((await stage.ask(ownSession, `GET ${path()}/${read}`)).status).toBe(401);
    expect(await requests()).toEqual([]);
    expect(await worked()).toBe(0);
  });
});

describe('what is sent for it by another session of its owner', () => {
  test('waits, also what was recorded after the removal; a clock-out of it ends nothing, and it is no sign of life', async () => {
    const sessionId = randomUUID();
    await laptop.send([laptop.event(at('16:00'), { type: 'clock_in', sessionId, zone: 'UTC' })]);
    await remove();
    await goTo(at('17:30'));
    const endedAt = Date.parse(at('17:20'));
    const answer = await laptop.send([
      laptop.event(at('17:10'), { type: 'break_start', sessionId, pauseId: randomUUID() }),
      laptop.event(at('17:20'), { type: 'clock_out', sessionId, endedAt, reason: 'member' }),
    ]);
    expect(outcomes(answer)).toEqual(['held device_removed', 'held device_removed']);
    expect((await laptop.send([])).status).toBe(200);
    const clock = await stage.ask(people.developer, `GET ${path()}/clock`);
    expect(clock.body).toMatchObject({ status: 'in', session: { id: sessionId, endedAt: null } });
    const signs = 'SELECT 1 FROM sign_of_life WHERE user_id = $1';
    expect((await stage.registry.pool.query(signs, [people.developer.userId])).rowCount).toBe(0);
  });

  test('is accepted by its owner alone, once, and nowhere else; managers may approve it', async () => {
    await remove();
    const request = await held(at('09:00'), at('12:00'));
    const other = await stage.organizationWithRoles();
    const elsewhere = `organizations/${other.organization.slug}/attendance`;
    for (const person of [people.manager, people.admin, people.owner])
      expect(await decide(person, 'accept', request)).toBe(404);
    for (const how of ['accept', 'approve'] as const) {
      expect(await decide(other.owner, how, request)).toBe(404);
      expect(await decide(other.owner, how, request, elsewhere)).toBe(404);
    }
    expect([403, 404]).toContain(await decide(people.developer, 'approve', request));
    expect(await worked()).toBe(0);
    expect(await decide(people.developer, 'accept', request)).toBe(200);
    expect(await decide(people.developer, 'accept', request)).toBe(409);
    expect(await decide(people.manager, 'approve', request)).toBe(409);
    expect(await worked()).toBe(180);
  });

  test('C3: is no way around the 30 days: what is older is decided by somebody else', async () => {
    await remove();
    await goTo('2026-07-12T10:00:00Z');
    const request = await held(at('09:00'), at('12:00'));
    expect(request).toMatchObject({ heldReason: 'too_old', state: 'pending' });
    expect(await decide(people.developer, 'accept', request)).toBe(403);
    expect(await worked()).toBe(0);
    expect(await decide(people.manager, 'approve', request)).toBe(200);
    expect(await worked()).toBe(180);
  });

  test('K2: is no way into a locked day, also not once it is open again', async () => {
    await remove();
    await goTo('2026-06-12T10:00:00Z');
    const { userId } = people.developer;
    await stage.ask(people.admin, `POST ${path()}/locks`, { through: DAY, members: [userId] });
    const request = await held(at('09:00'), at('12:00'));
    expect(request).toMatchObject({ heldReason: 'locked_period' });
    expect(await decide(people.developer, 'accept', request)).toBe(403);
    const unlocking = { through: null, reason: 'Payroll was wrong' };
    await stage.ask(people.admin, `POST ${path()}/members/${userId}/unlock`, unlocking);
    expect(await decide(people.developer, 'accept', request)).toBe(403);
    expect(await worked()).toBe(0);
  });
});
