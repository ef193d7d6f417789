import { CLOCKS, DURATIONS, type PullRequestFacts } from '@devpulse/domain/delivery/facts';
import type { PullRequestSnapshot, TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { reviewIdFor } from '@devpulse/domain/identity';
import type { Instant, Span } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

/** Adds what is new to the timeline; an entry that knows more than the stored one of its key takes its place. */
export async function saveTimeline(
  tx: Transaction,
  pull: { organizationId: string; pullRequestId: string },
  entries: readonly TimelineEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.query({
    name: 'save_timeline',
    text: `INSERT INTO timeline_entry (organization_id, pull_request_id, key, kind, at, actor_id, data)
      SELECT $1, $2, key, kind, to_timestamp(at_ms / 1000), actor_id, data
      FROM unnest($3::text[], $4::text[], $5::float8[], $6::bigint[], $7::jsonb[]) AS t (key, kind, at_ms, actor_id, data)
      ON CONFLICT (organization_id, pull_request_id, key) DO UPDATE SET
        kind = excluded.kind, at = excluded.at, actor_id = excluded.actor_id, data = excluded.data`,
    values: [
      pull.organizationId,
      pull.pullRequestId,
      entries.map((entry) => entry.key),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.actorId),
      entries.map((entry) => JSON.stringify(entry.data)),
    ],
  });
}

/** A pull request with its facts, ready to be written. */
export type PullRequestRecord = {
  id: string;
  organizationId: string;
  repositoryId: string;
  githubId: string;
  number: number;
  authorId: string | null;
  authorContributorId: string | null;
  snapshot: PullRequestSnapshot;
  facts: PullRequestFacts;
  readyWorkingOffset: number | null;
  definitionVersion: number;
};

type Column = { name: string; type: string; value: (record: PullRequestRecord) => unknown };

const column = (name: string, type: string, value: Column['value']): Column => ({ name, type, value });
const instant = (name: string, value: (facts: PullRequestFacts) => Instant | null): Column =>
  column(name, 'instant', (record) => value(record.facts));

const SNAKE = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const DURATION_COLUMNS = DURATIONS.flatMap((duration) =>
  CLOCKS.map((clock) =>
    column(`${SNAKE(duration)}_${clock}`, 'bigint', (r) => r.facts.durations[duration]?.[clock] ?? null),
  ),
);

const COLUMNS: readonly Column[] = [
  column('id', 'uuid', (r) => r.id),
  column('organization_id', 'uuid', (r) => r.organizationId),
  column('repository_id', 'uuid', (r) => r.repositoryId),
  column('github_id', 'bigint', (r) => r.githubId),
  column('number', 'int', (r) => r.number),
  column('author_account_id', 'bigint', (r) => r.authorId),
  column('author_contributor_id', 'uuid', (r) => r.authorContributorId),
  column('snapshot', 'jsonb', (r) => JSON.stringify(r.snapshot)),
  column('facts', 'jsonb', (r) => JSON.stringify(r.facts)),
  column('title', 'text', (r) => r.snapshot.base.title),
  column('head_repository_id', 'bigint', (r) => r.snapshot.base.headRepositoryId),
  column('head_ref', 'text', (r) => r.snapshot.base.headRef),
  column('additions', 'int', (r) => r.snapshot.size?.additions ?? 0),
  column('deletions', 'int', (r) => r.snapshot.size?.deletions ?? 0),
  column('changed_files', 'int', (r) => r.snapshot.size?.changedFiles ?? 0),
  column('commits', 'int', (r) => r.snapshot.size?.commits ?? 0),
  column('state', 'text', (r) => r.facts.state),
  column('is_draft', 'boolean', (r) => r.facts.isDraft),
  column('is_counted', 'boolean', (r) => r.facts.isCounted),
  instant('opened_at', (facts) => facts.openedAt),
  instant('ready_at', (facts) => facts.readyAt),
  instant('first_commit_at', (facts) => facts.firstCommitAt),
  instant('first_review_at', (facts) => facts.firstReviewAt),
  instant('approved_at', (facts) => facts.approvedAt),
  instant('closed_at', (facts) => facts.closedAt),
  instant('merged_at', (facts) => facts.mergedAt),
  instant('open_until', (facts) => facts.openUntil ?? Number.POSITIVE_INFINITY),
  ...DURATION_COLUMNS,
  column('draft_after_ready_seconds', 'bigint', (r) => r.facts.draftAfterReadySeconds),
  column('has_early_feedback', 'boolean', (r) => r.facts.hasEarlyFeedback),
  column('is_merged_without_review', 'boolean', (r) => r.facts.isMergedWithoutReview),
  column('rework_cycles', 'int', (r) => r.facts.reworkCycles),
  column('review_count', 'int', (r) => r.facts.reviewCount),
  column('review_comment_count', 'int', (r) => r.facts.reviewCommentCount),
  column('reviewer_count', 'int', (r) => r.facts.reviewerCount),
  column('reverts_number', 'int', (r) => r.facts.revertsNumber),
  column('reasons', 'text[]', (r) => r.facts.reasons),
  column('ready_working_offset', 'bigint', (r) => r.readyWorkingOffset),
  column('draft_during', 'tstzmultirange', (r) => multirange(r.facts.spans.draft)),
  column('waiting_during', 'tstzmultirange', (r) => multirange(r.facts.spans.waiting)),
  column('in_review_during', 'tstzmultirange', (r) => multirange(r.facts.spans.inReview)),
  column('approved_during', 'tstzmultirange', (r) => multirange(r.facts.spans.approved)),
  column('definition_version', 'int', (r) => r.definitionVersion),
];

