import { pushIdFor, repositoryIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type PushRecord = {
  repositoryGithubId: string;
  ref: string;
  before: string;
  after: string;
  isForced: boolean;
  isCreated: boolean;
  isDeleted: boolean;
  pusherId: string | null;
  isCounted: boolean;
  pushedAt: Instant;
  distinctCommits: number;
  earliestAuthoredAt: Instant | null;
};

/** Stores a push once; false when it was known. */
export async function savePush(tx: Transaction, organizationId: string, push: PushRecord): Promise<boolean> {
  const repositoryId = repositoryIdFor(organizationId, push.repositoryGithubId);
  const { rowCount } = await tx.query({
    name: 'save_push',
    text: `INSERT INTO push (id, organization_id, repository_id, repository_github_id, ref, before_sha, after_sha, is_forced,
        is_created, is_deleted, pusher_account_id, pusher_contributor_id, is_counted, pushed_at, distinct_commits, earliest_authored_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::bigint,
        (SELECT contributor_id FROM github_account WHERE organization_id = $2 AND github_id = $11::bigint),
        $12, to_timestamp($13::float8 / 1000), $14, to_timestamp($15::float8 / 1000))
      ON CONFLICT (id) DO NOTHING`,
    values: [
      pushIdFor(organizationId, { repositoryId, ref: push.ref, before: push.before, after: push.after }),
      organizationId,
      repositoryId,
      push.repositoryGithubId,
      push.ref,
      push.before,
      push.after,
      push.isForced,
      push.isCreated,
      push.isDeleted,
      push.pusherId,
      push.isCounted,
      push.pushedAt,
      push.distinctCommits,
      push.earliestAuthoredAt,
    ],
  });
  return rowCount === 1;
}
