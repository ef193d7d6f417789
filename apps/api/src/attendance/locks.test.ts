import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  linkDevice,
  organizationWithManager,
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

type People = Record<'owner' | 'admin' | 'manager' | 'developer', TestPerson>;
let stage: OrganizationStage;
let organization: TestOrganization;
let people: People;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, '2026-06-12T10:00:00Z');
  ({ organization, ...people } = await organizationWithManager(stage));
  laptop = await linkDevice(stage, { organization, person: people.developer });
  await laptop.send(recordSession(laptop, { from: at('09:00'), to: at('12:00') }));
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
const lock = (person: TestPerson, through = DAY) => stage.ask(person, `POST ${path()}/locks`, { through });
const unlock = (person: TestPerson, through: string | null = null) =>
  stage.ask(person, `POST ${path()}/members/${people.developer.userId}/unlock`, {
    through,
    reason: 'Payroll was wrong',
  });
const today = async () => {
  const { body } = await stage.ask(people.developer, `GET ${path()}/days?from=${DAY}&to=${DAY}`);
  return (body.days as { status: string; workedMs: number }[])[0];
};

test('nothing of a locked day changes: events and requests are held or refused, leave as well', async () => {
  expect((await lock(people.manager)).body).toEqual({ locked: 1 });
  expect(await today()).toMatchObject({ status: 'locked', workedMs: 10_800_000 });
  const late = await laptop.send(recordSession(laptop, { from: at('14:00'), to: at('15:00') }));
  expect(outcomes(late)).toEqual(['held locked_period', 'held locked_period']);
  const asked = await stage.ask(people.developer, `POST ${path()}/corrections`, {
    after: { startedAt: at('14:00'), endedAt: at('15:00') },
    reason: 'Forgot to clock in',
  });
  expect([asked.status, asked.body.code, asked.body.field]).toEqual([409, 'days_locked', 'body.after']);
  const leave = await stage.ask(people.developer, `PUT ${path()}/leave/${DAY}`, { kind: 'vacation' });
  expect([leave.status, leave.body.code]).toEqual([409, 'days_locked']);
  expect(await today()).toMatchObject({ status: 'locked', workedMs: 10_800_000 });
  const next = await stage.ask(people.developer, `PUT ${path()}/leave/2026-06-11`, { kind: 'vacation' });
  expect(next.status).toBe(200);
});

test('an Admin unlocks with a reason, which the member is told; held events may then be approved', async () => {
  await lock(people.admin);
  await laptop.send(recordSession(laptop, { from: at('14:00'), to: at('15:00') }));
  const { body } = await stage.ask(people.manager, `GET ${path()}/corrections-to-decide`);
  const [request] = body.items as { id: string; heldReason: string }[];
  expect(request?.heldReason).toBe('locked_period');
  const approve = () =>
    stage.ask(people.manager, `POST ${path()}/corrections/${request?.id}/approve`, { version: 1 });
  expect(await approve()).toMatchObject({ status: 409, body: { code: 'days_locked' } });
  expect((await unlock(people.manager)).status).toBe(403);
  expect((await unlock(people.admin)).status).toBe(200);
  expect((await unlock(people.admin)).status).toBe(409);
  expect((await approve()).status).toBe(200);
  expect(await readDay(stage, { organization, person: people.developer, day: DAY })).toMatchObject({
    worked: 240,
  });
  expect(await today()).toMatchObject({ status: 'final' });
  const audit = await stage.ask(people.developer, `GET ${path()}/audit`);
  expect(audit.body.items).toContainEqual(
    expect.objectContaining({ action: 'days.unlocked', reason: 'Payroll was wrong', actor: 'Ada Admin' }),
  );
});

test('an unlocking may keep what is before a day locked', async () => {
  await lock(people.admin, '2026-06-11');
  expect((await unlock(people.admin, DAY)).status).toBe(200);
  const { body } = await stage.ask(people.admin, `GET ${path()}/locks`);
  expect(body.items).toContainEqual(
    expect.objectContaining({
      member: { userId: people.developer.userId, name: 'Dana Developer' },
      lockedThrough: DAY,
    }),
  );
  expect(await today()).toMatchObject({ status: 'locked' });
});

test('nothing is locked while something is unsettled, and the list says what', async () => {
  const [sessionId, pauseId] = [randomUUID(), randomUUID()];
  await laptop.send([
    laptop.event(at('13:00'), { type: 'clock_in', sessionId, zone: 'UTC' }),
    laptop.event(at('15:00'), {
      type: 'pause_found',
      sessionId,
      pauseId,
      kind: 'idle',
      startedAt: Date.parse(at('14:00')),
      endedAt: Date.parse(at('14:25')),
    }),
    laptop.event(at('16:00'), {
      type: 'clock_out',
      sessionId,
      endedAt: Date.parse(at('16:00')),
      reason: 'member',
    }),
  ]);
  const refused = await lock(people.manager);
  expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
  expect(refused.body.detail).toContain('Dana Developer');
  const { body } = await stage.ask(people.manager, `GET ${path()}/locks?through=${DAY}`);
  expect(body.unsettled).toMatchObject([
    { unresolvedPauses: 1, undecidedCorrections: 0, sessionsToReview: 0, openSessions: 0 },
  ]);
  await laptop.send([
    laptop.event(at('17:00'), { type: 'pause_decided', sessionId, pauseId, decision: 'excluded' }),
  ]);
  expect((await lock(people.manager)).status).toBe(200);
  expect(await today()).toMatchObject({ workedMs: (180 + 155) * 60_000 });
});

test('managers lock unless the organization forbids it, and never a day that is not over', async () => {
  expect((await lock(people.manager, '2026-06-12')).body.code).toBe('invalid_range');
  expect((await lock(people.developer)).status).toBe(403);
  await stage.ask(people.owner, `PATCH ${path()}/settings`, { managersMayLock: false });
  expect((await lock(people.manager)).status).toBe(403);
  expect((await lock(people.admin)).status).toBe(200);
});
