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
  /** What is left out of it, a sentence each. */
  readonly excludes: readonly string[];
  /** It tells of what people do rather than of how pull requests flow: shown of groups alone; see `smallest-group.ts`. */
  readonly isAboutPeople: boolean;
  /** Pull requests can be listed behind it. Of pushes there is a sum alone: their list would tell what people did by the minute. */
  readonly hasEvidence: boolean;
};

type Draft = Pick<MetricDefinition, 'label' | 'better' | 'formula'> &
  Partial<Pick<MetricDefinition, 'isAboutPeople' | 'hasEvidence'>> & {
    readonly excludes?: readonly string[];
  };

const FIRST = { since: 1, version: 1, isAboutPeople: false, hasEvidence: true } as const;
const PEOPLE = { isAboutPeople: true } as const;

const NO_BOTS = 'Pull requests of bots and of accounts that are gone.';
const NO_OWN_REVIEWS = 'Reviews by the author, by bots, and reviews that were never submitted.';
const NO_COMMENTS = 'Comments outside of a review.';
const NO_TEAM_REQUESTS = 'Requests to teams, to bots and to the author.';
const ONLY_MERGED = 'Pull requests that are open or were closed without a merge.';
const UNREVIEWED = 'Pull requests that nobody reviewed before the merge.';
const anchor = (id: string): string => `#${id.replaceAll('_', '-')}`;

function duration<const Id extends string>(id: Id, name: DurationName, draft: Draft) {
  const source = { kind: 'duration', duration: name } as const;
  return {
    id,
    unit: 'duration',
    docs: anchor(id),
    ...FIRST,
    ...draft,
    excludes: [NO_BOTS, ...(draft.excludes ?? [])],
    source,
  } as const;
}

function count<const Id extends string>(id: Id, column: CountColumn, draft: Draft) {
  const source = { kind: 'count', column } as const;
  return {
    id,
    unit: 'count',
    docs: anchor(id),
    ...FIRST,
    ...draft,
    excludes: [NO_BOTS, ...(draft.excludes ?? [])],
    source,
  } as const;
}

function snapshot<const Id extends string>(id: Id, column: SnapshotColumn, draft: Draft) {
  const source = { kind: 'snapshot', column } as const;
  return {
    id,
    unit: 'count',
    docs: anchor(id),
    ...FIRST,
    ...draft,
    excludes: [NO_BOTS, ...(draft.excludes ?? [])],
    source,
  } as const;
}

