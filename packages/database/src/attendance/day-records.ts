import type { LeaveDay } from '@devpulse/domain/attendance/totals';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { askInOrganization, type Tenant } from '../tenant.ts';
import { milliseconds } from './sql.ts';
import type { SummaryRow } from './summaries.ts';
import type { TargetRow } from './targets.ts';

/** What is stored of a member's days. */
export type DayRecord = {
  userId: string;
  /** By day. */
  summaries: SummaryRow[];
  leave: LeaveDay[];
  /** Their own, oldest first. */
  targets: TargetRow[];
  /** Null while nothing is locked. */
  lockedThrough: LocalDay | null;
  /** When the session began that is open; null without one. */
  openSince: Instant | null;
};

/** With the organization's zone, holidays and targets, oldest first. */
export type DayRecords = {
  members: DayRecord[];
  zone: string;
  holidays: LocalDay[];
  targets: TargetRow[];
};

type Numbers = [workedMs: number, breakMs: number, unresolvedMs: number, excludedMs: number];
type Span = [firstIn: Instant, lastOut: Instant | null];
type Counts = [sessions: number, autoClosed: number, corrected: number];
type StoredDay = [day: LocalDay, zone: string, SummaryRow['status'], ...Numbers, ...Span, ...Counts];
type Target = [effectiveFrom: LocalDay, minutes: number[]];
type Row = {
  userId: string;
  summaries: StoredDay[] | null;
  leave: [LocalDay, LeaveDay['kind'], LeaveDay['portion']][] | null;
  targets: Target[] | null;
  lockedThrough: LocalDay | null;
  openSince: Instant | null;
  /** Stands in the first row only, as the next two do. */
  zone: string | null;
  holidays: LocalDay[] | null;
  sharedTargets: Target[] | null;
};

const TARGETS = `SELECT json_agg(json_build_array(t.effective_from, t.minutes) ORDER BY t.effective_from) FROM attendance_target t
  WHERE t.organization_id = $1 AND t.user_id`;

type Asked = { userIds: readonly string[]; from: LocalDay; to: LocalDay };

/** Days of these people, first and last day included, in one statement. */
export async function readDayRecords(tenant: Tenant, { userIds, from, to }: Asked): Promise<DayRecords> {
  const { rows } = await tenant.query<{ record: Row }>({
    name: 'read_day_records',
    text: `SELECT json_build_object('userId', asked.user_id,
        'summaries', (SELECT json_agg(json_build_array(s.day, s.zone, s.status, s.worked_ms, s.break_ms, s.unresolved_ms, s.excluded_ms,
            ${milliseconds('s.first_in')}, ${milliseconds('s.last_out')}, s.sessions, s.auto_closed, s.corrected))
          FROM attendance_summary s
          WHERE s.organization_id = $1 AND s.user_id = asked.user_id AND s.day BETWEEN $3 AND $4),
        'leave', (SELECT json_agg(json_build_array(l.day, l.kind, l.portion)) FROM leave_day l
          WHERE l.organization_id = $1 AND l.user_id = asked.user_id AND l.day BETWEEN $3 AND $4),
        'targets', (${TARGETS} = asked.user_id),
        'lockedThrough', (SELECT max(k.through) FROM attendance_lock k
          WHERE k.organization_id = $1 AND k.user_id = asked.user_id AND k.unlocked_at IS NULL),
        'openSince', (SELECT ${milliseconds('min(w.started_at)')} FROM work_session w WHERE w.organization_id = $1 AND w.user_id = asked.user_id
          AND w.ended_at IS NULL AND w.state <> 'voided'),
        'zone', o.time_zone, 'holidays', o.holidays,
        'sharedTargets', CASE WHEN o.id IS NOT NULL THEN (${TARGETS} IS NULL) END) AS record
      FROM unnest($2::uuid[]) WITH ORDINALITY AS asked (user_id, n) LEFT JOIN organization o ON o.id = $1 AND asked.n = 1
      ORDER BY asked.n`,
    values: [userIds, from, to],
  });
  return recordsOf(rows.map(({ record }) => record));
}

/** The same in a transaction of its own. */
export async function readDayRecordsAlone(
  database: Database,
  organizationId: string,
  asked: Asked,
): Promise<DayRecords> {
  const ask = (tenant: Tenant) => [readDayRecords(tenant, asked)] as const;
  const [records] = await askInOrganization(database, organizationId, ask, { isPlannedOnce: true });
  return records;
}

function recordsOf(rows: readonly Row[]): DayRecords {
  const { zone = null, holidays = null, sharedTargets = null }: Partial<Row> = rows[0] ?? {};
  return {
    members: rows.map(recordOf),
    zone: zone ?? 'UTC',
    holidays: holidays ?? [],
    targets: targetsOf(null, sharedTargets),
  };
}

function recordOf({ userId, summaries, leave, targets, lockedThrough, openSince }: Row): DayRecord {
  return {
    userId,
    // in their order here: to have the database sort JSON costs a tenth of the statement
    summaries: (summaries ?? []).sort(byDay).map((stored) => summaryOf(userId, stored)),
    leave: (leave ?? []).map(([day, kind, portion]) => ({ day, kind, portion })),
    targets: targetsOf(userId, targets),
    lockedThrough,
    openSince,
  };
}

const byDay = ([one]: StoredDay, [other]: StoredDay) => (one < other ? -1 : 1);

function summaryOf(userId: string, stored: StoredDay): SummaryRow {
  const [localDate, zone, status, workedMs, breakMs, unresolvedMs, excludedMs, ...rest] = stored;
  const [firstIn, lastOut, sessions, autoClosed, corrected] = rest;
  return {
    userId,
    localDate,
    zone,
    status,
    workedMs,
    breakMs,
    unresolvedMs,
    excludedMs,
    firstIn,
    lastOut,
    sessions,
    autoClosed,
    corrected,
  };
}

function targetsOf(userId: string | null, targets: readonly Target[] | null): TargetRow[] {
  return (targets ?? []).map(([effectiveFrom, minutes]) => ({ userId, effectiveFrom, minutes }));
}
