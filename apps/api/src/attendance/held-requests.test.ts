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
const LATER = '2026-06-15T09:00:00Z';

let stage: OrganizationStage;
let organization: TestOrganization;
let admin: TestPerson;
let developer: TestPerson;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, '2026-06-15T10:00:00Z');
  ({ organization, admin, developer } = await stage.organizationWithRoles());
  laptop = await linkDevice(stage, { organization, person: developer });
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
const worked = async () => (await readDay(stage, { organization, person: developer, day: DAY })).worked;
const lock = () => stage.ask(admin, `POST ${path()}/locks`, { through: DAY, members: [developer.userId] });
const unlock = () =>
  stage.ask(admin, `POST ${path()}/members/${developer.userId}/unlock`, {
    through: null,
    reason: 'Payroll was wrong',
  });
const approve = async (person = admin) => {
  const { body } = await stage.ask(person, `GET ${path()}/corrections-to-decide`);
  const [request] = body.items as { id: string }[];
  return stage.ask(person, `POST ${path()}/corrections/${request?.id}/approve`, { version: 1 });
};

/** Nine to twelve, of which half an hour was found without input and counts. */
async function countedPause() {
  const [sessionId, pauseId] = [randomUUID(), randomUUID()];
  const [start, out] = recordSession(laptop, { from: at('09:00'), to: at('12:00'), sessionId });
  const [startedAt, endedAt] = [Date.parse(at('10:00')), Date.parse(at('10:30'))];
  const told = { sessionId, pauseId };
  const found = laptop.event(at('11:00'), { type: 'pause_found', ...told, kind: 'idle', startedAt, endedAt });
  const decided = laptop.event(at('11:00'), { type: 'pause_decided', ...told, decision: 'counted' });
  if (start === undefined || out === undefined) throw new Error('A session has two ends.');
  const inOrder = [start, found, decided, out].map((event, index) => ({ ...event, seq: index + 1 }));
  expect(outcomes(await laptop.send(inOrder))).toEqual(Array(4).fill('applied'));
  return told;
}

test('K2: a later word on a pause of a locked day is not approved before the day is open, and then stays', async () => {
  const told = await countedPause();
  await lock();
  const excluded = laptop.event(LATER, { type: 'pause_decided', ...told, decision: 'excluded' });
  expect(outcomes(await laptop.send([excluded]))).toEqual(['held locked_period']);
  const refused = await approve();
  expect([refused.status, refused.body.code]).toEqual([409, 'days_locked']);
  await unlock();
  expect(await worked()).toBe(180);
  expect((await approve()).status).toBe(200);
  expect(await worked()).toBe(150);
  await laptop.send(recordSession(laptop, { from: at('14:00'), to: at('15:00') }));
  expect(await worked()).toBe(210);
});

test('K2: nor is a clock-out of a locked day restored, also where the wish comes days later', async () => {
  const phone = await linkDevice(stage, { organization, person: developer, name: 'Phone' });
  const sessionId = randomUUID();
  const out = (device: TestDevice, time: string) =>
    device.event(at(time), { type: 'clock_out', sessionId, endedAt: Date.parse(at(time)), reason: 'member' });
  await laptop.send([laptop.event(at('09:00'), { type: 'clock_in', sessionId, zone: 'UTC' })]);
  await phone.send([out(phone, '13:00')]);
  await laptop.send([out(laptop, '12:00')]);
  await laptop.send([laptop.event(at('13:30'), { type: 'end_confirmed', sessionId })]);
  expect((await lock()).status).toBe(200);
  const restored = laptop.event(LATER, { type: 'end_restored', sessionId });
  expect(outcomes(await laptop.send([restored]))).toEqual(['held locked_period']);
  expect((await approve()).status).toBe(409);
  await unlock();
  expect(await worked()).toBe(180);
  expect((await approve()).status).toBe(200);
  expect(await worked()).toBe(240);
  await laptop.send(recordSession(laptop, { from: at('14:00'), to: at('15:00') }));
  expect(await worked()).toBe(300);
});

test('C3: what was said about an old pause and sent weeks later stays approved when its day is counted anew', async () => {
  const told = await countedPause();
  setClock(stage, '2026-07-20T10:00:00Z');
  Object.assign(developer, await stage.registry.session(developer.userId));
  const other = await stage.registry.person();
  await stage.registry.member(organization, other, 'admin');
  const excluded = laptop.event(LATER, { type: 'pause_decided', ...told, decision: 'excluded' });
  expect(outcomes(await laptop.send([excluded]))).toEqual(['held too_old']);
  expect((await approve(other)).status).toBe(200);
  expect(await worked()).toBe(150);
  const asked = await stage.ask(developer, `POST ${path()}/corrections`, {
    after: { startedAt: at('14:00'), endedAt: at('15:00') },
    reason: 'Forgot to clock in',
  });
  expect(asked.status).toBe(200);
  expect((await approve(other)).status).toBe(200);
  expect(await worked()).toBe(210);
});

test('L-02, K2: a clock-out that comes after its day was locked waits where the end was assumed', async () => {
  const sessionId = randomUUID();
  await laptop.send([laptop.event(at('18:00'), { type: 'clock_in', sessionId, zone: 'UTC' })]);
  await laptop.send([laptop.event(LATER, { type: 'end_confirmed', sessionId })]);
  expect((await lock()).status).toBe(200);
  const next = '2026-06-11T03:00:00Z';
  const endedAt = Date.parse(next);
  const out = laptop.event(next, { type: 'clock_out', sessionId, endedAt, reason: 'member' });
  expect(outcomes(await laptop.send([out]))).toEqual(['held locked_period']);
  expect((await approve()).status).toBe(409);
  await unlock();
  expect(Math.floor(await worked())).toBe(0);
  expect((await approve()).status).toBe(200);
  expect(await worked()).toBe(360);
});
