import type { MetricId, RangeQuery } from '@devpulse/contracts/analytics/figures';
import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

/*
 * Shared by server and browser, so it holds no schema: types come from the contracts, and `satisfies` keeps the lists true.
 */
const RANGES = ['7d', '30d', '90d', 'quarter', 'custom'] as const satisfies readonly RangeQuery['range'][];
const COMPARISONS = ['prev', 'weekdays', 'none'] as const satisfies readonly RangeQuery['compare'][];

/** Metrics that have pull requests behind them, in the order in which they are offered. */
export const EVIDENCE_METRICS = [
  'merged',
  'cycle_time',
  'time_to_first_review',
  'review_time',
  'merge_wait',
  'unreviewed_time',
  'reviews_submitted',
  'open_ready',
  'waiting_for_review',
  'closed_unmerged',
  'reverted',
  'coding_time',
  'lead_time',
  'opened',
  'ready',
  'pull_requests_reviewed',
  'review_requests',
  'review_requests_answered',
  'review_requests_answered_in_target',
  'first_reviews_in_target',
  'merged_without_review',
  'open_draft',
  'in_review',
  'approved_not_merged',
  'older_than_target',
  'commits',
  'additions',
  'deletions',
] as const satisfies readonly MetricId[];

const parseAsLocalDay = createParser({
  parse: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null),
  serialize: (day: string) => day,
});

export const overviewSearch = {
  range: parseAsStringLiteral(RANGES).withDefault('30d'),
  from: parseAsLocalDay,
  to: parseAsLocalDay,
  compare: parseAsStringLiteral(COMPARISONS).withDefault('prev'),
  team: parseAsString,
};
export type OverviewSearch = inferParserType<typeof overviewSearch>;

export const evidenceSearch = {
  ...overviewSearch,
  metric: parseAsStringLiteral<MetricId>(EVIDENCE_METRICS).withDefault('merged'),
  cursor: parseAsString,
};
export type EvidenceSearch = inferParserType<typeof evidenceSearch>;

export const loadOverviewSearch = createLoader(overviewSearch);
export const loadEvidenceSearch = createLoader(evidenceSearch);
export const serializeOverview = createSerializer(overviewSearch);
export const serializeEvidence = createSerializer(evidenceSearch);

/** What the API is asked for. A custom range with a day missing is not one yet: the default range stands in. */
export function toRangeQuery(search: OverviewSearch) {
  const isCustom = search.range === 'custom' && search.from !== null && search.to !== null;
  const range = search.range === 'custom' && !isCustom ? '30d' : search.range;
  return {
    range,
    compare: search.compare,
    ...(isCustom && { from: search.from ?? undefined, to: search.to ?? undefined }),
    ...(search.team !== null && { team: search.team }),
  };
}