const SAVE = `INSERT INTO pull_request (${COLUMNS.map(({ name }) => name).join(', ')})
  VALUES (${COLUMNS.map(({ type }, index) =>
    type === 'instant' ? `to_timestamp($${index + 1}::float8 / 1000)` : `$${index + 1}::${type}`,
  ).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.slice(2)
    .map(({ name }) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** Writes a pull request, and its reviews where they are not as in the facts `before`; what stood there is replaced. */
export async function savePullRequest(
  tx: Transaction,
  record: PullRequestRecord,
  before: PullRequestFacts | null,
): Promise<void> {
  await tx.query({
    name: 'save_pull_request',
    text: SAVE,
    values: COLUMNS.map(({ value }) => value(record)),
  });
  if (reviewsOf(record.facts) !== reviewsOf(before)) await saveReviews(tx, record);
}

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

async function saveReviews(tx: Transaction, record: PullRequestRecord): Promise<void> {
  const { reviews } = record.facts;
  if (reviews.length === 0) return;
  await tx.query({
    name: 'save_reviews',
    text: `INSERT INTO review (id, organization_id, pull_request_id, repository_id, github_id, reviewer_account_id,
        reviewer_contributor_id, state, submitted_at, dismissed_at, is_counted)
      SELECT t.id, $1, $2, $3, t.github_id, t.reviewer_id, a.contributor_id, t.state,
        to_timestamp(t.submitted_ms / 1000), to_timestamp(t.dismissed_ms / 1000), t.is_counted
      FROM unnest($4::uuid[], $5::bigint[], $6::bigint[], $7::text[], $8::float8[], $9::float8[], $10::boolean[])
        AS t (id, github_id, reviewer_id, state, submitted_ms, dismissed_ms, is_counted)
      LEFT JOIN github_account a ON a.organization_id = $1 AND a.github_id = t.reviewer_id
      ON CONFLICT (id) DO UPDATE SET
        reviewer_account_id = excluded.reviewer_account_id, reviewer_contributor_id = excluded.reviewer_contributor_id,
        state = excluded.state, submitted_at = excluded.submitted_at, dismissed_at = excluded.dismissed_at,
        is_counted = excluded.is_counted
      WHERE (review.reviewer_account_id, review.reviewer_contributor_id, review.state, review.submitted_at, review.dismissed_at, review.is_counted)
        IS DISTINCT FROM (excluded.reviewer_account_id, excluded.reviewer_contributor_id, excluded.state, excluded.submitted_at, excluded.dismissed_at, excluded.is_counted)`,
    values: [
      record.organizationId,
      record.id,
      record.repositoryId,
      reviews.map((review) => reviewIdFor(record.id, review.reviewId)),
      reviews.map((review) => review.reviewId),
      reviews.map((review) => review.reviewerId),
      reviews.map((review) => review.state),
      reviews.map((review) => review.submittedAt),
      reviews.map((review) => review.dismissedAt),
      reviews.map((review) => review.isCounted && record.facts.isCounted),
    ],
  });
}

function multirange(spans: readonly Span[]): string {
  const text = (at: Instant) => `"${new Date(at).toISOString()}"`;
  const ranges = spans
    .filter((span) => span.to === null || span.to > span.from)
    .map((span) => `[${text(span.from)},${span.to === null ? '' : text(span.to)})`);
  return `{${ranges.join(',')}}`;
}
