import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
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
let admin: TestPerson;
let developer: TestPerson;
let laptop: TestDevice;
let phone: TestDevice;
/** A session of the developer from nine to noon, and the name that the phone has for it. */
let session: string;
let alias: string;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, '2026-06-11T18:00:00Z');
  ({ organization, admin, developer } = await stage.organizationWithRoles());
  laptop = await linkDevice(stage, { organization, person: developer });
  phone = await linkDevice(stage, { organization, person: developer, name: 'Phone' });
  [session, alias] = [randomUUID(), randomUUID()];
  await laptop.send([laptop.event(at('09:00'), { type: 'clock_in', sessionId: session, zone: 'UTC' })]);
  await phone.send(recordSession(phone, { from: at('10:00'), to: at('12:00'), sessionId: alias }));
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = (of = organization) => `organizations/${of.slug}/attendance`;
const ask = (person: TestPerson, named: string, of = organization) =>
  stage.ask(person, `POST ${path(of)}/corrections`, {
    session: named,
    after: { startedAt: at('07:30'), endedAt: at('12:00') },
    reason: 'Forgot to clock in',
  });
const worked = async (person = developer, of = organization) =>
  (await readDay(stage, { organization: of, person, day: DAY })).worked;

/** What a tablet recorded without a network, from eight to one, arrives and covers all of the other. */
async function recordedApart(): Promise<string> {
  const tablet = await linkDevice(stage, { organization, person: developer, name: 'Tablet' });
  const sessionId = randomUUID();
  await tablet.send(recordSession(tablet, { from: at('08:00'), to: at('13:00'), sessionId }));
  expect(await worked()).toBe(300);
  return sessionId;
}

test('D4: a name of a session that another has covered since means that other, or nothing any more', async () => {
  const covering = await recordedApart();
  const { rows } = await stage.registry.pool.query(
    'SELECT id, state, void_reason AS "voidReason", aliases FROM work_session WHERE user_id = $1 ORDER BY started_at',
    [developer.userId],
  );
  expect(rows).toEqual([
    { id: covering, state: 'closed', voidReason: null, aliases: [session] },
    { id: alias, state: 'voided', voidReason: 'superseded', aliases: [] },
  ]);
  const refused = await ask(developer, alias);
  expect([refused.status, refused.body.field]).toEqual([409, 'body.session']);
  const asked = await ask(developer, session);
  expect(asked.status).toBe(200);
  const { body } = await stage.ask(developer, `GET ${path()}/corrections`);
  expect(body.items).toMatchObject([{ sessionId: covering, before: { startedAt: at('08:00') } }]);
});

test('K-05: what was asked of a session that is covered meanwhile is decided by nobody, and changes nothing', async () => {
  const asked = await ask(developer, alias);
  await recordedApart();
  const approve = `POST ${path()}/corrections/${asked.body.correction}/approve` as const;
  const refused = await stage.ask(admin, approve, { version: 1 });
  expect([refused.status, refused.body.field]).toEqual([409, 'body.version']);
  expect(await worked()).toBe(300);
});

test('D2: a later word by a name that is covered moves no minute of the session that covers it', async () => {
  await recordedApart();
  const endedAt = Date.parse(at('11:00'));
  const out = (sessionId: string) =>
    phone.event(at('12:30'), { type: 'clock_out', sessionId, endedAt, reason: 'earlier' });
  expect((await phone.send([out(alias), out(session)])).status).toBe(200);
  expect(await worked()).toBe(300);
});

/** Everything that a device can say about a session and a pause of others. */
function sayAbout(device: TestDevice, sessionId: string) {
  const pauseId = randomUUID();
  const [startedAt, endedAt] = [Date.parse(at('10:00')), Date.parse(at('11:00'))];
  return [
    device.event(at('10:30'), { type: 'break_start', sessionId, pauseId }),
    device.event(at('10:40'), { type: 'break_end', sessionId, pauseId }),
    device.event(at('11:00'), { type: 'pause_found', sessionId, pauseId, kind: 'idle', startedAt, endedAt }),
    device.event(at('11:10'), { type: 'pause_decided', sessionId, pauseId, decision: 'excluded' }),
    device.event(at('11:20'), { type: 'clock_out', sessionId, endedAt, reason: 'member' }),
    device.event(at('11:20'), { type: 'clock_out_undone', sessionId }),
    device.event(at('11:30'), { type: 'end_confirmed', sessionId }),
    device.event(at('11:30'), { type: 'end_restored', sessionId }),
  ];
}

test('a colleague who names a session of another by either name says nothing of it, and begins one of their own', async () => {
  const colleague = await stage.registry.person();
  await stage.registry.member(organization, colleague, 'developer');
  const theirs = await linkDevice(stage, { organization, person: colleague });
  for (const name of [session, alias]) {
    const answer = await theirs.send(sayAbout(theirs, name));
    expect(outcomes(answer)).toEqual(Array(8).fill('rejected unknown_session'));
    expect([name, (await ask(colleague, name)).status]).toEqual([name, 404]);
  }
  expect(await worked(colleague)).toBe(0);
  const own = recordSession(theirs, { from: at('12:00'), to: at('14:00'), sessionId: session });
  const answer = await theirs.send(own);
  expect(answer.body.results).toMatchObject(
    Array.from({ length: 2 }, () => ({ result: 'applied', joinedSessionId: null })),
  );
  expect([await worked(colleague), await worked()]).toEqual([120, 180]);
});

test('an event of another is not theirs to repeat or to overwrite, and nothing is told of it', async () => {
  const colleague = await stage.registry.person();
  await stage.registry.member(organization, colleague, 'developer');
  const theirs = await linkDevice(stage, { organization, person: colleague });
  const [first] = recordSession(laptop, { from: at('14:00'), to: at('15:00') });
  if (first === undefined) throw new Error('no event');
  await laptop.send([{ ...first, seq: 2 }]);
  const stolen = { ...first, seq: 1 };
  const changed = { ...stolen, occurredAt: Date.parse(at('16:00')) };
  const answers = [await theirs.send([stolen]), await theirs.send([changed])];
  expect(answers.map(({ status }) => status)).toEqual([422, 422]);
  const [one, other] = answers.map(({ body: { requestId: _, ...said } }) => said);
  expect(one).toEqual(other);
});

test('a person of two organizations finds the sessions of one by no name in the other', async () => {
  const other = await stage.organizationWithRoles();
  await stage.registry.member(other.organization, developer, 'developer');
  const elsewhere = new TestDevice(stage, {
    organization: other.organization,
    person: developer,
    id: laptop.id,
  });
  for (const name of [session, alias]) {
    expect((await ask(developer, name, other.organization)).status).toBe(404);
    expect(outcomes(await elsewhere.send(sayAbout(elsewhere, name)))).toEqual(
      Array(8).fill('rejected unknown_session'),
    );
  }
  expect(await worked(developer, other.organization)).toBe(0);
  expect(await worked()).toBe(180);
});
