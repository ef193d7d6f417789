import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { ATTENDANCE_CHANNEL, CHANGE_CHANNEL, type ChangeNotice } from './change-feed.ts';
import type { Tenant } from './tenant.ts';
import type { NamedStatement } from './together.ts';
import type { Transaction } from './transaction.ts';

export type AnnouncedChange = {
  organizationId: string;
  now: Instant;
  /** Days of which rows were written; none where something else changed, or any day may have. */
  days?: readonly LocalDay[];
  /** Receipt of the newest delivery behind it; null for what no delivery has caused. */
  receivedAt?: Instant | null;
  /** Makes scores old from a day on; `from` null: all of them. Left out by what is no rollup. */
  scores?: { from: LocalDay | null } | null;
};

/**
 * Raises the counter that answers are told apart by and, when the transaction ends well, tells every process. `scores` is for rollups
 * alone: given, even as null, it notes that there was one.
 */
export async function announceChange(
  tx: Transaction,
  { organizationId, now, days = [], receivedAt = null, scores }: AnnouncedChange,
): Promise<void> {
  const { rows } = await tx.query<{ count: string }>({
    name: 'count_change',
    text: `UPDATE organization SET change_count = change_count + 1,
        rolled_up_at = CASE WHEN $4 THEN $3 ELSE rolled_up_at END,
        scores_dirty_from = CASE WHEN NOT $2 OR (scores_dirty_since IS NOT NULL AND scores_dirty_from IS NULL) THEN scores_dirty_from
          WHEN scores_dirty_since IS NULL OR $5::date IS NULL THEN $5::date ELSE least(scores_dirty_from, $5::date) END,
        scores_dirty_since = CASE WHEN $2 THEN coalesce(scores_dirty_since, $3) ELSE scores_dirty_since END
      WHERE id = $1 RETURNING change_count AS count`,
    values: [organizationId, scores != null, new Date(now), scores !== undefined, scores?.from ?? null],
  });
  const changeCount = Number(rows[0]?.count ?? 0);
  const notice: ChangeNotice = { organizationId, days: [...days], receivedAt, computedAt: now, changeCount };
  await tx.query('SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, JSON.stringify(notice)]);
}

/** Tells every process, when the transaction ends well, that a member's time has changed; it is the member's news and nobody else's. */
export function attendanceNews(userId: string): NamedStatement {
  return {
    name: 'announce_attendance',
    text: `SELECT pg_notify($2, json_build_object('organizationId', $1::uuid, 'userId', $3::uuid)::text)`,
    values: [ATTENDANCE_CHANNEL, userId],
  };
}

export async function announceAttendance(tenant: Tenant, userId: string): Promise<void> {
  await tenant.query(attendanceNews(userId));
}
