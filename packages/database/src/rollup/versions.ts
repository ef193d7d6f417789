import type { Instant } from '@devpulse/domain/time/instant';
import { type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import { markDaysSince } from '../projection/dirty-days.ts';
import type { Transaction } from '../transaction.ts';
import { refreshWindows, type WindowWork } from './windows.ts';

type VersionWork = { organizationId: string; now: Instant; version: number };

/**
 * Where the rows of a version go: to those that are `read`, or `beside` them while an older version is read. The first call for a
 * newer one marks every day that there is. Null when a newer version than this is read already, or the organization is gone: then
 * these rows are another process's work.
 */
export async function beginVersion(tx: Transaction, work: VersionWork): Promise<'read' | 'beside' | null> {
  const { rows } = await tx.query<{ isRead: boolean; isOlder: boolean; hasBegun: boolean; zone: string }>({
    name: 'metrics_version',
    text: `SELECT o.metrics_version = $2 AS "isRead", o.metrics_version < $2 AS "isOlder", o.time_zone AS zone,
        EXISTS (SELECT 1 FROM definition_change c WHERE c.organization_id = $1 AND c.definition_version = $2) AS "hasBegun"
      FROM organization o WHERE o.id = $1`,
    values: [work.organizationId, work.version],
  });
  const known = rows[0];
  if (known?.isRead) return 'read';
  if (!known?.isOlder) return null;
  if (!known.hasBegun) {
    const { zone } = known;
    await markDaysSince(tx, work.organizationId, { since: Number.NEGATIVE_INFINITY, zone, now: work.now });
    await recordChange(tx, { ...work, today: localDayOf(work.now, zone) });
  }
  return 'beside';
}

/** Has the version read from now on, whole, and drops the rows of those before it. */
export async function swapVersion(tx: Transaction, work: WindowWork): Promise<void> {
  await refreshWindows(tx, work, []);
  await recordChange(tx, work);
  const values = [work.organizationId, work.version];
  await tx.query('UPDATE organization SET metrics_version = $2 WHERE id = $1', values);
  await tx.query('DELETE FROM daily_metrics WHERE organization_id = $1 AND definition_version < $2', values);
  await tx.query('DELETE FROM window_metrics WHERE organization_id = $1 AND definition_version < $2', values);
}

/** The day from which the version is read; while the organization reads an older one, since when it is being computed. */
async function recordChange(tx: Transaction, work: VersionWork & { today: LocalDay }): Promise<void> {
  await tx.query(
    `INSERT INTO definition_change (organization_id, definition_version, day, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (organization_id, definition_version) DO UPDATE SET day = excluded.day, at = excluded.at`,
    [work.organizationId, work.version, work.today, new Date(work.now)],
  );
}
