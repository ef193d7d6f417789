import { randomUUID } from 'node:crypto';
import { webClockIdFor } from '@devpulse/domain/identity';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
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
/** A change of rights that the API did not make itself is known to it after so long. */
const OUT_WITHIN_MS = 6_000;
const TABLES = ['session_event', 'work_session', 'session_correction', 'attendance_device', 'sign_of_life'];

type People = Record<'owner' | 'admin' | 'manager' | 'developer', TestPerson>;
let stage: OrganizationStage;
let organization: TestOrganization;
let people: People;
let laptop: TestDevice;
let sessionId: string;
/** What the developer asked for while they were a member. */
let request: string;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, at('18:00'));
  ({ organization, ...people } = await organizationWithManager(stage));
  laptop = await linkDevice(stage, { organization, person: people.developer });
  sessionId = randomUUID();
  await laptop.send(recordSession(laptop, { from: at('09:00'), to: at('12:00'), sessionId }));
  request = (await ask(people.developer)).body.correction as string;
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
const ask = (person: TestPerson) =>
  stage.ask(person, `POST ${path()}/corrections`, {
    session: sessionId,
    after: { startedAt: at('08:00'), endedAt: at('12:00') },
    reason: 'Forgot to clock in',
  });
const decide = async (person: TestPerson, how: string) =>
  (
    await stage.ask(person, `POST ${path()}/corrections/${request}/${how}`, {
      version: 1,
      ...(how === 'decline' && { reason: 'Not as we agreed' }),
    })
  ).status;
const read = async (person: TestPerson, what: string) =>
  (await stage.ask(person, `GET ${path()}/${what}`)).status;
const daysOf = (person: TestPerson) => `members/${person.userId}/days?from=${DAY}&to=${DAY}`;

async function leave(person: TestPerson): Promise<void> {
  const member = `organizations/${organization.slug}/members/${person.userId}`;
  expect((await stage.ask(people.owner, `DELETE ${member}`)).status).toBe(200);
}

async function rows(): Promise<[string, number][]> {
  const counts = TABLES.map(async (table): Promise<[string, number]> => {
    const sql = `SELECT count(*)::int AS n FROM ${table} WHERE user_id = $1`;
    const { rows } = await stage.registry.pool.query<{ n: number }>(sql, [people.developer.userId]);
    return [table, rows[0]?.n ?? 0];
  });
  return Promise.all(counts);
}

test('who was a member sends, asks, takes back and reads nothing any more; what they told stays', async () => {
  const { developer } = people;
  await laptop.send([laptop.event(at('17:00'), { type: 'clock_in', sessionId: randomUUID(), zone: 'UTC' })]);
  const before = await rows();
  await leave(developer);
  const web = webClockIdFor(organization.id, developer.userId);
  const dashboard = new TestDevice(stage, { organization, person: developer, id: web });
  for (const device of [laptop, dashboard]) {
    expect((await device.send([])).status).toBe(404);
    const hour = recordSession(device, { from: at('13:00'), to: at('14:00') });
    expect((await device.send(hour)).status).toBe(404);
  }
  expect((await ask(developer)).status).toBe(404);
  for (const how of ['withdraw', 'accept', 'approve', 'decline'])
    expect([how, await decide(developer, how)]).toEqual([how, 404]);
  const own = [
    `days?from=${DAY}&to=${DAY}`,
    'clock',
    'corrections',
    'corrections-to-decide',
    'audit',
    'settings',
  ];
  for (const what of own) expect([what, await read(developer, what)]).toEqual([what, 404]);
  expect((await stage.ask(developer, `PUT ${path()}/zone`, { zone: 'Asia/Tokyo' })).status).toBe(404);
  expect(await rows()).toEqual(before);
});

test('what a former member had asked for is in nobody’s list, and nobody decides it', async () => {
  await leave(people.developer);
  for (const person of [people.manager, people.admin, people.owner]) {
    for (const how of ['accept', 'approve', 'decline'])
      expect([how, await decide(person, how)]).toEqual([how, 404]);
    const { body } = await stage.ask(person, `GET ${path()}/corrections-to-decide`);
    expect(body.items).toEqual([]);
    expect(await read(person, daysOf(people.developer))).toBe(404);
  }
});

test('who was a manager reads and decides nothing any more, as member of nothing or without the team', async () => {
  const { manager, developer } = people;
  expect(await read(manager, daysOf(developer))).toBe(200);
  await stage.registry.pool.query('DELETE FROM team_manager WHERE user_id = $1', [manager.userId]);
  const reads = () => read(manager, daysOf(developer));
  await expect.poll(reads, { timeout: OUT_WITHIN_MS }).toBe(404);
  expect(await decide(manager, 'approve')).toBe(404);
  await leave(manager);
  expect([await reads(), await decide(manager, 'approve')]).toEqual([404, 404]);
  expect(await decide(people.admin, 'approve')).toBe(200);
});

test('who becomes a member again goes on where they were', async () => {
  const { developer } = people;
  await leave(developer);
  const hour = recordSession(laptop, { from: at('13:00'), to: at('14:00') });
  expect((await laptop.send(hour)).status).toBe(404);
  await stage.registry.member(organization, developer, 'developer');
  await expect.poll(() => read(developer, 'clock'), { timeout: OUT_WITHIN_MS }).toBe(200);
  expect(outcomes(await laptop.send(hour))).toEqual(['applied', 'applied']);
  expect((await readDay(stage, { organization, person: developer, day: DAY })).worked).toBe(240);
});
