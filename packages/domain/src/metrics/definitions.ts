import type { DurationName } from '../delivery/facts.ts';
import type { CountColumn, SnapshotColumn } from './daily-row.ts';

export type Better = 'higher' | 'lower' | 'neither';

/** Where DailyMetrics holds the metric: a sketch, a count over days, or a count at the end of a day. */
export type MetricSource =
  | { readonly kind: 'duration'; readonly duration: DurationName }
  | { readonly kind: 'count'; readonly column: CountColumn }
  | { readonly kind: 'snapshot'; readonly column: SnapshotColumn };

export type MetricDefinition = {
  readonly id: string;
  readonly label: string;
  readonly unit: 'duration' | 'count';
  readonly better: Better;
  /** One plain sentence, shown behind the (i). */
  readonly formula: string;
  /** Anchor in docs/metrics.md. */
  readonly docs: string;
  /** Definition version in which it first appeared. */
  readonly since: number;
  readonly version: number;
  readonly source: MetricSource;
};

type Draft = Pick<MetricDefinition, 'label' | 'better' | 'formula'>;

const FIRST = { since: 1, version: 1 } as const;
const anchor = (id: string): string => `#${id.replaceAll('_', '-')}`;

function duration<const Id extends string>(id: Id, name: DurationName, draft: Draft) {
  const source = { kind: 'duration', duration: name } as const;
  return { id, unit: 'duration', docs: anchor(id), ...FIRST, ...draft, source } as const;
}

function count<const Id extends string>(id: Id, column: CountColumn, draft: Draft) {
  const source = { kind: 'count', column } as const;
  return { id, unit: 'count', docs: anchor(id), ...FIRST, ...draft, source } as const;
}

function snapshot<const Id extends string>(id: Id, column: SnapshotColumn, draft: Draft) {
  const source = { kind: 'snapshot', column } as const;
  return { id, unit: 'count', docs: anchor(id), ...FIRST, ...draft, source } as const;
}

/** Every metric a person may see: owner of its label, unit, direction, formula and version. Source: metrics.md. */
export const METRICS = {
  cycle_time: duration('cycle_time', 'cycle', {
    label: 'Cycle time',
    better: 'lower',
    formula: 'From ready for review to merged, of the pull requests merged in the period.',
  }),
  time_to_first_review: duration('time_to_first_review', 'pickup', {
    label: 'Time to first review',
    better: 'lower',
    formula:
      'From ready for review to the first review by a person other than the author, of the pull requests merged in the period.',
  }),
  review_time: duration('review_time', 'review', {
    label: 'Review time',
    better: 'lower',
    formula:
      'From the first review to the last approval in force at merge; to the merge where there is no such approval.',
  }),
  merge_wait: duration('merge_wait', 'mergeWait', {
    label: 'Merge wait',
    better: 'lower',
    formula: 'From the last approval in force to the merge.',
  }),
  unreviewed_time: duration('unreviewed_time', 'unreviewed', {
    label: 'Unreviewed time',
    better: 'lower',
    formula: 'From ready for review to merged, of the pull requests that nobody reviewed before the merge.',
  }),
  coding_time: duration('coding_time', 'coding', {
    label: 'Coding time',
    better: 'neither',
    formula:
      'From the first commit known at opening to ready for review; left out when unknown or over 90 days.',
  }),
  lead_time: duration('lead_time', 'lead', {
    label: 'Lead time',
    better: 'lower',
    formula: 'From the first commit to merged; from ready for review where the first commit is left out.',
  }),
  merged: count('merged', 'merged', {
    label: 'Merged',
    better: 'neither',
    formula: 'Pull requests by people that were merged in the period.',
  }),
  reviews_submitted: count('reviews_submitted', 'reviewsSubmitted', {
    label: 'Reviews submitted',
    better: 'neither',
    formula: 'Reviews that people gave in the period on pull requests of other people.',
  }),
  open_ready: snapshot('open_ready', 'openReady', {
    label: 'Open and ready',
    better: 'neither',
    formula: 'Open pull requests that are not drafts, at the end of the period.',
  }),
  waiting_for_review: snapshot('waiting_for_review', 'waitingForReview', {
    label: 'Waiting for review',
    better: 'lower',
    formula: 'Open pull requests that are ready and have no review yet, at the end of the period.',
  }),
  closed_unmerged: count('closed_unmerged', 'closedUnmerged', {
    label: 'Closed unmerged',
    better: 'neither',
    formula: 'Pull requests by people that were closed in the period without a merge.',
  }),
  reverted: count('reverted', 'reverted', {
    label: 'Reverts',
    better: 'lower',
    formula: 'Pull requests merged in the period that revert another pull request of the repository.',
  }),
  opened: count('opened', 'opened', {
    label: 'Opened',
    better: 'neither',
    formula: 'Pull requests that people opened in the period, drafts included.',
  }),
  ready: count('ready', 'ready', {
    label: 'Ready for review',
    better: 'neither',
    formula: 'Pull requests that became ready for review in the period for the first time.',
  }),
} as const satisfies Record<string, MetricDefinition>;

export type MetricId = keyof typeof METRICS;
export const METRIC_IDS = Object.keys(METRICS) as MetricId[];
