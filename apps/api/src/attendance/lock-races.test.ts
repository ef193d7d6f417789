import { setTimeout as sleep } from 'node:timers/promises';
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
const SECOND = 1_000;

let stage: OrganizationStage;
let organization: TestOrganization;
let admin: TestPerson;
/** Two members, the first of whom is locked first. */
let first: TestPerson;
let second: TestPerson;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  setClock(stage, '2026-06-12T10:00:00Z');
  const { manager, developer, ...others } = await stage.organizationWithRoles();
  ({ organization, admin } = others);
  [first, second] = manager.userId < developer.userId ? [manager, developer] : [developer, manager];
  laptop = await linkDevice(stage, { organization, person: second });
  await laptop.send(recordSession(laptop, { from: at('09:00'), to: at('12:00') }));
});
afterEach(() => {
  expect(stage.api.reported).toEqual([]);
});

const path = () => `organizations/${organization.slug}/attendance`;
const worked = async () => (await readDay(stage, { organization, person: second, day: DAY })).worked;
/** The hours at which the sessions begin that count, whatever a locked day shows. */
async function countedSessions(): Promise<number[]> {
  const { rows } = await stage.registry.pool.query<{ at: string }>(
    `SELECT started_at AS at FROM work_session WHERE user_id = $1 AND state <> 'voided' ORDER BY started_at`,
    [second.userId],
  );
  return rows.map((row) => new Date(row.at).getUTCHours());
}
const lock = () =>
  stage.ask(admin, `POST ${path()}/locks`, { through: DAY, members: [first.userId, second.userId] });
const unlock = () =>
  stage.ask(admin, `POST ${path()}/members/${second.userId}/unlock`, {
    through: null,
    reason: 'Payroll was wrong',
  });
const sendHour = () => laptop.send(recordSession(laptop, { from: at('14:00'), to: at('15:00') }));

/** Something new, with which the hours of the day before are counted anew. */
async function sendNext(): Promise<void> {
  const next = { from: '2026-06-11T09:00:00Z', to: '2026-06-11T10:00:00Z' };
  expect(outcomes(await laptop.send(recordSession(laptop, next)))).toEqual(['applied', 'applied']);
}

/** Runs `work` while another connection holds a member's time. */
async function whileHeld<T>(person: TestPerson, work: () => Promise<T>): Promise<T> {
  const holder = await stage.registry.pool.connect();
  try {
    await holder.query('BEGIN');
    const name = `attendance:${organization.id}:${person.userId}`;
    await holder.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
    return await work();
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
}

/** Who waits gets what it waits for in the order of asking. */
async function untilWaiting(count: number): Promise<void> {
  const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await stage.registry.pool.query<{ n: number }>(waiting);
    if (rows[0]?.n === count) return;
    await sleep(10);
  }
  throw new Error(`There were never ${count} that wait.`);
}

test('K2: an upload that came before a lock and waited behind it is held like any after it', async () => {
  const [locking, sending] = await whileHeld(second, async () => {
    const locking = lock();
    await untilWaiting(1);
    const sending = sendHour();
    await untilWaiting(2);
    stage.clock.ahead += 60 * SECOND;
    return [locking, sending] as const;
  });
  expect((await locking).body).toEqual({ locked: 2 });
  expect(outcomes(await sending)).toEqual(['held locked_period', 'held locked_period']);
  expect(await worked()).toBe(180);
});

test('K2: an upload that a lock waited behind counts, also when its hours are counted anew', async () => {
  const locking = await whileHeld(first, async () => {
    const locking = lock();
    await untilWaiting(1);
    stage.clock.ahead += 60 * SECOND;
    expect(outcomes(await sendHour())).toEqual(['applied', 'applied']);
    return [locking] as const;
  });
  expect((await locking[0]).body).toEqual({ locked: 2 });
  await sendNext();
  expect(await countedSessions()).toEqual([9, 14, 9]);
  expect(await worked()).toBe(240);
});

test('K2: an upload that came before an unlocking and waited behind it counts', async () => {
  expect((await lock()).body).toEqual({ locked: 2 });
  const [unlocking, sending] = await whileHeld(second, async () => {
    const unlocking = unlock();
    await untilWaiting(1);
    const sending = sendHour();
    await untilWaiting(2);
    stage.clock.ahead += 60 * SECOND;
    return [unlocking, sending] as const;
  });
  expect((await unlocking).status).toBe(200);
  expect(outcomes(await sending)).toEqual(['applied', 'applied']);
  expect(await worked()).toBe(240);
});
