import {
  type AttendanceSummaryRow,
  daySheet,
  type SummaryStatus,
} from '@devpulse/domain/attendance/day-sheet';
import { memberDayOf } from '@devpulse/domain/attendance/day-split';
import type { DatedZone } from '@devpulse/domain/attendance/zone-points';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, dayStart, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import type { Tenant } from '../tenant.ts';
import type { NamedStatement } from '../together.ts';
import type { KnownSessions } from './fold-window.ts';
import { type KeptLock, lockedThrough, readStandingLocks } from './locks.ts';
import { type KeptSession, readSessionsOfMany } from './stored-sessions.ts';
import { readZonesOfMany, timelineOf, type ZoneStory } from './zones.ts';

/** Version of the zone data that this process computes days with. */
export const TZDATA = process.versions.tz ?? 'unknown';
const DAY_MS = 86_400_000;

export type SummaryRow = AttendanceSummaryRow & { userId: string; status: SummaryStatus };

type Computed = { rows: SummaryRow[]; lockedThrough: LocalDay | null };
type DayRange = { from: LocalDay; to: LocalDay };

/** Days of members as they would be stored now; locked ones are not among them, for these never change. */
export async function computeDays(
  tenant: Tenant,
  of: { userIds: readonly string[]; from: LocalDay; to: LocalDay; now: Instant },
): Promise<Map<string, Computed>> {
  const { userIds, from, to, now } = of;
  const [zones, locks, sessions] = await Promise.all([
    readZonesOfMany(tenant, userIds),
    readStandingLocks(tenant, userIds),
    readSessionsOfMany(tenant, { userIds, ...instantsOf({ from, to }) }),
  ]);
  return new Map(
    userIds.map((userId) => {
      const madeOf = {
        sessions: sessions.get(userId) ?? [],
        zones: zones.get(userId) ?? [],
        lockedThrough: locks.get(userId)?.through ?? null,
      };
      return [userId, daysOf(userId, madeOf, { from, to, now })];
    }),
  );
}

/** Everything that can be part of one of these days lies between. */
function instantsOf({ from, to }: DayRange): { from: Instant; to: Instant } {
  return { from: dayStart(from, 'UTC') - DAY_MS, to: dayStart(to, 'UTC') + 2 * DAY_MS };
}

function daysOf(
  userId: string,
  madeOf: { sessions: readonly KeptSession[]; zones: readonly DatedZone[]; lockedThrough: LocalDay | null },
  { from, to, now }: DayRange & { now: Instant },
): Computed {
  const { sessions, zones, lockedThrough } = madeOf;
  const today = memberDayOf(now, zones);
  const rows = daySheet({ sessions, pauses: sessions.flatMap(({ pauses }) => pauses), zones, now })
    .filter(({ localDate }) => localDate >= from && localDate <= to)
    .filter(({ localDate }) => lockedThrough === null || localDate > lockedThrough)
    .map((row) => ({ ...row, userId, status: statusOf(row, today) }));
  return { rows, lockedThrough };
}

/** A day is final once it is over and nothing of it waits for an answer. */
function statusOf(row: AttendanceSummaryRow, today: LocalDay): SummaryStatus {
  const isSettled = row.lastOut !== null && row.unresolvedMs === 0 && row.autoClosed === 0;
  return row.localDate < today && isSettled ? 'final' : 'open';
}

type Recomputed = { userId: string; from: Instant; to: Instant; now: Instant };

/** Whatever zones they are days of, and a day more on either side. */
const daysAround = ({ from, to }: Recomputed): DayRange => ({
  from: addDays(localDayOf(from, 'UTC'), -2),
  to: addDays(localDayOf(to, 'UTC'), 2),
});

/** Writes the day sheets that lie in a range of instants anew, but for locked days, from what is stored. */
export async function recomputeSummaries(tenant: Tenant, of: Recomputed): Promise<void> {
  const range = daysAround(of);
  const { userId, now } = of;
  const computed = (await computeDays(tenant, { userIds: [userId], ...range, now })).get(userId);
  if (computed === undefined) return;
  const writes = writesOf({ userId, range, now, mayVanish: true }, computed);
  await Promise.all(writes.map((write) => tenant.query(write)));
}

/**
 * The same writes made from what is known, where the zones are as they were, so that no day has moved; null where that is too little.
 * `mayVanish` false where time was only added, so that no day has become empty.
 */
export function summariesOf(
  of: Recomputed & { mayVanish: boolean },
  known: { around: KnownSessions; zones: ZoneStory; locks: readonly KeptLock[] },
): NamedStatement[] | null {
  const { around, locks } = known;
  const zones = timelineOf(known.zones);
  const range = { from: memberDayOf(of.from, zones), to: memberDayOf(of.to, zones) };
  if (!isWithin(instantsOf(range), around)) return null;
  const madeOf = { sessions: around.sessions, zones, lockedThrough: lockedThrough(locks) };
  return writesOf({ ...of, range }, daysOf(of.userId, madeOf, { ...range, now: of.now }));
}

