import { randomUUID } from 'node:crypto';
import type { AttendanceLock } from '@devpulse/domain/attendance/fold-input';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Tenant } from '../tenant.ts';
import { milliseconds } from './sql.ts';

export type KeptLock = AttendanceLock & { through: LocalDay };

/** SQL for every lock that the time of the member `$2` ever had, as JSON. */
export const LOCKS = `(SELECT json_agg(json_build_object('through', l.through, 'before', ${milliseconds('l.before')},
    'lockedAt', ${milliseconds('l.locked_at')}, 'unlockedAt', ${milliseconds('l.unlocked_at')}))
  FROM attendance_lock l WHERE l.organization_id = $1 AND l.user_id = $2)`;

/** The last day that is locked; null while none is. */
export function lockedThrough(locks: readonly KeptLock[]): LocalDay | null {
  const days = locks.filter(({ unlockedAt }) => unlockedAt === null).map(({ through }) => through);
  return days.sort().at(-1) ?? null;
}

export type StandingLock = {
  userId: string;
  through: LocalDay;
  before: Instant;
  lockedAt: Instant;
  lockedBy: string | null;
};

/** The furthest lock that stands, of each of these people who have one. */
export async function readStandingLocks(
  tenant: Tenant,
  userIds: readonly string[],
): Promise<Map<string, StandingLock>> {
  const { rows } = await tenant.query<StandingLock>({
    name: 'standing_locks',
    text: `SELECT DISTINCT ON (l.user_id) l.user_id AS "userId", l.through, l.before, l.locked_at AS "lockedAt", u.name AS "lockedBy"
      FROM attendance_lock l
      LEFT JOIN membership m ON m.organization_id = $1 AND m.user_id = l.locked_by LEFT JOIN "user" u ON u.id = m.user_id
      WHERE l.organization_id = $1 AND l.user_id = ANY ($2::uuid[]) AND l.unlocked_at IS NULL
      ORDER BY l.user_id, l.through DESC`,
    values: [userIds],
  });
  return new Map(rows.map((row) => [row.userId, row]));
}

export async function insertLock(
  tenant: Tenant,
  lock: { userId: string; through: LocalDay; before: Instant; by: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO attendance_lock (id, organization_id, user_id, through, before, locked_by, locked_at)
      VALUES ($2, $1, $3, $4, to_timestamp($5::float8 / 1000), $6, to_timestamp($7::float8 / 1000))`,
    values: [randomUUID(), lock.userId, lock.through, lock.before, lock.by, lock.now],
  });
}

/** Takes back every lock of a member that reaches beyond a day; null: all of them. */
export async function endLocks(
  tenant: Tenant,
  ending: { userId: string; beyond: LocalDay | null; by: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE attendance_lock SET unlocked_by = $4, unlocked_at = to_timestamp($5::float8 / 1000)
      WHERE organization_id = $1 AND user_id = $2 AND unlocked_at IS NULL AND ($3::date IS NULL OR through > $3::date)`,
    values: [ending.userId, ending.beyond, ending.by, ending.now],
  });
}

export type UnsettledRow = {
  userId: string;
  undecidedCorrections: number;
  unresolvedPauses: number;
  sessionsToReview: number;
  openSessions: number;
};

/** What of a member's time before an instant is not settled. */
export async function countUnsettled(
  tenant: Tenant,
  { userId, before }: { userId: string; before: Instant },
): Promise<UnsettledRow> {
  const { rows } = await tenant.query<UnsettledRow>({
    text: `SELECT $2::uuid AS "userId",
        (SELECT count(*)::int FROM session_correction c WHERE c.organization_id = $1 AND c.user_id = $2 AND c.state = 'pending'
          AND c.starts_at < to_timestamp($3::float8 / 1000)) AS "undecidedCorrections",
        (SELECT count(*)::int FROM work_pause p WHERE p.organization_id = $1 AND p.user_id = $2 AND p.resolution = 'pending'
          AND p.started_at < to_timestamp($3::float8 / 1000)) AS "unresolvedPauses",
        (SELECT count(*)::int FROM work_session s WHERE s.organization_id = $1 AND s.user_id = $2 AND s.review_reason IS NOT NULL
          AND s.ended_at IS NOT NULL AND s.state <> 'voided' AND s.started_at < to_timestamp($3::float8 / 1000)) AS "sessionsToReview",
        (SELECT count(*)::int FROM work_session o WHERE o.organization_id = $1 AND o.user_id = $2 AND o.ended_at IS NULL AND o.state <> 'voided'
          AND o.started_at < to_timestamp($3::float8 / 1000)) AS "openSessions"`,
    values: [userId, before],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('A count without a row.');
  return row;
}
