import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { reviewIdFor } from '@devpulse/domain/identity';
import type { Transaction } from '../transaction.ts';
import type { SavedPullRequest } from './folded-pull-request.ts';

/** Comparable whatever the order of keys: facts that were stored come back with their keys in the order of jsonb. */
function reviewsOf(facts: PullRequestFacts | null): string {
  const reviews = (facts?.reviews ?? []).map((review) => [
    review.reviewId,
    review.reviewerId,
    review.submittedAt,
    review.state,
    review.dismissedAt,
    review.isCounted && facts?.isCounted,
  ]);
  return JSON.stringify(reviews);
}

/** Writes the reviews of pull requests where they are not as in the facts `before`. A review that was given stays one. */
export async function saveReviews(
  tx: Transaction,
  organizationId: string,
  saved: readonly SavedPullRequest[],
): Promise<void> {
  const reviews = saved
    .filter(({ record, before }) => reviewsOf(record.facts) !== reviewsOf(before))
    .flatMap(({ record }) => record.facts.reviews.map((review) => ({ ...review, record })));
  if (reviews.length === 0) return;
  await tx.query({
    name: 'save_reviews',
    text: `INSERT INTO review (id, organization_id, pull_request_id, repository_id, github_id, reviewer_account_id,
        reviewer_contributor_id, state, submitted_at, dismissed_at, is_counted)
      SELECT t.id, $1, t.pull_request_id, t.repository_id, t.github_id, t.reviewer_id, a.contributor_id, t.state,
        to_timestamp(t.submitted_ms / 1000), to_timestamp(t.dismissed_ms / 1000), t.is_counted
      FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[], $7::text[], $8::float8[], $9::float8[], $10::boolean[])
        AS t (pull_request_id, repository_id, id, github_id, reviewer_id, state, submitted_ms, dismissed_ms, is_counted)
      LEFT JOIN github_account a ON a.organization_id = $1 AND a.github_id = t.reviewer_id
      ON CONFLICT (id) DO UPDATE SET
        reviewer_account_id = excluded.reviewer_account_id, reviewer_contributor_id = excluded.reviewer_contributor_id,
        state = excluded.state, submitted_at = excluded.submitted_at, dismissed_at = excluded.dismissed_at,
        is_counted = excluded.is_counted
      WHERE (review.reviewer_account_id, review.reviewer_contributor_id, review.state, review.submitted_at, review.dismissed_at, review.is_counted)
        IS DISTINCT FROM (excluded.reviewer_account_id, excluded.reviewer_contributor_id, excluded.state, excluded.submitted_at, excluded.dismissed_at, excluded.is_counted)`,
    values: [
      organizationId,
      reviews.map(({ record }) => record.id),
      reviews.map(({ record }) => record.repositoryId),
      reviews.map(({ record, reviewId }) => reviewIdFor(record.id, reviewId)),
      reviews.map((review) => review.reviewId),
      reviews.map((review) => review.reviewerId),
      reviews.map((review) => review.state),
      reviews.map((review) => review.submittedAt),
      reviews.map((review) => review.dismissedAt),
      reviews.map((review) => review.isCounted && review.record.facts.isCounted),
    ],
  });
}
