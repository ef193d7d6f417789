import type { Instant, Span } from '../time/instant.ts';
import type { ReviewFact } from './facts.ts';
import { isGhost, isHuman } from './people.ts';
import type { AccountSnapshot, PullRequestSnapshot, TimelineEntry } from './timeline.ts';

export type ReviewJudge = {
  readonly author: AccountSnapshot | null;
  readonly accounts: ReadonlyMap<string, AccountSnapshot>;
  readonly extraBots: readonly string[];
  /** What the accounts of one person have in common; one that has nothing is a person by itself. */
  readonly personOf?: ((accountId: string) => string | undefined) | undefined;
};

/** A review with the person who gave it. */
export type JudgedReview = ReviewFact & { personId: string | null };

export const reviewIdOf = (entry: TimelineEntry): string => entry.data.reviewId ?? entry.key;

export function personOf(accountId: string | null | undefined, judge: ReviewJudge): string | null {
  return accountId == null ? null : (judge.personOf?.(accountId) ?? accountId);
}

/** An account that was never described counts as human: nothing says that it is a bot. */
export function isCountedReviewer(reviewerId: string | null, judge: ReviewJudge): boolean {
  if (reviewerId === null || personOf(reviewerId, judge) === personOf(judge.author?.id, judge)) return false;
  const account = judge.accounts.get(reviewerId);
  return account ? isHuman(account, judge.extraBots) : !isGhost({ id: reviewerId });
}

/** Every submitted review, in the order of the sorted entries. Source: metrics.md, section 2, `first_review_at`. */
export function reviewFacts(entries: readonly TimelineEntry[], judge: ReviewJudge): JudgedReview[] {
  const dismissals = new Map<string, Instant>();
  for (const entry of entries) {
    const reviewId = reviewIdOf(entry);
    if (entry.kind === 'review_dismissed' && !dismissals.has(reviewId)) dismissals.set(reviewId, entry.at);
  }
  return entries
    .filter((entry) => entry.kind === 'review_submitted')
    .map((entry) => ({
      reviewId: reviewIdOf(entry),
      reviewerId: entry.actorId,
      personId: personOf(entry.actorId, judge),
      submittedAt: entry.at,
      state: entry.data.state ?? null,
      dismissedAt: dismissals.get(reviewIdOf(entry)) ?? null,
      isCounted: isCountedReviewer(entry.actorId, judge),
    }));
}

/**
 * When each counted approval was in force: until it is dismissed, or until the same reviewer requests changes. A later
 * comment does not void it. `to: null` is still in force. Source: metrics.md, section 2, `approved_at`.
 */
export function approvalSpans(reviews: readonly JudgedReview[]): Span[] {
  const spans: Span[] = [];
  reviews.forEach((review, index) => {
    if (!review.isCounted || review.state !== 'approved') return;
    const refusal = reviews.find(
      (later, position) =>
        position > index && later.personId === review.personId && later.state === 'changes_requested',
    );
    const ends = [review.dismissedAt, refusal?.submittedAt ?? null].filter((end) => end !== null);
    const to = ends.length > 0 ? Math.max(review.submittedAt, Math.min(...ends)) : null;
    spans.push({ from: review.submittedAt, to });
  });
  return spans;
}

/** Start of the last approval given at or before `end` that was not voided by then; `end` null is now. */
export function approvalInForce(approvals: readonly Span[], end: Instant | null): Instant | null {
  const limit = end ?? Number.POSITIVE_INFINITY;
  const inForce = approvals.filter((span) => span.from <= limit && (span.to === null || span.to > limit));
  return inForce.length > 0 ? Math.max(...inForce.map((span) => span.from)) : null;
}

/**
 * Rounds of rework: changes requested, then a push, then that reviewer's next review. Where both reviews tell which head they
 * were given on, another head is the push; else the pushes of the timeline are. A comment without a push between leaves the
 * request standing. Counted reviewers only, up to `end`. Source: metrics.md, section 3.
 */
export function reworkCycles(
  entries: readonly TimelineEntry[],
  reviews: readonly JudgedReview[],
  end: Instant | null,
): number {
  const factOf = new Map(reviews.map((review) => [review.reviewId, review]));
  const requests = new Map<string, { isPushed: boolean; headSha: string | undefined }>();
  let cycles = 0;
  for (const entry of entries) {
    if (end !== null && entry.at > end) break;
    if (entry.kind === 'commits_pushed' || entry.kind === 'head_force_pushed') {
      for (const request of requests.values()) request.isPushed = true;
    }
    if (entry.kind !== 'review_submitted') continue;
    const review = factOf.get(reviewIdOf(entry));
    if (!review?.isCounted || review.personId === null) continue;
    const { headSha } = entry.data;
    const request = requests.get(review.personId);
    const isAnswered = request !== undefined && isReworked(request, headSha);
    if (isAnswered) cycles += 1;
    if (review.state === 'changes_requested') requests.set(review.personId, { isPushed: false, headSha });
    else if (isAnswered || review.state !== 'commented') requests.delete(review.personId);
  }
  return cycles;
}

function isReworked(
  request: { isPushed: boolean; headSha: string | undefined },
  headSha: string | undefined,
) {
  return request.headSha === undefined || headSha === undefined
    ? request.isPushed
    : request.headSha !== headSha;
}

/** The last count a source gave, and what has happened after its second. */
export function reviewCommentCount(
  entries: readonly TimelineEntry[],
  counted: PullRequestSnapshot['reviewComments'],
): number {
  const since = counted == null ? Number.NEGATIVE_INFINITY : endOfSecond(counted.updatedAt);
  const comments = entries.filter((entry) => entry.kind === 'review_commented');
  const added = comments.filter((entry) => entry.at > since && entry.data.deletedAt === undefined);
  const removed = comments.filter((entry) => entry.at <= since && (entry.data.deletedAt ?? since) > since);
  const count = counted == null ? 0 : countAfterSecond(comments, counted);
  return Math.max(0, count + added.length - removed.length);
}

const endOfSecond = (at: Instant): Instant => at + 999;

/**
 * What a count comes to once its second is over. GitHub dates by the second: a count that was given within one may lack comments and
 * deletions of the same second. Where those that were told explain it they decide; what they do not explain was not told.
 */
function countAfterSecond(
  comments: readonly TimelineEntry[],
  { updatedAt, count, isSettled }: NonNullable<PullRequestSnapshot['reviewComments']>,
): number {
  if (isSettled) return count;
  const end = endOfSecond(updatedAt);
  const there = (from: Instant, until: Instant) =>
    comments.filter(({ at, data }) => at < until && (data.deletedAt ?? Number.POSITIVE_INFINITY) > from)
      .length;
  const [least, most] = [there(end, updatedAt), there(updatedAt - 1, end + 1)];
  return there(end, end + 1) + Math.max(0, count - most) - Math.max(0, least - count);
}
