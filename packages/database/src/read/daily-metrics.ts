import {
  COUNT_COLUMNS,
  type DailyMetricsRow,
  SNAPSHOT_COLUMNS,
} from '@devpulse/domain/metrics/daily-metrics';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { snakeCase } from '../rollup/measures.ts';
import { transaction } from '../transaction.ts';

export type StoredDailyMetrics = DailyMetricsRow & { computedAt: Instant };

export type DailyMetricsQuery = {
  organizationId: string;
  scopeType: DailyMetricsRow['scopeType'];
  scopeId: string;
  from: LocalDay;
  /** exclusive */
  to: LocalDay;
};

const jsonOf = (columns: readonly string[]) =>
  `json_build_object(${columns.map((name) => `'${name}', ${snakeCase(name)}`).join(', ')})`;

/** SQL for what a row holds, under the names of the domain. */
export const DAILY_METRICS_ROW = `day, scope_type AS "scopeType", scope_id AS "scopeId", definition_version AS "definitionVersion",
  computed_at AS "computedAt", sketches, ${jsonOf(COUNT_COLUMNS)} AS counts, ${jsonOf(SNAPSHOT_COLUMNS)} AS snapshot`;

/** SQL for the version of the definitions that is read: looked up in the statement that reads, so that a swap is seen whole or not. */
export const VERSION_READ = '(SELECT o.metrics_version FROM organization o WHERE o.id = $1)';

/** The stored rows of one scope, oldest first: one index range, whatever the history behind them. */
export const READ_DAILY_METRICS = `SELECT ${DAILY_METRICS_ROW} FROM daily_metrics
  WHERE organization_id = $1 AND scope_type = $2 AND scope_id = $3 AND definition_version = ${VERSION_READ} AND day >= $4 AND day < $5
  ORDER BY day`;

export async function readDailyMetrics(
  dashboard: Database,
  query: DailyMetricsQuery,
): Promise<StoredDailyMetrics[]> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<StoredDailyMetrics>({
      name: 'read_daily_metrics',
      text: READ_DAILY_METRICS,
      values: [query.organizationId, query.scopeType, query.scopeId, query.from, query.to],
    });
    return rows;
  });
}
