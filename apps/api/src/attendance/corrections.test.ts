import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  linkDevice,
  readDay,
  recordSession,
  setClock,
  type WireEvent,
} from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

const DAY = '2026-06-10';
const at = (time: string) => `${DAY}T${time}:00Z`;
const reason = 'Forgot to clock in';

type People = Record<'owner' | 'admin' | 'manager' | 'developer', TestPerson>;
let stage: OrganizationStage;
let organization: TestOrganization;
let people: People;
let session: string;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, at('18:00'));
  ({ organization, ...people } = await stage.organizationWithRoles());
  await putInManagedTeam(people.developer);
  const laptop = await linkDevice(stage, { organization, person: people.developer });
  const batch = recordSession(laptop, { from: at('09:00'), to: at('12:00') });
  await laptop.send(batch);
  session = batch[0]?.action.type === 'clock_in' ? batch[0].action.sessionId : '';
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

async function putInManagedTeam(person: TestPerson): Promise<void> {
  const team = await stage.registry.team(organization);
  const contributor = await stage.registry.contributor(organization, { userId: person.userId });
  await stage.registry.putInTeam(organization, team, contributor);
  await stage.registry.manages(organization, team, people.manager);
}

const path = () => `organizations/${organization.slug}/attendance`;
const worked = async () =>
  (await readDay(stage, { organization, person: people.developer, day: DAY })).worked;
const ask = (
  person: TestPerson,
  after: { from: string; to: string } | null,
  change: { session?: string } = { session },
) =>
  stage.ask(person, `POST ${path()}/corrections`, {
    ...change,
    after: after && { startedAt: at(after.from), endedAt: at(after.to) },
    reason,
  });
const decide = (person: TestPerson, id: unknown, what: 'approve' | 'decline', version = 1) =>
  stage.ask(person, `POST ${path()}/corrections/${id}/${what}`, { version, reason: 'As we talked about' });
const toDecide = async (person: TestPerson) =>
  (await stage.ask(person, `GET ${path()}/corrections-to-decide`)).body.items as { id: string }[];

test('K-01: what a member asks for changes nothing until it is approved; the story has both', async () => {
  const asked = await ask(people.developer, { from: '08:30', to: '12:00' });
  expect([asked.status, asked.body.state]).toEqual([200, 'pending']);
  expect(await worked()).toBe(180);
  const items = await toDecide(people.manager);
  expect(items).toMatchObject([{ id: asked.body.correction, canDecide: true, reason }]);
  expect((await decide(people.manager, asked.body.correction, 'approve')).status).toBe(200);
  expect(await worked()).toBe(210);
  const { body } = await stage.ask(people.developer, `GET ${path()}/audit`);
  expect(body.items).toMatchObject([
    {
      action: 'correction.approved',
      actor: 'Mara Manager',
      before: { startedAt: at('09:00') },
      after: { startedAt: at('08:30') },
    },
    { action: 'correction.asked', actor: 'Dana Developer', reason },
  ]);
  const notices = await stage.ask(people.developer, `GET organizations/${organization.slug}/notices`);
  expect(notices.body.items).toMatchObject([{ kind: 'correction_approved', actor: 'Mara Manager' }]);
});

test('K-02: a manager decides neither about their own time nor about other teams', async () => {
  await putInManagedTeam(people.manager);
  const own = await ask(people.manager, { from: '08:00', to: '09:00' }, {});
  const others = await ask(people.admin, { from: '08:00', to: '09:00' }, {});
  expect((await decide(people.manager, own.body.correction, 'approve')).status).toBe(403);
  expect((await decide(people.manager, others.body.correction, 'approve')).status).toBe(404);
  expect((await decide(people.admin, others.body.correction, 'approve')).status).toBe(403);
  expect((await decide(people.developer, own.body.correction, 'approve')).status).toBe(403);
  expect((await decide(people.admin, own.body.correction, 'approve')).status).toBe(200);
});

test('the Owner, whom nobody is above, approves their own, and the story says so', async () => {
  const own = await ask(people.owner, { from: '08:00', to: '09:00' }, {});
  expect((await decide(people.owner, own.body.correction, 'approve')).status).toBe(200);
  const { body } = await stage.ask(people.owner, `GET ${path()}/audit`);
  expect((body.items as { action: string }[])[0]?.action).toBe('correction.self_approved');
});

test('the story is of all within reach, or of one’s own time alone', async () => {
  for (const person of [people.developer, people.owner])
    await ask(person, { from: '06:00', to: '07:00' }, {});
  const members = async (person: TestPerson, query = '') => {
    const { body } = await stage.ask(person, `GET ${path()}/audit${query}`);
    return [...new Set((body.items as { member: string }[]).map(({ member }) => member))];
  };
  const mine = await members(people.owner, '?whose=mine');
  expect([mine.length, mine.includes('Dana Developer')]).toEqual([1, false]);
  expect(await members(people.owner)).toEqual(expect.arrayContaining([...mine, 'Dana Developer']));
  expect(await members(people.developer)).toEqual(['Dana Developer']);
  expect(await members(people.developer, '?whose=mine')).toEqual(['Dana Developer']);
});