function isWithin(inner: { from: Instant; to: Instant }, outer: { from: Instant; to: Instant }): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

function writesOf(
  of: { userId: string; range: DayRange; now: Instant; mayVanish: boolean },
  { rows, lockedThrough }: Computed,
): NamedStatement[] {
  const { userId, range, now, mayVanish } = of;
  const days = rows.map(({ localDate }) => localDate);
  return [
    ...(mayVanish ? [withoutOtherDays({ userId, range, lockedThrough, days })] : []),
    ...(rows.length === 0 ? [] : [newDays(userId, rows, now)]),
  ];
}

function withoutOtherDays(of: {
  userId: string;
  range: DayRange;
  lockedThrough: LocalDay | null;
  days: readonly LocalDay[];
}): NamedStatement {
  return {
    name: 'remove_summaries',
    text: `DELETE FROM attendance_summary WHERE organization_id = $1 AND user_id = $2 AND day BETWEEN $3 AND $4
      AND ($5::date IS NULL OR day > $5::date) AND NOT day = ANY ($6::date[])`,
    values: [of.userId, of.range.from, of.range.to, of.lockedThrough, of.days],
  };
}

function newDays(userId: string, rows: readonly SummaryRow[], now: Instant): NamedStatement {
  const values = rows.map((row) => ({
    day: row.localDate,
    zone: row.zone,
    status: row.status,
    break_ms: row.breakMs,
    first_in: row.firstIn,
    last_out: row.lastOut,
    sessions: row.sessions,
    corrected: row.corrected,
    worked_ms: row.workedMs,
    auto_closed: row.autoClosed,
    excluded_ms: row.excludedMs,
    unresolved_ms: row.unresolvedMs,
  }));
  return {
    name: 'save_summaries',
    text: `INSERT INTO attendance_summary (organization_id, user_id, tzdata, computed_at, day, zone, worked_ms, break_ms, unresolved_ms,
        excluded_ms, first_in, last_out, sessions, auto_closed, corrected, status)
      SELECT $1, $2, $3, to_timestamp($4::float8 / 1000), r.day, r.zone, r.worked_ms, r.break_ms, r.unresolved_ms, r.excluded_ms,
        to_timestamp(r.first_in / 1000), to_timestamp(r.last_out / 1000), r.sessions, r.auto_closed, r.corrected, r.status
      FROM jsonb_to_recordset($5::jsonb) AS r (day date, zone text, worked_ms bigint, break_ms bigint, unresolved_ms bigint,
        excluded_ms bigint, first_in float8, last_out float8, sessions int, auto_closed int, corrected int, status text)
      ON CONFLICT (organization_id, user_id, day) DO UPDATE SET tzdata = excluded.tzdata, computed_at = excluded.computed_at,
        zone = excluded.zone, worked_ms = excluded.worked_ms, break_ms = excluded.break_ms, unresolved_ms = excluded.unresolved_ms,
        excluded_ms = excluded.excluded_ms, first_in = excluded.first_in, last_out = excluded.last_out, sessions = excluded.sessions,
        auto_closed = excluded.auto_closed, corrected = excluded.corrected, status = excluded.status`,
    values: [userId, TZDATA, now, JSON.stringify(values)],
  };
}

/** Stored day sheets of these people, first and last day included; by person and day. */
export async function readSummaries(
  tenant: Tenant,
  of: { userIds: readonly string[]; from: LocalDay; to: LocalDay },
): Promise<SummaryRow[]> {
  type Stored = Omit<SummaryRow, 'workedMs' | 'breakMs' | 'unresolvedMs' | 'excludedMs'> &
    Record<'workedMs' | 'breakMs' | 'unresolvedMs' | 'excludedMs', string>;
  const { rows } = await tenant.query<Stored>({
    name: 'read_summaries',
    text: `SELECT user_id AS "userId", day AS "localDate", zone, worked_ms AS "workedMs", break_ms AS "breakMs",
        unresolved_ms AS "unresolvedMs", excluded_ms AS "excludedMs", first_in AS "firstIn", last_out AS "lastOut", sessions,
        auto_closed AS "autoClosed", corrected, status
      FROM attendance_summary WHERE organization_id = $1 AND user_id = ANY ($2::uuid[]) AND day BETWEEN $3 AND $4 ORDER BY user_id, day`,
    values: [of.userIds, of.from, of.to],
  });
  return rows.map((row) => ({
    ...row,
    workedMs: Number(row.workedMs),
    breakMs: Number(row.breakMs),
    unresolvedMs: Number(row.unresolvedMs),
    excludedMs: Number(row.excludedMs),
  }));
}

/** At a lock: what stands is what stays. */
export async function lockSummaries(
  tenant: Tenant,
  { userId, through }: { userId: string; through: LocalDay },
): Promise<void> {
  await tenant.query({
    text: `UPDATE attendance_summary SET status = 'locked' WHERE organization_id = $1 AND user_id = $2 AND day <= $3`,
    values: [userId, through],
  });
}
