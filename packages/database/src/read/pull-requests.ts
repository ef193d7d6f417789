import type { ScopeType } from '@devpulse/domain/metrics/daily-metrics';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Database } from '../connection.ts';
import { teamAt } from '../rollup/team-at.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { VERSION_READ } from './daily-metrics.ts';

const TEAM = teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)');

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

/** Each is an index in this order, of which the first ones are read however many there are. */
const OLDEST_FIRST = 'ORDER BY coalesce(p.ready_at, p.opened_at), p.id LIMIT $3 + 1';
const OPEN = `SELECT p.* FROM pull_request p
    WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND p.is_counted`;

/** Of a scope $2, unless that is the organization. */
const OPEN_OF: Record<ScopeType, string> = {
  organization: `${OPEN} ${OLDEST_FIRST}`,
  repository: `${OPEN} AND p.repository_id = $2 ${OLDEST_FIRST}`,
  contributor: `${OPEN} AND p.author_contributor_id = $2 ${OLDEST_FIRST}`,
  team: `SELECT p.* FROM (
      SELECT DISTINCT m.contributor_id FROM team_membership m WHERE m.organization_id = $1 AND m.team_id = $2) AS member
    CROSS JOIN LATERAL (
      ${OPEN} AND p.author_contributor_id = member.contributor_id AND ${TEAM} = $2 ${OLDEST_FIRST}) AS p
    ${OLDEST_FIRST}`,
};

/** $1 organization · $2 scope · $3 all of them up to this many · $4 of more, so many of the oldest. */
export const readOpenStatement = (
  scopeType: ScopeType,
) => `SELECT ${PULL_REQUEST_IDENTITY}, p.opened_at AS "openedAt", p.ready_at AS "readyAt", ${TEAM} AS "teamId", p.counted,
    CASE WHEN upper_inf(p.draft_during) THEN 'draft' WHEN upper_inf(p.waiting_during) THEN 'waiting'
         WHEN upper_inf(p.approved_during) THEN 'approved' ELSE 'inReview' END AS state
  FROM (
    SELECT p.*, count(*) OVER ()::int AS counted, row_number() OVER (ORDER BY coalesce(p.ready_at, p.opened_at), p.id) AS place
    FROM (${OPEN_OF[scopeType]}) AS p WHERE $2::uuid IS NOT NULL
    OFFSET 0) AS p
  JOIN repository r ON r.id = p.repository_id
  WHERE p.place <= CASE WHEN p.counted > $3 THEN $4 ELSE $3 END
  ORDER BY coalesce(p.ready_at, p.opened_at), p.id`;

export type OpenQuery = {
  organizationId: string;
  scopeType: ScopeType;
  scopeId: string;
  /** All of them are read up to this many; of more only so many of the oldest. */
  most: number;
  oldest: number;
  /** The running local day. */
  today: LocalDay;
};

/**
 * Open pull requests, oldest first, and how many there are in all: as counted where they are few, else as the newest row of the scope
 * has it, so that reading takes as long whatever is open.
 */
export async function readOpenPullRequests(
  dashboard: Database,
  query: OpenQuery,
): Promise<{ total: number; items: OpenPullRequestRow[] }> {
  const { organizationId, scopeType, scopeId, most, oldest } = query;
  return transaction(dashboard, { organizationId }, async (tx) => {
    const { rows } = await tx.query<OpenPullRequestRow & { counted: number }>({
      name: `read_open_pull_requests_of_${scopeType}`,
      text: readOpenStatement(scopeType),
      values: [organizationId, scopeId, most, oldest],
    });
    const counted = rows[0]?.counted ?? 0;
    return {
      total: counted <= most ? counted : Math.max(counted, await readStanding(tx, query)),
      items: rows.map(({ counted: _, ...row }) => row),
    };
  });
}

/** How many stood open at the end of the last day that has a row; of the running one that is now. */
async function readStanding(tx: Transaction, query: OpenQuery): Promise<number> {
  const { rows } = await tx.query<{ open: number }>({
    name: 'read_standing',
    text: `SELECT open_ready + open_draft AS open FROM daily_metrics
      WHERE organization_id = $1 AND scope_type = $2 AND scope_id = $3 AND definition_version = ${VERSION_READ}
        AND day <= $4::date AND day > $4::date - 366 ORDER BY day DESC LIMIT 1`,
    values: [query.organizationId, query.scopeType, query.scopeId, query.today],
  });
  return rows[0]?.open ?? 0;
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
