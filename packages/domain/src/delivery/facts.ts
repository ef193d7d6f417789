import type { Instant, Span } from '../time/instant.ts';
import type { ReviewState } from './timeline.ts';

/** Durations of a pull request (metrics.md, section 3). Every one exists on two clocks, in whole seconds. */
export const DURATIONS = ['coding', 'pickup', 'review', 'mergeWait', 'unreviewed', 'cycle', 'lead'] as const;
export type DurationName = (typeof DURATIONS)[number];
/** The phases that partition ready → merged. */
export const PHASES = [
  'pickup',
  'review',
  'mergeWait',
  'unreviewed',
] as const satisfies readonly DurationName[];

export const CLOCKS = ['elapsed', 'working'] as const;
export type Clock = (typeof CLOCKS)[number];
export type DurationSeconds = Record<Clock, number>;

/** Why a value is absent or was left out; shown to people beside the figure. */
export type FactReason =
  | 'first_commit_unknown'
  | 'first_commit_after_ready'
  | 'first_commit_too_old'
  | 'not_merged'
  | 'not_reviewed'
  | 'no_approval_in_force'
  | 'impossible_order'
  | 'ready_inherited'
  | 'reopen_not_seen'
  | 'author_is_bot'
  | 'author_is_ghost'
  | 'repository_gone';

export type ReviewFact = {
  reviewId: string;
  reviewerId: string | null;
  submittedAt: Instant;
  state: ReviewState | null;
  dismissedAt: Instant | null;
  /** By a human who is not the author: the only reviews that metrics count. */
  isCounted: boolean;
};

/** A person asked for a review; see `reviewRequests`. */
export type ReviewRequestFact = {
  /** The account that was asked. */
  accountId: string;
  requestedAt: Instant;
  /** That person's next counted review, which may have come during the first draft. */
  answeredAt: Instant | null;
  /** On the pull request's calendar; present with `answeredAt`. */
  answeredWorkingSeconds: number | null;
  /** When it was taken back, or the pull request ended, without an answer. */
  endedAt: Instant | null;
  /** To a human who is not the author. */
  isCounted: boolean;
};

/** Where an open pull request stands; spans of each never overlap and together cover the time it was open. */
export type OpenState = 'draft' | 'waiting' | 'inReview' | 'approved';

/** Everything DevPulse says of one pull request: a pure fold over its timeline. */
export type PullRequestFacts = {
  state: 'open' | 'closed' | 'merged';
  isDraft: boolean;
  /** Author is a human; bots and ghosts are kept and left out of every metric. */
  isCounted: boolean;
  openedAt: Instant;
  readyAt: Instant | null;
  firstCommitAt: Instant | null;
  firstReviewAt: Instant | null;
  approvedAt: Instant | null;
  closedAt: Instant | null;
  mergedAt: Instant | null;
  durations: Partial<Record<DurationName, DurationSeconds>>;
  draftAfterReadySeconds: number;
  /** A review given during draft counted at ready. */
  hasEarlyFeedback: boolean;
  isMergedWithoutReview: boolean;
  reworkCycles: number;
  reviews: readonly ReviewFact[];
  reviewRequests: readonly ReviewRequestFact[];
  /** Counted reviews and the distinct people who gave them. */
  reviewCount: number;
  reviewerCount: number;
  /** Comments on lines of code, by anybody; deleted ones are not counted. */
  reviewCommentCount: number;
  revertsNumber: number | null;
  spans: Record<OpenState, readonly Span[]>;
  /** First instant from which it is not open; null while open. */
  openUntil: Instant | null;
  reasons: readonly FactReason[];
};
