import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { teamAt } from '../rollup/team-at.ts';
import { transaction } from '../transaction.ts';

const TEAM = teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)');
const belongsTo = (repository: string) => `($2::uuid IS NULL OR ${TEAM} = $2)
  AND (${repository}::uuid IS NULL OR p.repository_id = ${repository})`;

/** Of what: all where both are null. */
type Belonging = { teamId: string | null; repositoryId: string | null };

/** SQL for what names a pull request `p` of a repository `r`. */
export const PULL_REQUEST_IDENTITY = `p.id, r.full_name AS repository, p.number, p.title, r.web_url || '/pull/' || p.number AS url`;

export type OpenPullRequestRow = {
  id: string;
  repository: string;
  number: number;
  title: string;
  url: string;
  state: 'draft' | 'waiting' | 'inReview' | 'approved';
  openedAt: Instant;
  readyAt: Instant | null;
  /** By whose calendar and targets it is judged. */
  teamId: string | null;
};

export const READ_OPEN_PULL_REQUESTS = `SELECT ${PULL_REQUEST_IDENTITY}, p.opened_at AS "openedAt", p.ready_at AS "readyAt", p.total,
    ${TEAM} AS "teamId",
    CASE WHEN upper_inf(p.draft_during) THEN 'draft' WHEN upper_inf(p.waiting_during) THEN 'waiting'
         WHEN upper_inf(p.approved_during) THEN 'approved' ELSE 'inReview' END AS state
  FROM (
    SELECT p.*, count(*) OVER () AS total FROM pull_request p
    WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND p.is_counted AND ${belongsTo('$4')}
      AND ($5::uuid IS NULL OR p.author_contributor_id = $5)
    ORDER BY coalesce(p.ready_at, p.opened_at), p.id LIMIT $3) AS p
  JOIN repository r ON r.id = p.repository_id
  ORDER BY coalesce(p.ready_at, p.opened_at), p.id`;

/** Open pull requests, oldest first, and how many there are in all. */
export async function readOpenPullRequests(
  dashboard: Database,
  query: { organizationId: string; limit: number; authorId?: string | null } & Belonging,
): Promise<{ total: number; items: OpenPullRequestRow[] }> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<OpenPullRequestRow & { total: string }>({
      name: 'read_open_pull_requests',
      text: READ_OPEN_PULL_REQUESTS,
      values: [query.organizationId, query.teamId, query.limit, query.repositoryId, query.authorId ?? null],
    });
    return { total: Number(rows[0]?.total ?? 0), items: rows.map(({ total: _, ...row }) => row) };
  });
}

export type NamedPullRequest = {
  id: string;
  repository: string;
  number: number;
  title: string;
  url: string;
  author: string | null;
};

/** Those of the ids that are pull requests here, in no order. */
export async function readPullRequestNames(
  dashboard: Database,
  query: { organizationId: string; ids: readonly string[] },
): Promise<NamedPullRequest[]> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<NamedPullRequest>({
      name: 'read_pull_request_names',
      text: `SELECT ${PULL_REQUEST_IDENTITY}, a.login AS author
        FROM pull_request p JOIN repository r ON r.id = p.repository_id
        LEFT JOIN github_account a ON a.organization_id = $1 AND a.github_id = p.author_account_id
        WHERE p.organization_id = $1 AND p.id = ANY ($2::uuid[])`,
      values: [query.organizationId, query.ids],
    });
    return rows;
  });
}
