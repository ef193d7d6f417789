import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  linkDevice,
  outcomes,
  readDay,
  recordSession,
  setClock,
  type TestDevice,
} from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const DAY = '2026-06-10';
const at = (time: string) => `${DAY}T${time}:00Z`;

let stage: OrganizationStage;
let organization: TestOrganization;
let owner: TestPerson;
let developer: TestPerson;
let laptop: TestDevice;
let sessionId: string;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
/** The developer clocked in at nine; at ten the longest time became eight hours instead of fourteen. */
beforeEach(async () => {
  setClock(stage, at('09:00'));
  ({ organization, owner, developer } = await stage.organizationWithRoles());
  laptop = await linkDevice(stage, { organization, person: developer });
  sessionId = randomUUID();
  await laptop.send([laptop.event(at('09:00'), { type: 'clock_in', sessionId, zone: 'UTC' })]);
  await goTo(at('10:00'));
  const change = { maxOpenMinutes: 480, reminderMinutes: 420, breakReminderMinutes: 30 };
  expect((await stage.ask(owner, `PATCH ${path()}/settings`, change)).status).toBe(200);
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
/** Access tokens are short-lived, so another hour needs another. */
async function goTo(time: string): Promise<void> {
  setClock(stage, time);
  for (const person of [owner, developer]) Object.assign(person, await stage.registry.session(person.userId));
}
const clock = async () => (await stage.ask(developer, `GET ${path()}/clock`)).body;
const clockOut = (time: string) =>
  laptop.event(at(time), { type: 'clock_out', sessionId, endedAt: Date.parse(at(time)), reason: 'member' });

test('a running clock keeps its longest time and its reminder; the next begins with the new ones', async () => {
  const lengths = { maxOpenMinutes: 840, reminderMinutes: 600, breakReminderMinutes: 30 };
  expect((await clock()).rules).toMatchObject(lengths);
  await goTo(at('20:00'));
  expect(outcomes(await laptop.send([clockOut('20:00')]))).toEqual(['applied']);
  expect((await clock()).rules).toMatchObject({ maxOpenMinutes: 480, reminderMinutes: 420 });
});

test('M1: signs of life move on for its fourteen hours, and are its end after them', async () => {
  await goTo(at('21:30'));
  expect((await laptop.send([])).status).toBe(200);
  expect((await clock()).session).toMatchObject({ id: sessionId, endedAt: null });
  await goTo(at('23:30'));
  await laptop.send([]);
  const { lastSession } = (await clock()) as { lastSession: { endReason: string; endedAt: string } };
  expect([lastSession.endReason, lastSession.endedAt.slice(0, 16)]).toEqual([
    'server_expired',
    '2026-06-10T21:30',
  ]);
});

test('what comes of other hours of that night is judged by its own rules, whatever comes first', async () => {
  const phone = await linkDevice(stage, { organization, person: developer, name: 'Phone' });
  await goTo('2026-06-11T12:00:00Z');
  const long = recordSession(phone, { from: '2026-06-10T23:00:00Z', to: '2026-06-11T07:01:00Z' });
  expect(outcomes(await phone.send(long))).toEqual(['applied', 'rejected session_too_long']);
  expect(outcomes(await laptop.send([clockOut('22:59')]))).toEqual(['applied']);
  const { worked } = await readDay(stage, { organization, person: developer, day: DAY });
  expect(Math.floor(worked)).toBe(839);
});
