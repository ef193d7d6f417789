import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { reviewRequestIdFor } from '@devpulse/domain/identity';
import type { Transaction } from '../transaction.ts';
import type { SavedPullRequest } from './folded-pull-request.ts';

/** Comparable whatever the order of keys: facts that were stored come back with their keys in the order of jsonb. */
function requestsOf(facts: PullRequestFacts | null): string {
  const requests = (facts?.reviewRequests ?? []).map((request) => [
    request.accountId,
    request.requestedAt,
    request.answeredAt,
    request.answeredWorkingSeconds,
    request.endedAt,
    request.isCounted && facts?.isCounted,
  ]);
  return JSON.stringify(requests);
}

/** Writes who was asked to review pull requests, where it is not as in the facts `before`; what is no request any more goes. */
export async function saveReviewRequests(
  tx: Transaction,
  organizationId: string,
  saved: readonly SavedPullRequest[],
): Promise<void> {
  const changed = saved.filter(({ record, before }) => requestsOf(record.facts) !== requestsOf(before));
  if (changed.length === 0) return;
  const requests = changed.flatMap(({ record }) =>
    record.facts.reviewRequests.map((request) => ({ ...request, record })),
  );
  await tx.query({
    name: 'save_review_requests',
    text: SAVE,
    values: [
      organizationId,
      changed.map(({ record }) => record.id),
      requests.map(({ record }) => record.id),
      requests.map(({ record }) => record.repositoryId),
      requests.map((request) => reviewRequestIdFor(request.record.id, request)),
      requests.map((request) => request.accountId),
      requests.map((request) => request.requestedAt),
      requests.map((request) => request.answeredAt),
      requests.map((request) => request.answeredWorkingSeconds),
      requests.map((request) => request.endedAt),
      requests.map((request) => request.isCounted && request.record.facts.isCounted),
    ],
  });
}

const COLUMNS = [
  'reviewer_account_id',
  'reviewer_contributor_id',
  'requested_at',
  'answered_at',
  'answered_working',
  'ended_at',
  'is_counted',
];
const row = (table: string) => `(${COLUMNS.map((name) => `${table}.${name}`).join(', ')})`;

const SAVE = `WITH gone AS (
    DELETE FROM review_request WHERE organization_id = $1 AND pull_request_id = ANY ($2::uuid[]) AND id <> ALL ($5::uuid[]))
  INSERT INTO review_request AS q (id, organization_id, pull_request_id, repository_id, ${COLUMNS.join(', ')})
  SELECT t.id, $1, t.pull_request_id, t.repository_id, t.account_id, a.contributor_id, to_timestamp(t.requested_ms / 1000),
    to_timestamp(t.answered_ms / 1000), t.answered_working, to_timestamp(t.ended_ms / 1000), t.is_counted
  FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::float8[], $8::float8[], $9::bigint[], $10::float8[], $11::boolean[])
    AS t (pull_request_id, repository_id, id, account_id, requested_ms, answered_ms, answered_working, ended_ms, is_counted)
  LEFT JOIN github_account a ON a.organization_id = $1 AND a.github_id = t.account_id
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}
  WHERE ${row('q')} IS DISTINCT FROM ${row('excluded')}`;