test('K-03: what overlaps another session is refused with its times, which only its owner is told', async () => {
  const asked = await ask(people.developer, { from: '11:00', to: '13:00' }, {});
  expect(asked).toMatchObject({ status: 409, body: { code: 'sessions_overlap', field: 'body.after' } });
  expect(asked.body.overlapped).toEqual({ startedAt: at('09:00'), endedAt: at('12:00') });
  expect(asked.body.detail).toContain(at('09:00').replace(':00Z', ''));
  const free = await ask(people.developer, { from: '13:00', to: '14:00' }, {});
  const over = await ask(people.developer, { from: '13:30', to: '15:00' }, {});
  expect([free.status, over.status]).toEqual([200, 200]);
  await decide(people.manager, free.body.correction, 'approve');
  const late = await decide(people.manager, over.body.correction, 'approve');
  expect(late).toMatchObject({ status: 409, body: { code: 'sessions_overlap' } });
  expect(JSON.stringify(late.body)).not.toContain('13:00');
  expect(late.body).not.toHaveProperty('overlapped');
});

test('K-04: a manager finds no pauses, events or sessions of a member, unless session times are shown', async () => {
  const member = `${path()}/members/${people.developer.userId}`;
  for (const what of ['pauses', 'events', 'devices', `sessions?from=${DAY}&to=${DAY}`]) {
    expect([what, (await stage.ask(people.manager, `GET ${member}/${what}`)).status]).toEqual([what, 404]);
  }
  await stage.ask(people.admin, `PATCH ${path()}/settings`, { showsSessionTimes: true });
  const { status, body } = await stage.ask(people.manager, `GET ${member}/sessions?from=${DAY}&to=${DAY}`);
  expect([status, body.items]).toEqual([
    200,
    [{ startedAt: at('09:00'), endedAt: at('12:00'), paused: [] }].map((one) => ({
      ...one,
      startedAt: one.startedAt,
    })),
  ]);
  const notices = await stage.ask(people.developer, `GET organizations/${organization.slug}/notices`);
  expect(notices.body.items).toMatchObject([{ kind: 'session_times_shown' }]);
});

test('K-05: of two approvals at once one is applied and one is told that it was too late', async () => {
  const asked = await ask(people.developer, { from: '08:30', to: '12:00' });
  const both = await Promise.all([
    decide(people.manager, asked.body.correction, 'approve'),
    decide(people.admin, asked.body.correction, 'approve'),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await worked()).toBe(210);
});

test('a small change of late counts at once where the organization allows it, and is in the story', async () => {
  await stage.ask(people.admin, `PATCH ${path()}/settings`, { selfAppliesCorrections: true });
  const small = await ask(people.developer, { from: '08:31', to: '12:00' });
  expect(small.body.state).toBe('approved');
  expect(await worked()).toBe(209);
  const large = await ask(people.developer, { from: '08:00', to: '12:00' });
  expect(large.body.state).toBe('pending');
  const { body } = await stage.ask(people.developer, `GET ${path()}/audit`);
  expect((body.items as { action: string }[]).map(({ action }) => action)).toEqual([
    'correction.asked',
    'correction.self_applied',
  ]);
});

test('whoever decides sees the breaks that stay where a request says nothing of them', async () => {
  const laptop = await linkDevice(stage, { organization, person: people.developer });
  const sessionId = randomUUID();
  const pauseId = randomUUID();
  const [begun, ended] = recordSession(laptop, { from: at('13:00'), to: at('17:00'), sessionId });
  const pause = [
    laptop.event(at('14:00'), { type: 'break_start', sessionId, pauseId }, { seq: 2 }),
    laptop.event(at('14:30'), { type: 'break_end', sessionId, pauseId }, { seq: 3 }),
  ];
  await laptop.send(
    [begun, ...pause, { ...ended, seq: 4 }].filter((event) => event !== undefined) as WireEvent[],
  );
  const asked = await ask(people.developer, { from: '14:10', to: '17:30' }, { session: sessionId });
  expect(asked.status).toBe(200);
  const { body } = await stage.ask(people.manager, `GET ${path()}/corrections-to-decide`);
  expect(body.items).toMatchObject([
    {
      before: { breaks: [{ startedAt: at('14:00'), endedAt: at('14:30') }] },
      after: { startedAt: at('14:10'), breaks: [{ startedAt: at('14:10'), endedAt: at('14:30') }] },
    },
  ]);
});

test('whoever decides is told the zone that the times were meant in: the one of that day', async () => {
  const { developer, manager } = people;
  const choose = (zone: string) => stage.ask(developer, `PUT ${path()}/zone`, { zone });
  setClock(stage, at('07:00'));
  expect((await choose('Asia/Tokyo')).status).toBe(200);
  setClock(stage, at('18:00'));
  expect((await choose('America/Lima')).status).toBe(200);
  await ask(developer, { from: '08:30', to: '12:00' });
  expect(await toDecide(manager)).toMatchObject([{ zone: 'Asia/Tokyo' }]);
});

test('a session can be voided, a request withdrawn or declined, and none of it twice', async () => {
  const gone = await ask(people.developer, null);
  const withdraw = () =>
    stage.ask(people.developer, `POST ${path()}/corrections/${gone.body.correction}/withdraw`, {
      version: 1,
    });
  expect((await withdraw()).status).toBe(200);
  expect((await withdraw()).status).toBe(409);
  expect((await decide(people.admin, gone.body.correction, 'approve')).status).toBe(409);
  const again = await ask(people.developer, null);
  expect((await decide(people.admin, again.body.correction, 'decline')).status).toBe(200);
  expect(await worked()).toBe(180);
  const third = await ask(people.developer, null);
  await decide(people.admin, third.body.correction, 'approve');
  expect(await worked()).toBe(0);
});
