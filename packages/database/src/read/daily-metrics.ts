import { type DailyMetricsRow, DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
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

const ROW = `day, scope_type AS "scopeType", scope_id AS "scopeId", definition_version AS "definitionVersion",
  computed_at AS "computedAt", sketches,
  json_build_object('opened', opened, 'ready', ready, 'merged', merged, 'closedUnmerged', closed_unmerged,
    'reverted', reverted, 'reviewsSubmitted', reviews_submitted, 'pullRequestsReviewed', pull_requests_reviewed,
    'pushes', pushes, 'commits', commits, 'additions', additions, 'deletions', deletions,
    'mergedWithoutReview', merged_without_review, 'firstReviewsInTarget', first_reviews_in_target) AS counts,
  json_build_object('openReady', open_ready, 'openDraft', open_draft, 'waitingForReview', waiting_for_review,
    'inReview', in_review, 'approvedNotMerged', approved_not_merged, 'olderThanTarget', older_than_target) AS snapshot`;

/** The stored rows of one scope, oldest first: one index range, whatever the history behind them. */
export const READ_DAILY_METRICS = `SELECT ${ROW} FROM daily_metrics
  WHERE organization_id = $1 AND scope_type = $2 AND scope_id = $3 AND definition_version = $4 AND day >= $5 AND day < $6
  ORDER BY day`;

export async function readDailyMetrics(
  dashboard: Database,
  query: DailyMetricsQuery,
): Promise<StoredDailyMetrics[]> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<StoredDailyMetrics>({
      name: 'read_daily_metrics',
      text: READ_DAILY_METRICS,
      values: [
        query.organizationId,
        query.scopeType,
        query.scopeId,
        DEFINITION_VERSION,
        query.from,
        query.to,
      ],
    });
    return rows;
  });
}
