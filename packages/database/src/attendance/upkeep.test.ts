import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { AttendanceAction, AttendanceEvent } from '@devpulse/domain/attendance/events';
import { DEFAULT_ATTENDANCE_RULES } from '@devpulse/domain/attendance/rules';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { unlinkPerson } from '../organization/own-record.ts';
import { inOrganization } from '../tenant.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { savePolicy } from './rules.ts';
import { newEvents } from './session-events.ts';
import { keptStream, lockMemberTime } from './streams.ts';
import { keepTime } from './time-keeping.ts';
import {
  closeOverdueSessions,
  expireAttendance,
  hasStaleSummaries,
  recomputeStaleSummaries,
} from './upkeep.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);

let database: TestDatabase;
let app: Database;
let owner: Database;
let organizationId: string;
let userId: string;
let deviceId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ url: database.appUrl, applicationName: 'test' });
  owner = openDatabase({ url: database.ownerUrl, applicationName: 'test' });
});
afterAll(async () => {
  await Promise.all([app.close(), owner.close()]);
  await database.drop();
});
beforeEach(async () => {
  [organizationId, userId, deviceId] = [randomUUID(), randomUUID(), randomUUID()];
  await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [
    organizationId,
    organizationId.slice(0, 8),
  ]);
  await owner.pool.query('INSERT INTO "user" (id, email, name) VALUES ($1, $2, $2)', [
    userId,
    `${userId}@example.com`,
  ]);
});

let seq = 0;
async function tell(when: string, action: AttendanceAction): Promise<void> {
  seq += 1;
  const now = at(when);
  const sent = {
    eventId: randomUUIDv7(),
    seq,
    occurredAt: now,
    offsetMs: 0,
    bootId: randomUUID(),
    monoMs: 0,
    action,
  };
  const event: AttendanceEvent = { ...sent, deviceId, receivedAt: now };
  await inOrganization(app, organizationId, async (tenant) => {
    await lockMemberTime(tenant, userId);
    await tenant.query(keptStream({ userId, deviceId, kind: 'desktop', lastSeq: seq, heardAt: now }));
    const touched = { from: now, to: now };
    const { results } = await keepTime(tenant, {
      userId,
      touched,
      names: [],
      fresh: [event],
      now,
    });
    const result = results.get(sent.eventId);
    if (result === undefined) throw new Error('no result');
    const told = [{ sent, canonicalAt: now, result }];
    await tenant.query(newEvents({ userId, deviceId, receivedAt: now, events: told }));
  });
}

const rowsOf = async (table: string) =>
  (await owner.pool.query(`SELECT * FROM ${table} WHERE organization_id = $1`, [organizationId])).rows;

test('L-01, M2: a session that nobody ended is closed at its last evidence, once its longest time is over', async () => {
  const sessionId = randomUUID();
  await tell('2026-06-10T09:00:00Z', { type: 'clock_in', sessionId, zone: 'UTC' });
  await tell('2026-06-10T17:30:00Z', { type: 'break_start', sessionId, pauseId: randomUUID() });
  const early = { organizationId, now: at('2026-06-10T22:59:00Z') };
  expect(await closeOverdueSessions(app, early)).toBe(0);
  expect(await closeOverdueSessions(app, { organizationId, now: at('2026-06-10T23:30:00Z') })).toBe(1);
  const [session] = await rowsOf('work_session');
  expect(session).toMatchObject({ state: 'auto_closed', end_reason: 'server_expired', is_provisional: true });
  expect(new Date(session?.ended_at).toISOString()).toBe('2026-06-10T17:30:00.000Z');
  expect(await rowsOf('attendance_audit')).toMatchObject([
    { action: 'session.end_assumed', actor_user_id: null },
  ]);
  expect(await closeOverdueSessions(app, { organizationId, now: at('2026-06-10T23:40:00Z') })).toBe(0);
});

test.each([
  { from: 8, to: 24, early: '16:59', late: '17:00' },
  { from: 24, to: 8, early: '20:00', late: '2026-06-11T09:00:00Z' },
  { from: null, to: 8, early: '22:59', late: '23:00' },
])('M2: the longest time is that of when it began: $from h, though $to h by now', async (of) => {
  const decide = (when: string, hours: number) =>
    inOrganization(app, organizationId, (tenant) => {
      const policy = { ...DEFAULT_ATTENDANCE_RULES, maximumOpenMinutes: hours * 60, retentionMonths: 24 };
      return savePolicy(tenant, { policy, by: userId, now: at(when) });
    });
  if (of.from !== null) await decide('2026-06-01T00:00:00Z', of.from);
  await tell('2026-06-10T09:00:00Z', { type: 'clock_in', sessionId: randomUUID(), zone: 'UTC' });
  await decide('2026-06-10T10:00:00Z', of.to);
  const close = (time: string) => {
    const now = at(time.includes('T') ? time : `2026-06-10T${time}:00Z`);
    return closeOverdueSessions(app, { organizationId, now });
  };
  expect([await close(of.early), await close(of.late), await close(of.late)]).toEqual([0, 1, 0]);
});

