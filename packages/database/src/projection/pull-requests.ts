import { CLOCKS, DURATIONS, type PullRequestFacts } from '@devpulse/domain/delivery/facts';
import type { PullRequestSnapshot, TimelineEntry } from '@devpulse/domain/delivery/timeline';
import type { Instant, Span } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';
import type { FoldedPullRequest, SavedPullRequest } from './folded-pull-request.ts';
import { firstRevert } from './reverts.ts';
import { saveReviewRequests } from './review-requests.ts';
import { saveReviews } from './reviews.ts';

/** Entries of a pull request that are to be written. */
type ChangedTimeline = { pullRequestId: string; entries: readonly TimelineEntry[] };

/** Adds what is new to timelines; an entry that knows more than the stored one of its key takes its place. */
export async function saveTimelines(
  tx: Transaction,
  organizationId: string,
  changed: readonly ChangedTimeline[],
): Promise<void> {
  const entries = changed.flatMap(({ pullRequestId, entries: told }) =>
    told.map((entry) => ({ ...entry, pullRequestId })),
  );
  if (entries.length === 0) return;
  await tx.query({
    name: 'save_timelines',
    text: `INSERT INTO timeline_entry (organization_id, pull_request_id, key, kind, at, actor_id, data)
      SELECT $1, pull_request_id, key, kind, to_timestamp(at_ms / 1000), actor_id, data
      FROM unnest($2::uuid[], $3::text[], $4::text[], $5::float8[], $6::bigint[], $7::jsonb[])
        AS t (pull_request_id, key, kind, at_ms, actor_id, data)
      ON CONFLICT (organization_id, pull_request_id, key) DO UPDATE SET
        kind = excluded.kind, at = excluded.at, actor_id = excluded.actor_id, data = excluded.data`,
    values: [
      organizationId,
      entries.map((entry) => entry.pullRequestId),
      entries.map((entry) => entry.key),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.actorId),
      entries.map((entry) => JSON.stringify(entry.data)),
    ],
  });
}

/** A pull request with its facts, ready to be written. */
export type PullRequestRecord = FoldedPullRequest & {
  githubId: string;
  number: number;
  authorId: string | null;
  authorContributorId: string | null;
  snapshot: PullRequestSnapshot;
  readyWorkingOffset: number | null;
  /** Fingerprint of the calendar that it is measured by. */
  clock: string;
  definitionVersion: number;
};

/** Sizes are told more often than files, so a change may have fewer lines by now than were generated. */
function generatedOf({ generated, size }: PullRequestSnapshot): number | null {
  if (generated?.lines == null || size === null) return null;
  return Math.min(generated.lines, size.additions + size.deletions);
}

type Column = { name: string; type: string; value: (record: PullRequestRecord) => unknown };

const column = (name: string, type: string, value: Column['value']): Column => ({ name, type, value });
const instant = (name: string, value: (facts: PullRequestFacts) => Instant | null): Column =>
  column(name, 'timestamptz', (record) => textOf(value(record.facts)));

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
  column('snapshot', 'jsonb', (r) => r.snapshot),
  column('facts', 'jsonb', (r) => r.facts),
  column('title', 'text', (r) => r.snapshot.base.title),
  column('head_repository_id', 'bigint', (r) => r.snapshot.base.headRepositoryId),
  column('head_ref', 'text', (r) => r.snapshot.base.headRef),
  column('additions', 'int', (r) => r.snapshot.size?.additions ?? 0),
  column('deletions', 'int', (r) => r.snapshot.size?.deletions ?? 0),
  column('changed_files', 'int', (r) => r.snapshot.size?.changedFiles ?? 0),
  column('generated_lines', 'int', (r) => generatedOf(r.snapshot)),
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
  column('clock', 'text', (r) => r.clock),
  column('draft_during', 'tstzmultirange', (r) => multirange(r.facts.spans.draft)),
  column('waiting_during', 'tstzmultirange', (r) => multirange(r.facts.spans.waiting)),
  column('in_review_during', 'tstzmultirange', (r) => multirange(r.facts.spans.inReview)),
  column('approved_during', 'tstzmultirange', (r) => multirange(r.facts.spans.approved)),
  column('definition_version', 'int', (r) => r.definitionVersion),
];

/** A new one learns here what has reverted it before it was known; from then on whatever reverts it says so (`saveReverts`). */
const SAVE = `INSERT INTO pull_request (${COLUMNS.map(({ name }) => name).join(', ')}, reverted_at, reverted_by_id)
  SELECT ${COLUMNS.map(({ name }) => `t.${name}`).join(', ')}, v.merged_at, v.id
  FROM jsonb_to_recordset($1::jsonb) AS t (${COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ')})
  LEFT JOIN LATERAL ${firstRevert({
    organization: 't.organization_id',
    repository: 't.repository_id',
    number: 't.number',
    id: 't.id',
  })} AS v ON true
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.slice(2)
    .map(({ name }) => `${name} = excluded.${name}`)
    .join(', ')}`;

/**
 * Writes pull requests of one organization, with their reviews and the requests for them where they are not as in the facts `before`. Of
 * two that are new, one does not learn here that the other reverts it.
 */
export async function savePullRequests(
  tx: Transaction,
  organizationId: string,
  saved: readonly SavedPullRequest<PullRequestRecord>[],
): Promise<void> {
  if (saved.length === 0) return;
  const rows = saved.map(({ record }) =>
    Object.fromEntries(COLUMNS.map(({ name, value }) => [name, value(record)])),
  );
  await tx.query({ name: 'save_pull_requests', text: SAVE, values: [JSON.stringify(rows)] });
  await saveReviews(tx, organizationId, saved);
  await saveReviewRequests(tx, organizationId, saved);
}

function textOf(at: Instant | null): string | null {
  if (at === null) return null;
  return Number.isFinite(at) ? new Date(at).toISOString() : 'infinity';
}

function multirange(spans: readonly Span[]): string {
  const text = (at: Instant) => `"${new Date(at).toISOString()}"`;
  const ranges = spans
    .filter((span) => span.to === null || span.to > span.from)
    .map((span) => `[${text(span.from)},${span.to === null ? '' : text(span.to)})`);
  return `{${ranges.join(',')}}`;
}
