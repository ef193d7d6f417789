import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { type Transaction, transaction } from '../transaction.ts';

/** Marks days for recomputation, in the transaction of the facts that made them so. */
export async function markDirty(
  tx: Transaction,
  organizationId: string,
  marks: { days: readonly LocalDay[]; receivedAt: Instant | null },
): Promise<void> {
  if (marks.days.length === 0) return;
  await tx.query({
    name: 'mark_dirty',
    text: `INSERT INTO dirty_day (organization_id, day, received_at)
           SELECT $1, day, to_timestamp($3::float8 / 1000) FROM unnest($2::date[]) AS day`,
    values: [organizationId, marks.days, marks.receivedAt],
  });
}

/**
 * Marks every day since `since` (-Infinity: ever) on which anything is or was counted, in the days of `zone`: after a change that bears on
 * all of them.
 */
export async function markDaysSince(
  tx: Transaction,
  organizationId: string,
  marks: { since: Instant; zone: string; now: Instant },
): Promise<void> {
  await tx.query({
    name: 'mark_days_since',
    text: `WITH at AS (SELECT to_timestamp($2::float8 / 1000) AS since, to_timestamp($4::float8 / 1000) AS now),
      facts AS (
        SELECT min(least(opened_at, ready_at)) AS first FROM pull_request WHERE organization_id = $1
        UNION ALL SELECT min(submitted_at) FROM review WHERE organization_id = $1
        UNION ALL SELECT min(requested_at) FROM review_request WHERE organization_id = $1
        UNION ALL SELECT min(pushed_at) FROM push WHERE organization_id = $1),
      days AS (
        SELECT (min(first) AT TIME ZONE $3)::date AS first, (min(at.now) AT TIME ZONE $3)::date AS last FROM facts, at
        UNION ALL SELECT min(day), max(day) FROM daily_metrics WHERE organization_id = $1),
      extent AS (
        SELECT greatest(min(days.first), min((at.since AT TIME ZONE $3)::date)) AS first, max(last) AS last
        FROM days, at HAVING min(days.first) IS NOT NULL)
      INSERT INTO dirty_day (organization_id, day)
      SELECT $1, day::date FROM extent, generate_series(extent.first, extent.last, interval '1 day') AS day`,
    values: [organizationId, marks.since, marks.zone, marks.now],
  });
}

/** Organizations with days that have waited since before `before`: nobody was told of them, or the telling was lost. */
export async function findForgottenDirtyDays(database: Database, before: Date): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ organization_id: string }>(
      'SELECT DISTINCT organization_id FROM dirty_day WHERE marked_at < $1',
      [before],
    );
    return rows.map((row) => row.organization_id);
  });
}
