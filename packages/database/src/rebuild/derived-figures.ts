import { SCORE_VERSION } from '@devpulse/domain/score/delivery-reliability-score';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { localDayOf } from '@devpulse/domain/time/local-day';
import { announceChange } from '../change-notices.ts';
import { readRollupRules } from '../rollup/rollup-rules.ts';
import { refreshWindows } from '../rollup/windows.ts';
import type { Tenant } from '../tenant.ts';
import { lockInOrder } from '../transaction.ts';

/** Makes every window of the organization anew from its daily rows, in one transaction: readers see the old ones, then the new ones. */
export async function rebuildWindows(tenant: Tenant, now: Instant): Promise<void> {
  const { transaction: tx, organizationId } = tenant;
  await tx.query("SET LOCAL statement_timeout = '5min'");
  await lockInOrder(tx, [`rollup:${organizationId}`]);
  const rules = await readRollupRules(tx, organizationId);
  if (rules === null) return;
  const { metricsVersion: version, calendar } = rules;
  await tenant.query({
    text: 'DELETE FROM window_metrics WHERE organization_id = $1 AND definition_version = $2',
    values: [version],
  });
  await refreshWindows(tx, { organizationId, version, now, today: localDayOf(now, calendar.zone) }, []);
  await announceChange(tx, { organizationId, now });
}

/** Every day that has scores, the newest first. */
export async function listScoredDays(tenant: Tenant): Promise<LocalDay[]> {
  const { rows } = await tenant.query<{ day: LocalDay }>({
    text: `SELECT DISTINCT day FROM score WHERE organization_id = $1 AND definition_version = $2 ORDER BY day DESC`,
    values: [SCORE_VERSION],
  });
  return rows.map(({ day }) => day);
}

export type RebuildState = {
  zone: string;
  /** Facts or figures are of an older version of the definitions. */
  isOutdated: boolean;
  /** The last local day that was opened. */
  rolledThrough: LocalDay | null;
  /** By the clock of the database. */
  readAt: Instant;
};

/** What there is before a rebuild; null when the organization is gone. */
export async function readRebuildState(tenant: Tenant, version: number): Promise<RebuildState | null> {
  const { rows } = await tenant.query<RebuildState>({
    text: `SELECT o.time_zone AS zone, o.rolled_through AS "rolledThrough",
        clock_timestamp() AS "readAt", o.metrics_version <> $2 OR EXISTS (
        SELECT 1 FROM pull_request p WHERE p.organization_id = $1 AND p.definition_version <> $2) AS "isOutdated"
      FROM organization o WHERE o.id = $1`,
    values: [version],
  });
  return rows[0] ?? null;
}

/** How many deliveries of the organization were projected since an instant of the database's clock. Needs system work beside the tenant. */
export async function countProjectedSince(tenant: Tenant, since: Instant): Promise<number> {
  const { rows } = await tenant.query<{ count: number }>({
    text: `SELECT count(*)::int AS count FROM raw_delivery
      WHERE organization_id = $1 AND projected_at >= to_timestamp($2::float8 / 1000)`,
    values: [since],
  });
  return rows[0]?.count ?? 0;
}
