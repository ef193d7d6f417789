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

export type FoldQuestion = {
  id: string;
  head: HeadBranch | null;
  openedAt: Instant;
  /** Those that new entries name. */
  authorId: string | null;
  accountIds: readonly string[];
};

/** Everything that the folds of pull requests need, in one read; the answers are in the order of the questions. */
export async function loadFoldMaterial(
  tx: Transaction,
  organizationId: string,
  questions: readonly FoldQuestion[],
): Promise<FoldMaterial[]> {
  if (questions.length === 0) return [];
  const { rows } = await tx.query<Omit<FoldMaterial, 'accounts'> & { accounts: KnownAccount[] }>({
    name: 'load_fold_material',
    text: LOAD_FOLD_MATERIAL,
    values: [
      organizationId,
      questions.map(({ id }) => id),
      questions.map(({ head }) => head?.repositoryGithubId ?? null),
      questions.map(({ head }) => head?.ref ?? null),
      questions.map(({ openedAt }) => openedAt),
      questions.map(({ accountIds }) => `{${accountIds.join(',')}}`),
      questions.map(({ authorId }) => authorId),
    ],
  });
  return rows.map((row) => ({
    ...row,
    accounts: new Map(row.accounts.map((account) => [account.id, account])),
  }));
}

/**
 * SQL: rows of one pull request, branch or account, which are few. OFFSET 0 keeps a plan that was made while the tables were small from
 * looking through everything of the organization instead.
 */
const ofBranch = (repository: string, ref: string) =>
  `SELECT * FROM pull_request b WHERE b.organization_id = $1 AND b.head_repository_id = ${repository} AND b.head_ref = ${ref} OFFSET 0`;
const PUSHES = `SELECT ${EPOCH_MS('b.pushed_at')} AS at, b.pushed_at, b.after_sha AS "afterSha", b.is_forced AS forced, b.is_created AS created,
    ${EPOCH_MS('b.earliest_authored_at')} AS "earliestAuthoredAt"
  FROM push b WHERE b.organization_id = $1 AND b.repository_github_id = i.head_repository_id AND b.ref = 'refs/heads/' || i.head_ref
    AND NOT b.is_deleted OFFSET 0`;
const ACCOUNT = (githubId: string) =>
  `SELECT * FROM github_account b WHERE b.organization_id = $1 AND b.github_id = ${githubId} OFFSET 0`;
const PUSH_FIELDS = 'h.at, h."afterSha", h.forced, h.created, h."earliestAuthoredAt"';
const MOMENT = 'to_timestamp(i.opened_ms / 1000)';

