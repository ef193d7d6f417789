import { COUNTED_RULES } from '@devpulse/domain/alerts/counted-rules';
import type { ScopeType } from '@devpulse/domain/metrics/daily-metrics';
import type { ScopeSummary, WindowDays } from '@devpulse/domain/metrics/scope-summary';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';
import { VERSION_READ } from './daily-metrics.ts';

export type StoredWindow = {
  summary: ScopeSummary;
  lastDay: LocalDay;
  definitionVersion: number;
  computedAt: Instant;
};

export type StoredScore = {
  day: LocalDay;
  value: number | null;
  low: number | null;
  high: number | null;
  confidence: 'low' | 'medium' | 'high' | null;
  matured: number;
};

/** What is precomputed of one scope: a window, the score of the last day that has one and of 28 days before it, live alerts. */
export type ScopeReading = {
  window: StoredWindow | null;
  score: StoredScore | null;
  scoreBefore: StoredScore | null;
  alerts: { open: number; acknowledged: number; snoozed: number };
  /** The version of the definitions that is read. */
  definitionVersion: number;
};

export type WindowQuery = {
  organizationId: string;
  scopeType: ScopeType;
  scopeId: string;
  /** Null: no window, only what stands beside it. */
  days: WindowDays | null;
};

const WINDOW = `json_build_object('summary', w.figures || w.detail, 'lastDay', w.last_day, 'definitionVersion', w.definition_version,
    'computedAt', (extract(epoch FROM w.computed_at) * 1000)::bigint)`;

const SCORE = (
  row: string,
) => `CASE WHEN ${row}.day IS NOT NULL THEN json_build_object('day', ${row}.day, 'value', ${row}.value,
    'low', ${row}.low, 'high', ${row}.high, 'confidence', ${row}.confidence, 'matured', ${row}.matured) END`;

const ALERTS_BY_STATE = ['open', 'acknowledged', 'snoozed']
  .map((state) => `'${state}', count(*) FILTER (WHERE a.state = '${state}')`)
  .join(', ');

/** $1 organization · $2, $3 scope · $4 days of the window · $5 rules whose alerts are counted; none about a person is, whoever reads. */
export const READ_WINDOW = `SELECT o.metrics_version AS "definitionVersion",
  (SELECT ${WINDOW} FROM window_metrics w
   WHERE w.organization_id = $1 AND w.scope_type = $2 AND w.scope_id = $3 AND w.days = $4
     AND w.definition_version = o.metrics_version) AS window,
  ${SCORE('s')} AS score, ${SCORE('b')} AS "scoreBefore",
  (SELECT json_build_object(${ALERTS_BY_STATE}) FROM health_alert a
   WHERE a.organization_id = $1 AND a.state IN ('open', 'acknowledged', 'snoozed') AND a.subject_type <> 'contributor'
     AND a.rule = ANY ($5::text[])
     AND CASE $2 WHEN 'team' THEN a.team_id = $3 WHEN 'repository' THEN a.repository_id = $3 ELSE $2 = 'organization' END) AS alerts
  FROM organization o
  LEFT JOIN LATERAL (
    SELECT * FROM score s WHERE s.organization_id = $1 AND s.scope_type = $2 AND s.scope_id = $3
    ORDER BY s.definition_version DESC, s.day DESC LIMIT 1) AS s ON true
  LEFT JOIN score b ON b.organization_id = $1 AND b.scope_type = $2 AND b.scope_id = $3
    AND b.definition_version = s.definition_version AND b.day = s.day - 28
  WHERE o.id = $1`;

/** One row, whatever the window. */
export async function readWindow(dashboard: Database, query: WindowQuery): Promise<ScopeReading> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<ScopeReading>({
      name: 'read_window',
      text: READ_WINDOW,
      values: [
        query.organizationId,
        query.scopeType,
        query.scopeId,
        query.days,
        COUNTED_RULES[query.scopeType],
      ],
    });
    const reading = rows[0];
    if (reading === undefined) throw new Error('The organization of this read is gone.');
    return reading;
  });
}

export type WindowLine = {
  scopeId: string;
  /** Without its points. */
  summary: Pick<ScopeSummary, 'figures' | 'firstReviewsInTarget' | 'reviewRequestsInTarget'>;
  lastDay: LocalDay;
  definitionVersion: number;
  computedAt: Instant;
};

export const READ_WINDOWS = `SELECT w.scope_id AS "scopeId", w.figures AS summary, w.last_day AS "lastDay",
    w.definition_version AS "definitionVersion", w.computed_at AS "computedAt"
  FROM window_metrics w
  WHERE w.organization_id = $1 AND w.scope_type = $2 AND w.days = $3 AND w.definition_version = ${VERSION_READ}
  ORDER BY w.scope_id`;

/** A window of every scope of a type, in one statement; the caller puts them in the order of their names. */
export async function readWindows(
  dashboard: Database,
  query: { organizationId: string; scopeType: 'team' | 'repository'; days: WindowDays },
): Promise<WindowLine[]> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<WindowLine>({
      name: 'read_windows',
      text: READ_WINDOWS,
      values: [query.organizationId, query.scopeType, query.days],
    });
    return rows;
  });
}
