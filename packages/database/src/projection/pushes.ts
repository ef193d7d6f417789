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

/** Stores pushes, each once; answers those that were not known, in their order. One that is told twice is as it was told first. */
export async function savePushes<Push extends PushRecord>(
  tx: Transaction,
  organizationId: string,
  told: readonly Push[],
): Promise<Push[]> {
  if (told.length === 0) return [];
  const byId = new Map(told.toReversed().map((push) => [idOf(organizationId, push), push]));
  const pushes = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, push]) => ({ ...push, id }));
  const { rows } = await tx.query<{ id: string }>({
    name: 'save_pushes',
    text: SAVE,
    values: [
      organizationId,
      pushes.map(({ id }) => id),
      pushes.map((push) => repositoryIdFor(organizationId, push.repositoryGithubId)),
      pushes.map((push) => push.repositoryGithubId),
      pushes.map((push) => push.ref),
      pushes.map((push) => push.before),
      pushes.map((push) => push.after),
      pushes.map((push) => push.isForced),
      pushes.map((push) => push.isCreated),
      pushes.map((push) => push.isDeleted),
      pushes.map((push) => push.pusherId),
      pushes.map((push) => push.isCounted),
      pushes.map((push) => push.pushedAt),
      pushes.map((push) => push.distinctCommits),
      pushes.map((push) => push.earliestAuthoredAt),
    ],
  });
  const fresh = new Set(rows.map((row) => row.id));
  return told.filter((push) => fresh.delete(idOf(organizationId, push)));
}

function idOf(organizationId: string, push: PushRecord): string {
  const repositoryId = repositoryIdFor(organizationId, push.repositoryGithubId);
  return pushIdFor(organizationId, { repositoryId, ref: push.ref, before: push.before, after: push.after });
}

const SAVE = `INSERT INTO push (id, organization_id, repository_id, repository_github_id, ref, before_sha, after_sha, is_forced,
    is_created, is_deleted, pusher_account_id, pusher_contributor_id, is_counted, pushed_at, distinct_commits, earliest_authored_at)
  SELECT t.id, $1, t.repository_id, t.repository_github_id, t.ref, t.before_sha, t.after_sha, t.is_forced, t.is_created, t.is_deleted,
    t.pusher_id, a.contributor_id, t.is_counted, to_timestamp(t.pushed_ms / 1000), t.distinct_commits, to_timestamp(t.authored_ms / 1000)
  FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::boolean[], $10::boolean[],
      $11::bigint[], $12::boolean[], $13::float8[], $14::int[], $15::float8[])
    AS t (id, repository_id, repository_github_id, ref, before_sha, after_sha, is_forced, is_created, is_deleted, pusher_id, is_counted,
      pushed_ms, distinct_commits, authored_ms)
  LEFT JOIN github_account a ON a.organization_id = $1 AND a.github_id = t.pusher_id
  ON CONFLICT (id) DO NOTHING RETURNING id`;