export const LOAD_FOLD_MATERIAL = `SELECT s.stored, entries, accounts, "teamTimes", pushes, predecessor, "repositoryGoneAt"
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::float8[], $6::text[], $7::bigint[])
  WITH ORDINALITY AS i (id, head_repository_id, head_ref, opened_ms, account_ids, author_id, n)
LEFT JOIN LATERAL (
  SELECT ${STORED} AS stored, p.author_account_id, p.repository_id FROM pull_request p
  WHERE p.organization_id = $1 AND p.id = i.id OFFSET 0) AS s ON true
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('key', e.key, 'kind', e.kind, 'at', ${EPOCH_MS('e.at')},
      'actorId', e.actor_id::text, 'data', e.data)), '[]') AS entries,
    array_agg(e.actor_id) || array_agg((e.data->>'requestedAccountId')::bigint) AS named
  FROM timeline_entry e WHERE e.organization_id = $1 AND e.pull_request_id = i.id) AS e
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('id', a.github_id::text, 'login', a.login, 'type', a.account_type,
      'contributorId', a.contributor_id)), '[]') AS accounts
  FROM (SELECT DISTINCT unnest(e.named || i.account_ids::bigint[] || s.author_account_id) AS github_id) AS n
  CROSS JOIN LATERAL (${ACCOUNT('n.github_id')}) AS a) AS a
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('startsAt', CASE WHEN isfinite(m.starts_at) THEN ${EPOCH_MS('m.starts_at')} END,
      'endsAt', ${EPOCH_MS('m.ends_at')}, 'calendar', CASE WHEN t.time_zone IS NOT NULL THEN json_build_object(
        'zone', t.time_zone, 'weekdays', t.working_weekdays, 'startMinute', t.working_start_minute,
        'endMinute', t.working_end_minute, 'holidays', t.holidays) END) ORDER BY m.starts_at, m.team_id), '[]') AS "teamTimes"
  FROM (${ACCOUNT('coalesce(i.author_id, s.author_account_id)')}) AS a
  JOIN team_membership m ON m.organization_id = $1 AND m.contributor_id = a.contributor_id
  JOIN team t ON t.organization_id = $1 AND t.id = m.team_id) AS t
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(push ORDER BY push.at, push."afterSha"), '[]') AS pushes FROM (
    (SELECT ${PUSH_FIELDS} FROM (${PUSHES}) AS h WHERE h.pushed_at <= ${MOMENT}
     ORDER BY h.pushed_at DESC, h."afterSha" LIMIT ${MAX_PUSHES})
    UNION ALL
    (SELECT ${PUSH_FIELDS} FROM (${PUSHES}) AS h WHERE h.pushed_at > ${MOMENT} AND h."earliestAuthoredAt" IS NOT NULL
     ORDER BY h.pushed_at, h."afterSha" LIMIT 1)) AS push) AS h
LEFT JOIN LATERAL (
  SELECT p.facts AS predecessor FROM (${ofBranch('i.head_repository_id', 'i.head_ref')}) AS p
  WHERE p.id <> i.id AND p.state = 'closed' AND p.closed_at <= ${MOMENT}
    AND p.closed_at >= ${MOMENT} - interval '${INHERITANCE_DAYS} days'
  ORDER BY p.closed_at DESC, p.id LIMIT 1) AS p ON true
LEFT JOIN LATERAL (
  SELECT r.removed_at AS "repositoryGoneAt" FROM repository r WHERE r.organization_id = $1 AND r.id = s.repository_id OFFSET 0) AS r ON true
ORDER BY i.n`;

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
    from: 'SELECT * FROM pull_request WHERE organization_id = $1 AND id = $2',
    where: 'true',
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
    from: ofBranch('$2::bigint', '$3'),
    where: `p.id <> $4 AND p.opened_at >= to_timestamp($5::float8 / 1000)
      AND p.opened_at <= to_timestamp($5::float8 / 1000) + interval '${INHERITANCE_DAYS} days'`,
    values: [organizationId, pull.head.repositoryGithubId, pull.head.ref, pull.id, pull.closedAt],
  });
}

/**
 * Pull requests whose coding phase any of the pushes at `pushedAt` to their branches may begin: it came before the opening, or is the first
 * after it that tells of a commit.
 */
export async function findPullRequestsOfBranches(
  tx: Transaction,
  organizationId: string,
  branches: readonly (HeadBranch & { pushedAt: Instant })[],
): Promise<StoredPullRequest[]> {
  if (branches.length === 0) return [];
  return listStored(tx, {
    name: 'find_pull_requests_of_branches',
    from: `SELECT DISTINCT ON (q.id) q.* FROM unnest($2::bigint[], $3::text[], $4::float8[]) AS t (repository, ref, pushed_ms)
      CROSS JOIN LATERAL (${ofBranch('t.repository', 't.ref')}) AS q
      WHERE q.opened_at >= to_timestamp(t.pushed_ms / 1000) OR NOT EXISTS (
        SELECT 1 FROM push h WHERE h.organization_id = $1 AND h.repository_github_id = t.repository AND h.ref = 'refs/heads/' || t.ref
          AND h.pushed_at > q.opened_at AND h.pushed_at < to_timestamp(t.pushed_ms / 1000)
          AND NOT h.is_deleted AND h.earliest_authored_at IS NOT NULL)`,
    where: 'true',
    values: [
      organizationId,
      branches.map(({ repositoryGithubId }) => repositoryGithubId),
      branches.map(({ ref }) => ref),
      branches.map(({ pushedAt }) => pushedAt),
    ],
  });
}

async function listStored(
  tx: Transaction,
  query: { name: string; from: string; where: string; values: unknown[] },
): Promise<StoredPullRequest[]> {
  const { rows } = await tx.query<{ stored: StoredPullRequest }>({
    name: query.name,
    text: `SELECT ${STORED} AS stored FROM (${query.from}) AS p WHERE ${query.where} ORDER BY p.id`,
    values: query.values,
  });
  return rows.map((row) => row.stored);
}
