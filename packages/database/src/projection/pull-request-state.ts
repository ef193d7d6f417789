import type { TeamTime } from '@devpulse/domain/delivery/clock';
import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import type {
  AccountSnapshot,
  HeadPush,
  PullRequestSnapshot,
  TimelineEntry,
} from '@devpulse/domain/delivery/timeline';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

/** Where a pull request's head branch is; pull requests and pushes of one branch are projected one after another. */
export type HeadBranch = { repositoryGithubId: string; ref: string };

/** A pull request as it is stored: what the next fold starts from. */
export type StoredPullRequest = {
  id: string;
  githubId: string;
  number: number;
  repositoryId: string;
  authorId: string | null;
  snapshot: PullRequestSnapshot;
  facts: PullRequestFacts;
  /** Fingerprint of the calendar that the facts were measured by. */
  clock: string | null;
};

export type KnownAccount = AccountSnapshot & { contributorId: string };

export type FoldMaterial = {
  stored: StoredPullRequest | null;
  entries: TimelineEntry[];
  accounts: Map<string, KnownAccount>;
  /** The author's, the longest-standing first. */
  teamTimes: TeamTime[];
  pushes: HeadPush[];
  /** The latest pull request of the same branch that was closed unmerged in the days before this one was opened. */
  predecessor: PullRequestFacts | null;
  /** When its repository left the organization. */
  repositoryGoneAt: Instant | null;
};

/** Facts that an earlier release has stored know of no requests for reviews. */
const STORED = `json_build_object('id', p.id, 'githubId', p.github_id::text, 'number', p.number,
  'repositoryId', p.repository_id, 'authorId', p.author_account_id::text, 'snapshot', p.snapshot, 'facts', '{"reviewRequests": []}'::jsonb || p.facts, 'clock', p.clock)`;

const EPOCH_MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** How long after a closing a new pull request of the same branch goes on with its clock (metrics.md, section 3). */
const INHERITANCE_DAYS = 7;
/** Pushes that can matter are those since the branch was made, and the first one after the opening that tells of a commit. */
const MAX_PUSHES = 500;

/** Everything that the fold of one pull request needs, in one read; `authorId` and `accountIds` are those that new entries name. */
export async function loadFoldMaterial(
  tx: Transaction,
  organizationId: string,
  pull: {
    id: string;
    head: HeadBranch | null;
    openedAt: Instant;
    authorId: string | null;
    accountIds: readonly string[];
  },
): Promise<FoldMaterial> {
  const { rows } = await tx.query<{
    stored: StoredPullRequest | null;
    entries: TimelineEntry[];
    accounts: KnownAccount[];
    teamTimes: TeamTime[];
    pushes: HeadPush[];
    predecessor: PullRequestFacts | null;
    repositoryGoneAt: Instant | null;
  }>({
    name: 'load_fold_material',
    text: LOAD_FOLD_MATERIAL,
    values: [
      organizationId,
      pull.id,
      pull.head?.repositoryGithubId ?? null,
      pull.head ? `refs/heads/${pull.head.ref}` : null,
      pull.head?.ref ?? null,
      pull.openedAt,
      pull.accountIds,
      pull.authorId,
    ],
  });
  const row = rows[0];
  if (!row) throw new Error('A read without FROM gave no row.');
  const accounts = new Map(row.accounts.map((account) => [account.id, account]));
  return { ...row, accounts };
}

