import { AppError } from '../errors.ts';
import type { Instant } from '../time/instant.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { calendarOf, type TeamTime } from './clock.ts';
import { draftHistory, readyInstant } from './draft-spans.ts';
import { deliveryDurations } from './durations.ts';
import type { FactReason, PullRequestFacts } from './facts.ts';
import { codingAbsence, firstCommitInstant } from './first-commit.ts';
import { endedBy, type Openness, openness, openSpans, overlapSeconds } from './open-spans.ts';
import { isGhost, isHuman } from './people.ts';
import { revertedNumber } from './reverts.ts';
import { reviewRequests } from './review-requests.ts';
import {
  approvalInForce,
  approvalSpans,
  type JudgedReview,
  type ReviewJudge,
  reviewCommentCount,
  reviewFacts,
  reworkCycles,
} from './reviews.ts';
import {
  type AccountSnapshot,
  type HeadPush,
  mergeTimelines,
  type PullRequestSnapshot,
  type TimelineEntry,
} from './timeline.ts';

export { inheritsReadyFrom } from './draft-spans.ts';

export type FoldInput = {
  /** In any order, with any repetition. */
  entries: readonly TimelineEntry[];
  /** Merged from every payload seen; null when none carried one. */
  snapshot: PullRequestSnapshot | null;
  /** Null is a ghost. */
  author: AccountSnapshot | null;
  /** Accounts of the actors by GitHub id; one that is missing counts as human. */
  accounts: ReadonlyMap<string, AccountSnapshot>;
  /** What the accounts of one person have in common: nobody reviews their own work by another account. */
  personOf?: ReviewJudge['personOf'];
  /** Pushes to the head branch, in any order. */
  pushes: readonly HeadPush[];
  /** From `inheritsReadyFrom`; ignored when after the opening. */
  inheritedReadyAt: Instant | null;
  /** When its repository left the organization, deleted, transferred or removed: an open pull request ends then. */
  repositoryGoneAt?: Instant | null | undefined;
  /** The organization's. */
  calendar: WorkingCalendar;
  /** The author's times in teams, the longest-standing first; their calendars go before the organization's. */
  teamTimes?: readonly TeamTime[] | undefined;
  extraBots?: readonly string[] | undefined;
};

type Milestones = {
  readyAt: Instant | null;
  firstReviewAt: Instant | null;
  approvedAt: Instant | null;
  /** No instant of its life may come after this one; null is now. */
  end: Instant | null;
  isInOrder: boolean;
};

function milestones(
  reviews: readonly JudgedReview[],
  at: { openedAt: Instant; readyAt: Instant | null; end: Instant | null },
): Milestones {
  const { openedAt, readyAt, end } = at;
  const isInOrder = end === null || (openedAt <= end && (readyAt === null || readyAt <= end));
  if (readyAt === null || !isInOrder) {
    return { readyAt, firstReviewAt: null, approvedAt: null, end, isInOrder };
  }
  const submitted = reviews
    .filter((review) => review.isCounted && (end === null || review.submittedAt <= end))
    .map((review) => review.submittedAt);
  const approved = approvalInForce(approvalSpans(reviews), end);
  return {
    readyAt,
    firstReviewAt: submitted.length > 0 ? Math.max(readyAt, Math.min(...submitted)) : null,
    approvedAt: approved === null ? null : Math.max(readyAt, approved),
    end,
    isInOrder,
  };
}

function reasonsOf(input: {
  fold: FoldInput;
  life: Openness;
  points: Milestones;
  hasReview: boolean;
  coding: FactReason | null;
  isInherited: boolean;
}): FactReason[] {
  const { fold, life, points } = input;
  const reasons: FactReason[] = [];
  if (input.coding) reasons.push(input.coding);
  if (life.state !== 'merged') reasons.push('not_merged');
  if (!input.hasReview) reasons.push('not_reviewed');
  if (points.firstReviewAt !== null && points.approvedAt === null) reasons.push('no_approval_in_force');
  if (!points.isInOrder) reasons.push('impossible_order');
  if (input.isInherited) reasons.push('ready_inherited');
  if (life.isReopenMissing) reasons.push('reopen_not_seen');
  if (life.state === 'open' && fold.repositoryGoneAt != null) reasons.push('repository_gone');
  if (isGhost(fold.author)) reasons.push('author_is_ghost');
  else if (!isHuman(fold.author, fold.extraBots)) reasons.push('author_is_bot');
  return reasons;
}

