import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  linkDevice,
  organizationWithManager,
  outcomes,
  readDay,
  setClock,
  type TestDevice,
} from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const DAY = '2026-06-10';
const at = (time: string) => `${DAY}T${time}:00Z`;

type People = Record<'owner' | 'admin' | 'manager' | 'developer', TestPerson>;
let stage: OrganizationStage;
let organization: TestOrganization;
let people: People;
let laptop: TestDevice;
let phone: TestDevice;
/** The session, and the name that the phone has for it. */
let session: string;
let alias: string;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, '2026-06-11T18:00:00Z');
  ({ organization, ...people } = await organizationWithManager(stage));
  laptop = await linkDevice(stage, { organization, person: people.developer });
  phone = await linkDevice(stage, { organization, person: people.developer, name: 'Phone' });
  [session, alias] = [randomUUID(), randomUUID()];
  await laptop.send([laptop.event(at('09:00'), { type: 'clock_in', sessionId: session, zone: 'UTC' })]);
  await phone.send([phone.event(at('10:00'), { type: 'clock_in', sessionId: alias, zone: 'UTC' })]);
  const endedAt = Date.parse(at('12:00'));
  await phone.send([
    phone.event(at('12:00'), { type: 'clock_out', sessionId: alias, endedAt, reason: 'member' }),
  ]);
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = (of = organization) => `organizations/${of.slug}/attendance`;
const ask = (person: TestPerson, named: string, of = organization) =>
  stage.ask(person, `POST ${path(of)}/corrections`, {
    session: named,
    after: { startedAt: at('08:30'), endedAt: at('12:00') },
    reason: 'Forgot to clock in',
  });
const approve = (person: TestPerson, id: unknown, of = organization) =>
  stage.ask(person, `POST ${path(of)}/corrections/${id}/approve`, { version: 1 });
const lock = () => stage.ask(people.admin, `POST ${path()}/locks`, { through: DAY });
const worked = async () =>
  (await readDay(stage, { organization, person: people.developer, day: DAY })).worked;

test('D1: a correction that is asked by the name of a device that joined is one of the session itself', async () => {
  const asked = await ask(people.developer, alias);
  expect([asked.status, asked.body.state]).toEqual([200, 'pending']);
  const { body } = await stage.ask(people.developer, `GET ${path()}/corrections`);
  expect(body.items).toMatchObject([
    { kind: 'change', sessionId: session, before: { startedAt: at('09:00') } },
  ]);
  expect((await approve(people.manager, asked.body.correction)).status).toBe(200);
  expect(await worked()).toBe(210);
});

test.each(['manager', 'owner'] as const)(
  'the %s finds no session of another by either name',
  async (role) => {
    for (const name of [session, alias]) {
      const asked = await ask(people[role], name);
      expect([asked.status, asked.body.field]).toEqual([404, 'body.session']);
    }
  },
);

test('nobody writes for the device of another, whatever their role', async () => {
  for (const person of [people.manager, people.admin, people.owner]) {
    const path = `organizations/${organization.slug}/attendance/devices/${laptop.id}/events`;
    expect((await stage.ask(person, `POST ${path}`, { events: [] })).status).toBe(404);
  }
});

test('the Owner of another organization finds nothing of this one by any id', async () => {
  const asked = await ask(people.developer, session);
  const other = await stage.organizationWithRoles();
  expect((await ask(other.owner, session)).status).toBe(404);
  expect((await approve(other.owner, asked.body.correction)).status).toBe(404);
  expect((await approve(other.owner, asked.body.correction, other.organization)).status).toBe(404);
  expect((await ask(other.owner, alias, other.organization)).status).toBe(404);
  const { userId } = people.developer;
  const days = `members/${userId}/days?from=${DAY}&to=${DAY}`;
  expect((await stage.ask(other.owner, `GET ${path(other.organization)}/${days}`)).status).toBe(404);
  const unlocking = { through: null, reason: 'Not mine to unlock' };
  const unlock = `POST ${path(other.organization)}/members/${userId}/unlock` as const;
  expect((await stage.ask(other.owner, unlock, unlocking)).status).toBe(404);
});

test('K2: another zone moves no hour into or out of a locked day', async () => {
  expect((await lock()).status).toBe(200);
  const zone = 'Pacific/Kiritimati';
  await stage.ask(people.developer, `PUT ${path()}/zone`, { zone });
  const sessionId = randomUUID();
  const answer = await laptop.send([laptop.event(at('05:00'), { type: 'clock_in', sessionId, zone })]);
  expect(outcomes(answer)).toEqual(['held locked_period']);
  expect(await worked()).toBe(180);
});

test('K2: of an approval and a lock at once neither undoes the other', async () => {
  const { body } = await ask(people.developer, session);
  const [approved, locked] = await Promise.all([approve(people.manager, body.correction), lock()]);
  expect(approved.status).toBe(200);
  expect([200, 409]).toContain(locked.status);
  expect(await worked()).toBe(210);
});

test('K2: hours that arrive while their day is being locked count, or wait for somebody: never neither', async () => {
  const sessionId = randomUUID();
  const endedAt = Date.parse(at('15:00'));
  const hour = [
    laptop.event(at('14:00'), { type: 'clock_in', sessionId, zone: 'UTC' }),
    laptop.event(at('15:00'), { type: 'clock_out', sessionId, endedAt, reason: 'member' }),
  ];
  const [answer, locked] = await Promise.all([laptop.send(hour), lock()]);
  expect(locked.status).toBe(200);
  const isHeld = outcomes(answer).every((outcome) => outcome === 'held locked_period');
  expect(await worked()).toBe(isHeld ? 180 : 240);
});