export const LOAD_FOLD_MATERIAL = `SELECT
  (SELECT ${STORED} FROM pull_request p WHERE p.organization_id = $1 AND p.id = $2) AS stored,
  (SELECT coalesce(json_agg(json_build_object('key', e.key, 'kind', e.kind, 'at', ${EPOCH_MS('e.at')},
       'actorId', e.actor_id::text, 'data', e.data)), '[]')
   FROM timeline_entry e WHERE e.organization_id = $1 AND e.pull_request_id = $2) AS entries,
  (SELECT coalesce(json_agg(json_build_object('id', a.github_id::text, 'login', a.login, 'type', a.account_type,
       'contributorId', a.contributor_id)), '[]')
   FROM github_account a
   WHERE a.organization_id = $1 AND a.github_id IN (
     SELECT unnest(ARRAY[e.actor_id, (e.data->>'requestedAccountId')::bigint]) FROM timeline_entry e
     WHERE e.organization_id = $1 AND e.pull_request_id = $2
     UNION SELECT unnest($7::bigint[])
     UNION SELECT p.author_account_id FROM pull_request p WHERE p.organization_id = $1 AND p.id = $2)) AS accounts,
  (SELECT coalesce(json_agg(json_build_object('startsAt', CASE WHEN isfinite(m.starts_at) THEN ${EPOCH_MS('m.starts_at')} END,
       'endsAt', ${EPOCH_MS('m.ends_at')}, 'calendar', CASE WHEN t.time_zone IS NOT NULL THEN json_build_object(
         'zone', t.time_zone, 'weekdays', t.working_weekdays, 'startMinute', t.working_start_minute,
         'endMinute', t.working_end_minute, 'holidays', t.holidays) END) ORDER BY m.starts_at, m.team_id), '[]')
   FROM github_account a JOIN team_membership m ON m.organization_id = $1 AND m.contributor_id = a.contributor_id
   JOIN team t ON t.organization_id = $1 AND t.id = m.team_id
   WHERE a.organization_id = $1 AND a.github_id = coalesce($8::bigint,
     (SELECT p.author_account_id FROM pull_request p WHERE p.organization_id = $1 AND p.id = $2))) AS "teamTimes",
  (SELECT coalesce(json_agg(push ORDER BY push.at, push."afterSha"), '[]') FROM (
     (SELECT ${EPOCH_MS('h.pushed_at')} AS at, h.after_sha AS "afterSha", h.is_forced AS forced, h.is_created AS created,
             ${EPOCH_MS('h.earliest_authored_at')} AS "earliestAuthoredAt"
      FROM push h WHERE h.organization_id = $1 AND h.repository_github_id = $3::bigint AND h.ref = $4
        AND NOT h.is_deleted AND h.pushed_at <= to_timestamp($6::float8 / 1000)
      ORDER BY h.pushed_at DESC, h.after_sha LIMIT ${MAX_PUSHES})
     UNION ALL
     (SELECT ${EPOCH_MS('h.pushed_at')}, h.after_sha, h.is_forced, h.is_created, ${EPOCH_MS('h.earliest_authored_at')}
      FROM push h WHERE h.organization_id = $1 AND h.repository_github_id = $3::bigint AND h.ref = $4
        AND NOT h.is_deleted AND h.pushed_at > to_timestamp($6::float8 / 1000) AND h.earliest_authored_at IS NOT NULL
      ORDER BY h.pushed_at, h.after_sha LIMIT 1)) AS push) AS pushes,
  (SELECT p.facts FROM pull_request p
   WHERE p.organization_id = $1 AND p.head_repository_id = $3::bigint AND p.head_ref = $5 AND p.id <> $2
     AND p.state = 'closed' AND p.closed_at <= to_timestamp($6::float8 / 1000)
     AND p.closed_at >= to_timestamp($6::float8 / 1000) - interval '${INHERITANCE_DAYS} days'
   ORDER BY p.closed_at DESC, p.id LIMIT 1) AS predecessor,
  (SELECT r.removed_at FROM pull_request p JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id
   WHERE p.organization_id = $1 AND p.id = $2) AS "repositoryGoneAt"`;

/** The head branch that a stored pull request is known to have. */
export async function findHeadBranch(
  tx: Transaction,
  organizationId: string,
  pullRequestId: string,
): Promise<HeadBranch | null> {
  const { rows } = await tx.query<{ repository: string | null; ref: string }>({
    name: 'find_head_branch',
    text: `SELECT head_repository_id AS repository, head_ref AS ref FROM pull_request
           WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, pullRequestId],
  });
  const row = rows[0];
  return row?.repository ? { repositoryGithubId: row.repository, ref: row.ref } : null;
}

/** A stored pull request; null when there is none of this id. */
export async function findStored(
  tx: Transaction,
  organizationId: string,
  pullRequestId: string,
): Promise<StoredPullRequest | null> {
  const [stored] = await listStored(tx, {
    name: 'find_stored',
    where: 'p.id = $2',
    values: [organizationId, pullRequestId],
  });
  return stored ?? null;
}

/** Pull requests of the same branch that were opened within the days after `closedAt`: they may inherit from this one. */
export async function findSuccessors(
  tx: Transaction,
  organizationId: string,
  pull: { id: string; head: HeadBranch; closedAt: Instant },
): Promise<StoredPullRequest[]> {
  return listStored(tx, {
    name: 'find_successors',
    where: `p.head_repository_id = $2::bigint AND p.head_ref = $3 AND p.id <> $4
      AND p.opened_at >= to_timestamp($5::float8 / 1000)
      AND p.opened_at <= to_timestamp($5::float8 / 1000) + interval '${INHERITANCE_DAYS} days'`,
    values: [organizationId, pull.head.repositoryGithubId, pull.head.ref, pull.id, pull.closedAt],
  });
}

/** Pull requests whose coding phase a push at `pushedAt` may begin: it came before the opening, or is the first after it that tells of a commit. */
export async function findPullRequestsOfBranch(
  tx: Transaction,
  organizationId: string,
  branch: HeadBranch & { pushedAt: Instant },
): Promise<StoredPullRequest[]> {
  return listStored(tx, {
    name: 'find_pull_requests_of_branch',
    where: `p.head_repository_id = $2::bigint AND p.head_ref = $3
      AND (p.opened_at >= to_timestamp($4::float8 / 1000) OR NOT EXISTS (
        SELECT 1 FROM push h WHERE h.organization_id = $1 AND h.repository_github_id = $2::bigint AND h.ref = 'refs/heads/' || $3
          AND h.pushed_at > p.opened_at AND h.pushed_at < to_timestamp($4::float8 / 1000)
          AND NOT h.is_deleted AND h.earliest_authored_at IS NOT NULL))`,
    values: [organizationId, branch.repositoryGithubId, branch.ref, branch.pushedAt],
  });
}

async function listStored(
  tx: Transaction,
  query: { name: string; where: string; values: unknown[] },
): Promise<StoredPullRequest[]> {
  const { rows } = await tx.query<{ stored: StoredPullRequest }>({
    name: query.name,
    text: `SELECT ${STORED} AS stored FROM pull_request p
           WHERE p.organization_id = $1 AND ${query.where} ORDER BY p.id`,
    values: query.values,
  });
  return rows.map((row) => row.stored);
}
