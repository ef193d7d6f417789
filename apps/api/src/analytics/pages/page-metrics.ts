import type { MetricId } from '@devpulse/domain/metrics/definitions';

/** What a page of one scope shows, in the order of the definitions. */
export const PAGE_METRICS: readonly MetricId[] = [
  'cycle_time',
  'time_to_first_review',
  'review_time',
  'merge_wait',
  'lead_time',
  'merged',
  'reviews_submitted',
  'open_ready',
  'waiting_for_review',
  'closed_unmerged',
  'reverted',
  'ready',
  'review_requests_answered',
  'merged_without_review',
];

/** What a line of a list shows. */
export const LINE_METRICS: readonly MetricId[] = [
  'cycle_time',
  'time_to_first_review',
  'merged',
  'reviews_submitted',
  'open_ready',
  'waiting_for_review',
];