function openedInstant(entries: readonly TimelineEntry[]): Instant {
  const first = entries.find((entry) => entry.kind === 'opened') ?? entries[0];
  if (!first) throw new AppError('internal', 'A pull request without any timeline entry cannot be folded.');
  return first.at;
}

function reviewSummary(reviews: readonly JudgedReview[], end: Instant | null) {
  const counted = reviews.filter((review) => review.isCounted);
  return {
    counted,
    beforeEnd: counted.filter((review) => end === null || review.submittedAt <= end),
    reviewerCount: new Set(counted.map((review) => review.personId)).size,
  };
}

/**
 * Everything DevPulse says of one pull request. Pure: the same set of facts in any order, any duplication and any split over
 * sources gives the same answer. Instants are milliseconds since 1970, durations whole seconds on both clocks and present
 * only when merged; what is absent has a reason. Source: metrics.md, sections 1 to 3 and 7.
 * Throws AppError('internal') when there is no entry at all.
 */
export function foldPullRequest(input: FoldInput): PullRequestFacts {
  const { snapshot, author, extraBots = [] } = input;
  const entries = mergeTimelines(input.entries, []);
  const openedAt = openedInstant(entries);
  const life = openness(entries, snapshot, openedAt);
  const end = life.mergedAt ?? life.closedAt;
  const goneAt = life.state === 'open' ? input.repositoryGoneAt : null;
  const openUntil = end ?? goneAt ?? null;
  const drafts = draftHistory({ entries, snapshot, openedAt, end });
  const isInherited = input.inheritedReadyAt !== null && input.inheritedReadyAt <= openedAt;
  const readyAt = isInherited ? input.inheritedReadyAt : readyInstant(drafts, openedAt, life.mergedAt);
  const calendar = calendarOf(input, { readyAt, openedAt });
  const judge = { author, extraBots, accounts: input.accounts, personOf: input.personOf };
  const reviews = reviewFacts(entries, judge);
  const summary = reviewSummary(reviews, end);
  const points = milestones(reviews, { openedAt, readyAt, end });
  const firstCommitAt = firstCommitInstant(input.pushes, openedAt, snapshot?.firstAuthoredAt);
  const coding = readyAt === null ? null : codingAbsence(firstCommitAt, readyAt);
  const firstReviewed = summary.beforeEnd[0]?.submittedAt ?? null;
  return {
    state: life.state,
    isDraft: drafts.spans.at(-1)?.to === null,
    isCounted: isHuman(author, extraBots),
    openedAt,
    readyAt,
    firstCommitAt,
    firstReviewAt: points.firstReviewAt,
    approvedAt: points.approvedAt,
    closedAt: life.closedAt,
    mergedAt: life.mergedAt,
    durations:
      life.mergedAt !== null && readyAt !== null && points.isInOrder
        ? deliveryDurations(
            { ...points, readyAt, mergedAt: life.mergedAt, codingFrom: coding ? null : firstCommitAt },
            calendar,
          )
        : {},
    draftAfterReadySeconds: readyAt === null ? 0 : overlapSeconds(life.open, drafts.spans, readyAt),
    hasEarlyFeedback: readyAt !== null && firstReviewed !== null && firstReviewed < readyAt,
    isMergedWithoutReview: life.mergedAt !== null && summary.beforeEnd.length === 0,
    reworkCycles: reworkCycles(entries, reviews, end),
    reviews: reviews.map(({ personId: _, ...review }) => review),
    reviewRequests: reviewRequests(entries, reviews, { judge, readyAt, end: openUntil, calendar }),
    reviewCount: summary.counted.length,
    reviewerCount: summary.reviewerCount,
    reviewCommentCount: reviewCommentCount(entries, snapshot?.reviewComments),
    revertsNumber: revertedNumber(snapshot),
    spans: openSpans({
      open: life.open.flatMap((span) => endedBy(span, goneAt)),
      drafts: drafts.spans,
      approvals: approvalSpans(reviews),
      reviewedFrom: firstReviewed,
    }),
    openUntil,
    reasons: reasonsOf({
      fold: input,
      life,
      points,
      hasReview: summary.beforeEnd.length > 0,
      coding,
      isInherited,
    }),
  };
}