test('L-02: a clock-out that arrives later replaces the assumed end', async () => {
  const sessionId = randomUUID();
  await tell('2026-06-10T09:00:00Z', { type: 'clock_in', sessionId, zone: 'UTC' });
  await closeOverdueSessions(app, { organizationId, now: at('2026-06-11T00:30:00Z') });
  await tell('2026-06-11T08:00:00Z', {
    type: 'clock_out',
    sessionId,
    endedAt: at('2026-06-10T20:15:00Z'),
    reason: 'earlier',
  });
  const [session] = await rowsOf('work_session');
  expect(session).toMatchObject({ state: 'closed', is_provisional: false, review_reason: null });
  expect((await rowsOf('attendance_summary'))[0]).toMatchObject({ worked_ms: String(11.25 * HOUR) });
});

test('day sheets that are over become final at night, and are computed again with other zone data', async () => {
  const sessionId = randomUUID();
  await tell('2026-06-10T09:00:00Z', { type: 'clock_in', sessionId, zone: 'UTC' });
  const out = {
    type: 'clock_out',
    sessionId,
    endedAt: at('2026-06-10T10:00:00Z'),
    reason: 'member',
  } as const;
  await tell('2026-06-10T10:00:00Z', out);
  expect(await rowsOf('attendance_summary')).toMatchObject([{ status: 'open' }]);
  const due = { today: '2026-06-11', since: at('2026-06-11T02:00:00Z') };
  const now = at('2026-06-11T02:01:00Z');
  const isStale = () => inOrganization(app, organizationId, (tenant) => hasStaleSummaries(tenant, due));
  expect(await isStale()).toBe(true);
  expect(await recomputeStaleSummaries(app, { organizationId, ...due, now })).toBe(1);
  expect(await rowsOf('attendance_summary')).toMatchObject([{ status: 'final', worked_ms: String(HOUR) }]);
  expect(await isStale()).toBe(false);
  await owner.pool.query(
    `UPDATE attendance_summary SET tzdata = '1970a', computed_at = computed_at - interval '1 day' WHERE organization_id = $1`,
    [organizationId],
  );
  expect(await isStale()).toBe(true);
  await owner.pool.query(`UPDATE attendance_summary SET status = 'locked' WHERE organization_id = $1`, [
    organizationId,
  ]);
  expect(await isStale()).toBe(false);
});

test('time past the retention goes, in batches; what is younger stays, and so does everything of others', async () => {
  const old = new Date(Date.now() - 900 * DAY).toISOString();
  const young = new Date(Date.now() - 30 * DAY).toISOString();
  for (const when of [old, young]) {
    const sessionId = randomUUID();
    await tell(when, { type: 'clock_in', sessionId, zone: 'UTC' });
    const endedAt = Date.parse(when) + HOUR;
    await tell(new Date(endedAt).toISOString(), { type: 'clock_out', sessionId, endedAt, reason: 'member' });
  }
  expect(await expireAttendance(app, { organizationId: randomUUID(), most: 100 })).toBe(0);
  expect(await expireAttendance(app, { organizationId, most: 1 })).toBe(3);
  expect(await expireAttendance(app, { organizationId, most: 100 })).toBe(1);
  expect(await rowsOf('session_event')).toHaveLength(2);
  expect(await rowsOf('work_session')).toHaveLength(1);
  expect(await rowsOf('attendance_summary')).toHaveLength(1);
});

test('with a person their time goes; the story of others’ time stays, of nobody', async () => {
  await tell('2026-06-10T09:00:00Z', { type: 'clock_in', sessionId: randomUUID(), zone: 'UTC' });
  const other = randomUUID();
  await owner.pool.query(
    `INSERT INTO attendance_audit (organization_id, actor_user_id, subject_user_id, action, reason, at)
     VALUES ($1, $2, $3, 'correction.approved', 'As we talked about', now())`,
    [organizationId, userId, other],
  );
  await inOrganization(app, organizationId, (tenant) => unlinkPerson(tenant, userId), { identity: true });
  for (const table of [
    'session_event',
    'work_session',
    'attendance_summary',
    'member_zone',
    'attendance_device',
  ])
    expect([table, await rowsOf(table)]).toEqual([table, []]);
  expect(await rowsOf('attendance_audit')).toMatchObject([
    { actor_user_id: null, subject_user_id: other, reason: 'As we talked about' },
  ]);
});