/** Every metric a person may see: owner of its label, unit, direction, formula and version. Source: metrics.md. */
export const METRICS = {
  cycle_time: duration('cycle_time', 'cycle', {
    label: 'Cycle time',
    better: 'lower',
    formula: 'From ready for review to merged, of the pull requests merged in the period.',
    excludes: [ONLY_MERGED],
  }),
  time_to_first_review: duration('time_to_first_review', 'pickup', {
    label: 'Time to first review',
    better: 'lower',
    formula:
      'From ready for review to the first review by a person other than the author, of the pull requests merged in the period.',
    excludes: [ONLY_MERGED, UNREVIEWED, NO_OWN_REVIEWS, NO_COMMENTS],
  }),
  review_time: duration('review_time', 'review', {
    label: 'Review time',
    better: 'lower',
    formula:
      'From the first review to the last approval in force at merge; to the merge where there is no such approval.',
    excludes: [ONLY_MERGED, UNREVIEWED],
  }),
  merge_wait: duration('merge_wait', 'mergeWait', {
    label: 'Merge wait',
    better: 'lower',
    formula: 'From the last approval in force to the merge.',
    excludes: [ONLY_MERGED, UNREVIEWED, 'Pull requests that were merged without an approval in force.'],
  }),
  unreviewed_time: duration('unreviewed_time', 'unreviewed', {
    label: 'Unreviewed time',
    better: 'lower',
    formula: 'From ready for review to merged, of the pull requests that nobody reviewed before the merge.',
    excludes: [ONLY_MERGED, 'Pull requests that were reviewed before the merge.'],
  }),
  coding_time: duration('coding_time', 'coding', {
    label: 'Coding time',
    better: 'neither',
    formula:
      'From the first commit known at opening to ready for review; left out when unknown or over 90 days.',
    excludes: [
      ONLY_MERGED,
      'Pull requests whose first commit is unknown, after ready, or over 90 days before it.',
    ],
  }),
  lead_time: duration('lead_time', 'lead', {
    label: 'Lead time',
    better: 'lower',
    formula: 'From the first commit to merged; from ready for review where the first commit is left out.',
    excludes: [ONLY_MERGED],
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
    excludes: [NO_OWN_REVIEWS, NO_COMMENTS],
    ...PEOPLE,
  }),
  open_ready: snapshot('open_ready', 'openReady', {
    label: 'Open and ready',
    better: 'neither',
    formula: 'Open pull requests that are not drafts, at the end of the period.',
    excludes: ['Drafts.'],
  }),
  waiting_for_review: snapshot('waiting_for_review', 'waitingForReview', {
    label: 'Waiting for review',
    better: 'lower',
    formula: 'Open pull requests that are ready and have no review yet, at the end of the period.',
    excludes: ['Drafts.'],
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
  pull_requests_reviewed: count('pull_requests_reviewed', 'pullRequestsReviewed', {
    label: 'Pull requests reviewed',
    better: 'neither',
    formula: 'Pull requests that were reviewed by other people, counted once on each day of the period.',
    excludes: [NO_OWN_REVIEWS, NO_COMMENTS],
    ...PEOPLE,
  }),
  review_requests: count('review_requests', 'reviewRequests', {
    label: 'Review requests',
    better: 'neither',
    formula: 'Times that a person was asked for a review in the period.',
    excludes: [NO_TEAM_REQUESTS],
    ...PEOPLE,
  }),
  review_requests_answered: count('review_requests_answered', 'reviewRequestsAnswered', {
    label: 'Review requests answered',
    better: 'neither',
    formula: 'Review requests that the person who was asked answered in the period, with a review.',
    excludes: [NO_TEAM_REQUESTS, 'Requests that were taken back.'],
    ...PEOPLE,
  }),
  review_requests_answered_in_target: count(
    'review_requests_answered_in_target',
    'reviewRequestsAnsweredInTarget',
    {
      label: 'Review requests answered in target',
      better: 'higher',
      formula: 'Review requests that were answered in the period, within the target for a first review.',
      excludes: [NO_TEAM_REQUESTS, 'Requests that were taken back.'],
      ...PEOPLE,
    },
  ),
  first_reviews_in_target: count('first_reviews_in_target', 'firstReviewsInTarget', {
    label: 'First reviews in target',
    better: 'higher',
    formula:
      'Pull requests merged in the period whose first review came within the target that was in force on the day of the merge.',
    excludes: [ONLY_MERGED, UNREVIEWED, NO_OWN_REVIEWS, NO_COMMENTS],
  }),
  merged_without_review: count('merged_without_review', 'mergedWithoutReview', {
    label: 'Merged without review',
    better: 'lower',
    formula: 'Pull requests merged in the period that no person other than the author had reviewed.',
    excludes: [ONLY_MERGED],
  }),
  open_draft: snapshot('open_draft', 'openDraft', {
    label: 'Open drafts',
    better: 'neither',
    formula: 'Open pull requests that are drafts, at the end of the period.',
  }),
  in_review: snapshot('in_review', 'inReview', {
    label: 'In review',
    better: 'neither',
    formula: 'Open pull requests that have a review and no approval in force, at the end of the period.',
    excludes: ['Drafts.'],
  }),
  approved_not_merged: snapshot('approved_not_merged', 'approvedNotMerged', {
    label: 'Approved and not merged',
    better: 'lower',
    formula: 'Open pull requests that have an approval in force, at the end of the period.',
    excludes: ['Drafts.'],
  }),
  older_than_target: snapshot('older_than_target', 'olderThanTarget', {
    label: 'Older than target',
    better: 'lower',
    formula:
      'Open pull requests that have been ready for longer than the cycle target in force, at the end of the period.',
    excludes: ['Drafts.'],
  }),
  pushes: count('pushes', 'pushes', {
    label: 'Pushes',
    better: 'neither',
    formula: 'Pushes by people in the period; needs the permission to see pushes.',
    hasEvidence: false,
    ...PEOPLE,
  }),
  commits: count('commits', 'commits', {
    label: 'Commits',
    better: 'neither',
    formula: 'Commits of the pull requests that were merged in the period.',
    excludes: [ONLY_MERGED],
    ...PEOPLE,
  }),
  additions: count('additions', 'additions', {
    label: 'Lines added',
    better: 'neither',
    formula: 'Lines added by the pull requests that were merged in the period, generated files included.',
    excludes: [ONLY_MERGED],
    ...PEOPLE,
  }),
  deletions: count('deletions', 'deletions', {
    label: 'Lines deleted',
    better: 'neither',
    formula: 'Lines deleted by the pull requests that were merged in the period, generated files included.',
    excludes: [ONLY_MERGED],
    ...PEOPLE,
  }),
} as const satisfies Record<string, MetricDefinition>;

export type MetricId = keyof typeof METRICS;
export const METRIC_IDS = Object.keys(METRICS) as MetricId[];
