import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { linkDevice, readDay, recordSession, setClock } from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const DAY = '2026-06-10';
const at = (time: string) => `${DAY}T${time}:00Z`;

let stage: OrganizationStage;
let organization: TestOrganization;
let people: Record<'owner' | 'admin' | 'developer', TestPerson>;
const [session, joined] = [randomUUID(), randomUUID()];
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, at('18:00'));
  ({ organization, ...people } = await stage.organizationWithRoles());
  const own = { organization, person: people.developer };
  const [laptop, phone] = [await linkDevice(stage, own), await linkDevice(stage, { ...own, name: 'Phone' })];
  const [clockIn, clockOut] = recordSession(laptop, {
    from: at('09:00'),
    to: at('12:00'),
    sessionId: session,
  });
  await laptop.send([clockIn, clockOut].filter((one) => one !== undefined));
  const pause = { sessionId: joined, pauseId: randomUUID() };
  const { body } = await phone.send([
    phone.event(at('09:30'), { type: 'clock_in', sessionId: joined, zone: 'UTC' }),
    phone.event(at('09:31'), { type: 'break_start', ...pause }),
    phone.event(at('09:41'), { type: 'break_end', ...pause }),
  ]);
  expect(body.results).toMatchObject([{ joinedSessionId: session }, {}, {}]);
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
type Change = { id?: string; session?: string | undefined; from?: string; to?: string; reason?: string };
const ask = ({ from = '08:30', to = '12:00', ...change }: Change, person = people.developer) =>
  stage.ask(person, `POST ${path()}/corrections`, {
    session,
    reason: 'Forgot to clock in',
    ...change,
    after: { startedAt: at(from), endedAt: at(to) },
  });
const asked = async (person = people.developer) =>
  (await stage.ask(person, `GET ${path()}/corrections`)).body.items as { id: string; sessionId: string }[];
const story = async () =>
  ((await stage.ask(people.developer, `GET ${path()}/audit`)).body.items as { action: string }[]).map(
    ({ action }) => action,
  );
const worked = async () =>
  (await readDay(stage, { organization, person: people.developer, day: DAY })).worked;

test('an answer that is lost: asked again under its id it is one request, with one line in the story', async () => {
  const id = randomUUID();
  const first = await ask({ id });
  const again = await ask({ id: id.toUpperCase() });
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.body).toEqual(first.body);
  expect(await asked()).toHaveLength(1);
  expect(await story()).toEqual(['correction.asked']);
});

test('twice at once is one request too', async () => {
  const id = randomUUID();
  const both = await Promise.all([ask({ id }), ask({ id })]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(await asked()).toHaveLength(1);
});

test('without an id each is a request of its own', async () => {
  await ask({});
  await ask({});
  expect(await asked()).toHaveLength(2);
});

test.each<[string, Change]>([
  ['other times', { from: '08:31' }],
  ['another reason', { reason: 'Another reason' }],
  ['no session', { session: undefined }],
])('the same id with %s is refused, and the first stands', async (_, change) => {
  const id = randomUUID();
  await ask({ id });
  const first = await asked();
  const other = await ask({ id, ...change });
  expect([other.status, other.body.code, other.body.field]).toEqual([422, 'event_changed', 'body.id']);
  expect(await asked()).toEqual(first);
});

test('what was decided meanwhile is told, and nothing counts twice', async () => {
  await stage.ask(people.admin, `PATCH ${path()}/settings`, { selfAppliesCorrections: true });
  const [applied, declined] = [randomUUID(), randomUUID()];
  const before = await worked();
  expect((await ask({ id: applied, from: '08:45' })).body.state).toBe('approved');
  expect((await ask({ id: applied, from: '08:45' })).body.state).toBe('approved');
  expect(await worked()).toBe(before + 15);
  const { body } = await ask({ id: declined, from: '07:00' });
  const decision = { version: 1, reason: 'As we talked about' };
  await stage.ask(people.admin, `POST ${path()}/corrections/${body.correction}/decline`, decision);
  expect((await ask({ id: declined, from: '07:00' })).body.state).toBe('declined');
  expect(await worked()).toBe(before + 15);
});

test('an id is of whoever made it: the same of another member is theirs, and tells nothing', async () => {
  const id = randomUUID();
  const own = await ask({ id });
  const other = await ask({ id, session: undefined }, people.admin);
  expect([own.status, other.status]).toEqual([200, 200]);
  expect(other.body.correction).not.toBe(own.body.correction);
  expect([await asked(), await asked(people.admin)]).toMatchObject([{ length: 1 }, { length: 1 }]);
});

test('D1: asked under the name that a joined device knows, it is about the session itself', async () => {
  const id = randomUUID();
  const first = await ask({ id, session: joined });
  expect(first.status).toBe(200);
  expect((await ask({ id, session })).body).toEqual(first.body);
  expect(await asked()).toMatchObject([{ sessionId: session }]);
  const before = await worked();
  const decision = { version: 1, reason: 'As we talked about' };
  await stage.ask(people.admin, `POST ${path()}/corrections/${first.body.correction}/approve`, decision);
  expect(await worked()).toBe(before + 30);
});
