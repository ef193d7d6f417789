import { DEFAULT_ATTENDANCE_RULES } from '@devpulse/domain/attendance/rules';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { inOrganization, type Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';
import { recordAttendanceAudit } from './attendance-audit.ts';
import { lockMemberTime } from './streams.ts';
import { recomputeSummaries, TZDATA } from './summaries.ts';
import { keepTime } from './time-keeping.ts';

export type AttendanceOrganization = { organizationId: string; zone: string };

export async function listAttendanceOrganizations(database: Database): Promise<AttendanceOrganization[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<AttendanceOrganization>(
      'SELECT id AS "organizationId", time_zone AS zone FROM organization ORDER BY id',
    );
    return rows;
  });
}

/**
 * Assumes the end of sessions that are open for longer than the organization allowed when they began; answers how many members that touched.
 * Source: M2.
 */
export async function closeOverdueSessions(
  database: Database,
  { organizationId, now }: { organizationId: string; now: Instant },
): Promise<number> {
  const overdue = await inOrganization(database, organizationId, async (tenant) => {
    const { rows } = await tenant.query<{ userId: string; startedAt: Instant }>({
      name: 'overdue_sessions',
      text: `SELECT s.user_id AS "userId", s.started_at AS "startedAt" FROM work_session s
        LEFT JOIN LATERAL (SELECT a.max_open_minutes FROM attendance_settings a
          WHERE a.organization_id = $1 AND a.valid_from <= s.raw_started_at ORDER BY a.valid_from DESC LIMIT 1) r ON true
        WHERE s.organization_id = $1 AND s.ended_at IS NULL AND s.state <> 'voided'
          AND s.raw_started_at + make_interval(mins => coalesce(r.max_open_minutes, $3)) <= to_timestamp($2::float8 / 1000)`,
      values: [now, DEFAULT_ATTENDANCE_RULES.maximumOpenMinutes],
    });
    return rows;
  });
  let closed = 0;
  for (const session of overdue) {
    const isClosed = await inOrganization(
      database,
      organizationId,
      (tenant) => closeOverdue(tenant, { ...session, now }),
      { identity: true },
    );
    if (isClosed) closed += 1;
  }
  return closed;
}

async function closeOverdue(
  tenant: Tenant,
  { userId, startedAt, now }: { userId: string; startedAt: Instant; now: Instant },
): Promise<boolean> {
  await lockMemberTime(tenant, userId);
  const { changed } = await keepTime(tenant, {
    userId,
    touched: { from: startedAt, to: now },
    names: [],
    fresh: [],
    now,
  });
  if (changed === null) return false;
  await recordAttendanceAudit(tenant, {
    actorUserId: null,
    subjectUserId: userId,
    action: 'session.end_assumed',
    at: now,
  });
  return true;
}

/** Day sheets that are over but not final, or were computed with other zone data; looked at once a day. Locked ones never change. */
const IS_STALE = `organization_id = $1 AND status <> 'locked' AND (tzdata <> $2 OR (status = 'open' AND day < $3))
  AND computed_at < to_timestamp($4::float8 / 1000)`;

type Due = { today: LocalDay; since: Instant };

export async function hasStaleSummaries(tenant: Tenant, { today, since }: Due): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `SELECT 1 FROM attendance_summary WHERE ${IS_STALE} LIMIT 1`,
    values: [TZDATA, today, since],
  });
  return rowCount === 1;
}

/** Computes them again, a member at a time. */
export async function recomputeStaleSummaries(
  database: Database,
  { organizationId, now, ...due }: Due & { organizationId: string; now: Instant },
): Promise<number> {
  const stale = await inOrganization(database, organizationId, async (tenant) => {
    const { rows } = await tenant.query<{ userId: string; from: LocalDay; to: LocalDay }>({
      text: `SELECT user_id AS "userId", min(day) AS "from", max(day) AS "to" FROM attendance_summary WHERE ${IS_STALE} GROUP BY user_id`,
      values: [TZDATA, due.today, due.since],
    });
    return rows;
  });
  for (const { userId, from, to } of stale) {
    await inOrganization(database, organizationId, async (tenant) => {
      await lockMemberTime(tenant, userId);
      await recomputeSummaries(tenant, { userId, from: Date.parse(from), to: Date.parse(to), now });
    });
  }
  return stale.length;
}

/** Deletes what is past the organization's retention, at most so many rows of each table. */
export async function expireAttendance(
  database: Database,
  { organizationId, most }: { organizationId: string; most: number },
): Promise<number> {
  return inOrganization(database, organizationId, async (tenant) => {
    const { rows } = await tenant.transaction.query<{ gone: number }>(
      'SELECT expire_attendance($1) AS gone',
      [most],
    );
    return rows[0]?.gone ?? 0;
  });
}
