import type { Instant } from '../time/instant.ts';
import { type WorkingCalendar, workingSecondsBetween } from '../time/working-calendar.ts';
import type { ReviewRequestFact } from './facts.ts';
import { isCountedReviewer, type JudgedReview, personOf, type ReviewJudge, reviewIdOf } from './reviews.ts';
import type { TimelineEntry } from './timeline.ts';

type Ask = {
  accountId: string;
  requestedAt: Instant;
  answeredAt: Instant | null;
  endedAt: Instant | null;
};

/** Walks the sorted timeline: what a person is asked for stands until they review, are asked no longer, or all is over. */
function asks(
  entries: readonly TimelineEntry[],
  reviews: readonly JudgedReview[],
  { judge, end }: { judge: ReviewJudge; end: Instant | null },
): Ask[] {
  const reviewOf = new Map(reviews.map((review) => [review.reviewId, review]));
  const standing = new Map<string, Ask>();
  const all: Ask[] = [];
  const settle = (person: string | null, how: Partial<Ask>): void => {
    const ask = person === null ? undefined : standing.get(person);
    if (person === null || ask === undefined) return;
    Object.assign(ask, how);
    standing.delete(person);
  };
  for (const entry of entries) {
    if (end !== null && entry.at > end) break;
    if (entry.kind === 'review_submitted') {
      const review = reviewOf.get(reviewIdOf(entry));
      if (review?.isCounted) settle(review.personId, { answeredAt: entry.at });
      continue;
    }
    const accountId = entry.data.requestedAccountId;
    const person = personOf(accountId, judge);
    if (accountId === undefined || person === null) continue;
    if (entry.kind === 'review_request_removed') settle(person, { endedAt: entry.at });
    if (entry.kind !== 'review_requested' || standing.has(person)) continue;
    const ask: Ask = { accountId, requestedAt: entry.at, answeredAt: null, endedAt: null };
    standing.set(person, ask);
    all.push(ask);
  }
  for (const ask of standing.values()) ask.endedAt = end;
  return all;
}

/**
 * The reviews that people were asked for, in the order of the sorted entries. One who is asked again while a request to them
 * stands is asked once; another account of the same person is them. A request is answered by that person's next counted review,
 * taken back, ended with the pull request, or open. A request to a team asks nobody, and so does one after the end. The working
 * time runs from the request, or from `readyAt` where that is later: nobody is waited for during the first draft.
 */
export function reviewRequests(
  entries: readonly TimelineEntry[],
  reviews: readonly JudgedReview[],
  given: { judge: ReviewJudge; readyAt: Instant | null; end: Instant | null; calendar: WorkingCalendar },
): ReviewRequestFact[] {
  const { judge, readyAt, calendar } = given;
  return asks(entries, reviews, given).map((ask) => {
    const from = Math.max(ask.requestedAt, readyAt ?? Number.POSITIVE_INFINITY);
    return {
      ...ask,
      answeredWorkingSeconds:
        ask.answeredAt === null
          ? null
          : ask.answeredAt <= from
            ? 0
            : workingSecondsBetween(calendar, from, ask.answeredAt),
      isCounted: isCountedReviewer(ask.accountId, judge),
    };
  });
}
