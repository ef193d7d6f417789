import type { Clock, DurationName } from '../delivery/facts.ts';
import type { LocalDay } from '../time/local-day.ts';
import type { Sketch } from './sketch.ts';

/** Raised when the meaning of a column changes; charts draw a break line there. */
export const DEFINITION_VERSION = 1;

export const SCOPE_TYPES = ['organization', 'team', 'repository', 'contributor'] as const;
export type ScopeType = (typeof SCOPE_TYPES)[number];

/** Counts of what happened on the day, each on the local day of its own event. */
export const COUNT_COLUMNS = [
  'opened',
  'ready',
  'merged',
  'closedUnmerged',
  'reverted',
  'reviewsSubmitted',
  'pullRequestsReviewed',
  'pushes',
  'commits',
  'additions',
  'deletions',
  'mergedWithoutReview',
  'firstReviewsInTarget',
  'reviewRequests',
  'reviewRequestsAnswered',
  'reviewRequestsAnsweredInTarget',
] as const;
export type CountColumn = (typeof COUNT_COLUMNS)[number];

/** What stood open at the end of the day. */
export const SNAPSHOT_COLUMNS = [
  'openReady',
  'openDraft',
  'waitingForReview',
  'inReview',
  'approvedNotMerged',
  'olderThanTarget',
] as const;
export type SnapshotColumn = (typeof SNAPSHOT_COLUMNS)[number];

export type SketchName = `${DurationName}_${Clock}`;
export type Counts = Record<CountColumn, number>;
export type Snapshot = Record<SnapshotColumn, number>;

/** One day of one scope; `day` is a local day in the organization's zone. Source: metrics.md, section 4. */
export type DailyMetricsRow = {
  day: LocalDay;
  scopeType: ScopeType;
  scopeId: string;
  definitionVersion: number;
  counts: Counts;
  snapshot: Snapshot;
  /** Absent where no duration of that name ended that day. */
  sketches: Partial<Record<SketchName, Sketch>>;
};

export function zeroCounts(): Counts {
  return Object.fromEntries(COUNT_COLUMNS.map((column) => [column, 0])) as Counts;
}

export function zeroSnapshot(): Snapshot {
  return Object.fromEntries(SNAPSHOT_COLUMNS.map((column) => [column, 0])) as Snapshot;
}
