import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { inOrganization } from '../tenant.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readDayRecords, readDayRecordsAlone } from './day-records.ts';
import { readHolidays, readLeave, saveLeave } from './leave.ts';
import { insertLock, readStandingLocks } from './locks.ts';
import { readSummaries } from './summaries.ts';
import { readTargetRows, saveTarget } from './targets.ts';

const NOW = Date.parse('2026-06-20T12:00:00Z');
const RANGE = { from: '2026-06-01', to: '2026-06-30' };
const WEEK = [480, 480, 480, 480, 360, 0, 0];

let database: TestDatabase;
let app: Database;
const [one, other] = [randomUUID(), randomUUID()];
const [ann, bob, by] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ url: database.appUrl, applicationName: 'test' });
  const owner = openDatabase({ url: database.ownerUrl, applicationName: 'test' });
  await owner.pool.query(
    `INSERT INTO organization (id, slug, name, time_zone, holidays)
     VALUES ($1, 'one', 'one', 'Europe/Athens', '{2026-06-01}'), ($2, 'other', 'other', 'UTC', '{2026-06-02}')`,
    [one, other],
  );
  await owner.pool.query(
    `INSERT INTO attendance_summary (organization_id, user_id, day, zone, worked_ms, break_ms, unresolved_ms, excluded_ms, first_in,
       last_out, sessions, auto_closed, corrected, status, tzdata, computed_at)
     SELECT o, u, d, 'Europe/Athens', 27000000 + n, 1, 2, 3, d + interval '8 hours 1.123 seconds',
       CASE WHEN n = 1 THEN NULL ELSE d + interval '16 hours' END, 4, 5, 6, 'final', 'x', now()
     FROM unnest($1::uuid[]) AS o, unnest($2::uuid[]) AS u, generate_series(1, 3) AS n, LATERAL (SELECT date '2026-07-02' - 20 * n) AS a (d)`,
    [
      [one, other],
      [ann, bob],
    ],
  );
  await owner.close();
  for (const id of [one, other]) await fill(id);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

function fill(id: string): Promise<void> {
  return inOrganization(app, id, async (tenant) => {
    await saveLeave(tenant, { userId: bob, day: '2026-06-03', kind: 'sick', portion: 'half', by, now: NOW });
    for (const [userId, effectiveFrom] of [
      [null, '2026-05-01'],
      [null, '2026-01-01'],
      [ann, '2026-06-10'],
    ] as const)
      await saveTarget(tenant, { userId, effectiveFrom, minutes: WEEK, by, now: NOW });
    for (const through of ['2026-05-31', '2026-04-30'])
      await insertLock(tenant, { userId: ann, through, before: NOW, by, now: NOW });
  });
}

test('one statement reads what the verbs of each table read, of these people and this organization alone', async () => {
  const userIds = [bob, ann, by];
  const asked = { userIds, ...RANGE };
  const expected = await inOrganization(app, one, async (tenant) => ({
    summaries: await readSummaries(tenant, asked),
    leave: await readLeave(tenant, asked),
    targets: await readTargetRows(tenant, userIds),
    locks: await readStandingLocks(tenant, userIds),
    holidays: await readHolidays(tenant),
  }));
  const of = <T extends { userId: string | null }>(rows: T[], id: string | null) =>
    rows.filter(({ userId }) => userId === id);
  const records = await inOrganization(app, one, (tenant) => readDayRecords(tenant, asked));
  expect(records).toEqual({
    zone: 'Europe/Athens',
    holidays: expected.holidays,
    targets: of(expected.targets, null),
    members: userIds.map((userId) => ({
      userId,
      summaries: of(expected.summaries, userId),
      leave: of(expected.leave, userId).map(({ day, kind, portion }) => ({ day, kind, portion })),
      targets: of(expected.targets, userId),
      lockedThrough: expected.locks.get(userId)?.through ?? null,
      openSince: null,
    })),
  });
  expect(records.members.map(({ summaries }) => summaries.length)).toEqual([1, 1, 0]);
  expect(await readDayRecordsAlone(app, one, asked)).toEqual(records);
});

test('nobody asked for has no records', async () => {
  const { members } = await readDayRecordsAlone(app, one, { userIds: [], ...RANGE });
  expect(members).toEqual([]);
});
