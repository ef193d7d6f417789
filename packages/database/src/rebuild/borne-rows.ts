import { reviewRequestIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import { markDaysSince } from '../projection/dirty-days.ts';
import type { FoldedPullRequest } from '../projection/folded-pull-request.ts';
import { saveReverts } from '../projection/reverts.ts';
import { saveReviewRequests } from '../projection/review-requests.ts';
import { saveReviews } from '../projection/reviews.ts';
import type { Tenant } from '../tenant.ts';
import { IS_TOLD_BY_DELIVERIES } from './raw-sources.ts';

type Marking = { zone: string; now: Instant };

/** Entries of a timeline but these go. */
export async function keepOnlyEntries(
  tenant: Tenant,
  { pullRequestId, keys }: { pullRequestId: string; keys: readonly string[] },
): Promise<void> {
  await tenant.query({
    name: 'keep_only_entries',
    text: 'DELETE FROM timeline_entry WHERE organization_id = $1 AND pull_request_id = $2 AND key <> ALL ($3::text[])',
    values: [pullRequestId, keys],
  });
}

/**
 * Makes the reviews, requests for reviews and reverts of a pull request those of its facts, whatever stood there: facts that are as they
 * were would leave them. Days are marked where anything went.
 */
export async function settleRows(
  tenant: Tenant,
  pull: FoldedPullRequest & { number: number },
  { zone, now }: Marking,
): Promise<void> {
  const { transaction: tx, organizationId } = tenant;
  const { reviews, reviewRequests, openedAt } = pull.facts;
  const { rowCount } = await tenant.query({
    name: 'sweep_rows',
    text: `WITH requests AS (
        DELETE FROM review_request WHERE organization_id = $1 AND pull_request_id = $2 AND id <> ALL ($4::uuid[]) RETURNING id),
      reviews AS (
        DELETE FROM review WHERE organization_id = $1 AND pull_request_id = $2 AND github_id <> ALL ($3::bigint[]) RETURNING id)
      SELECT id FROM requests UNION ALL SELECT id FROM reviews`,
    values: [
      pull.id,
      reviews.map(({ reviewId }) => reviewId),
      reviewRequests.map((request) => reviewRequestIdFor(pull.id, request)),
    ],
  });
  await saveReviews(tx, organizationId, [{ record: pull, before: null }]);
  await saveReviewRequests(tx, organizationId, [{ record: pull, before: null }]);
  await saveReverts(tx, organizationId, { repositoryId: pull.repositoryId, numbers: [pull.number] });
  if (rowCount !== 0) await markDaysSince(tx, organizationId, { since: openedAt, zone, now });
}

const OF_PULL_REQUEST = [
  ['timeline_entry', 'pull_request_id'],
  ['review', 'pull_request_id'],
  ['review_request', 'pull_request_id'],
] as const;

/** Deletes a pull request with all that belongs to it and marks its days; false when it is gone. */
export async function sweepPullRequest(tenant: Tenant, id: string, { zone, now }: Marking): Promise<boolean> {
  const { rows } = await tenant.query<{ openedAt: Instant }>({
    text: 'DELETE FROM pull_request WHERE organization_id = $1 AND id = $2 RETURNING opened_at AS "openedAt"',
    values: [id],
  });
  for (const [table, column] of OF_PULL_REQUEST)
    await tenant.query({
      text: `DELETE FROM ${table} WHERE organization_id = $1 AND ${column} = $2`,
      values: [id],
    });
  const since = rows[0]?.openedAt;
  if (since === undefined) return false;
  await markDaysSince(tenant.transaction, tenant.organizationId, { since, zone, now });
  return true;
}

/** Deletes pushes and marks the days since the first of them. */
export async function sweepPushes(
  tenant: Tenant,
  ids: readonly string[],
  { zone, now }: Marking,
): Promise<void> {
  const { rows } = await tenant.query<{ at: Instant }>({
    text: 'DELETE FROM push WHERE organization_id = $1 AND id = ANY ($2::uuid[]) RETURNING pushed_at AS at',
    values: [ids],
  });
  if (rows.length === 0) return;
  const since = Math.min(...rows.map(({ at }) => at));
  await markDaysSince(tenant.transaction, tenant.organizationId, { since, zone, now });
}

/** Reviews and requests of pull requests that are not there. */
export async function sweepOrphans(tenant: Tenant): Promise<void> {
  for (const table of ['review', 'review_request'] as const)
    await tenant.query({
      text: `DELETE FROM ${table} o WHERE o.organization_id = $1 AND NOT EXISTS (
          SELECT 1 FROM pull_request p WHERE p.organization_id = $1 AND p.id = o.pull_request_id)`,
    });
}

/** Has nobody but its deliveries told of a repository; one that is not known has been told by nobody else. */
export async function isToldByDeliveries(tenant: Tenant, repositoryId: string): Promise<boolean> {
  const { rows } = await tenant.query<{ isOwn: boolean }>({
    name: 'is_told_by_deliveries',
    text: `SELECT ${IS_TOLD_BY_DELIVERIES} AS "isOwn" FROM repository r WHERE r.organization_id = $1 AND r.id = $2`,
    values: [repositoryId],
  });
  return rows[0]?.isOwn ?? true;
}

/** The version of a pull request's row; null when there is none. */
export async function readRowVersion(tenant: Tenant, id: string): Promise<string | null> {
  const { rows } = await tenant.query<{ version: string }>({
    name: 'row_version',
    text: 'SELECT xmin::text AS version FROM pull_request WHERE organization_id = $1 AND id = $2',
    values: [id],
  });
  return rows[0]?.version ?? null;
}

/** Lets a push be stored anew as its delivery tells it. */
export async function dropPush(tenant: Tenant, id: string): Promise<void> {
  await tenant.query({
    name: 'drop_push',
    text: 'DELETE FROM push WHERE organization_id = $1 AND id = $2',
    values: [id],
  });
}
