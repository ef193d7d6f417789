import type { Instant } from '@devpulse/domain/time/instant';
import { openedSince } from '../rollup/open-classes.ts';
import { teamAt } from '../rollup/team-at.ts';
import type { Tenant } from '../tenant.ts';

/** A counted pull request as the score reads it. Spans are pairs of instants, the last one open where its end is null. */
export type PullRequestRow = {
  id: string;
  repositoryId: string;
  authorId: string | null;
  teamId: string | null;
  state: 'open' | 'closed' | 'merged';
  readyAt: Instant | null;
  /** Infinity while it is open. */
  openUntil: Instant;
  cycleWorking: string | null;
  revertedAt: Instant | null;
  /** Null: from ready to its end without a break. */
  readySpans: [Instant, Instant | null][] | null;
  /** Null: never a draft. */
  draftSpans: [Instant, Instant | null][] | null;
};

type Reach = { from: Instant; to: Instant };

const milliseconds = (instant: string) => `(extract(epoch FROM ${instant}) * 1000)::bigint`;
const spans = (multirange: string) => `(SELECT coalesce(json_agg(json_build_array(${milliseconds('lower(r)')},
    ${milliseconds('upper(r)')}) ORDER BY r), '[]') FROM unnest(${multirange}) AS r)`;
const READY = '(p.waiting_during + p.in_review_during + p.approved_during)';
const WITHOUT_BREAK = `CASE WHEN p.ready_at <= p.open_until THEN
    ${READY} = tstzmultirange(tstzrange(p.ready_at, nullif(p.open_until, 'infinity'))) ELSE false END`;

const COLUMNS = `p.id, p.repository_id AS "repositoryId", p.author_contributor_id AS "authorId",
  ${teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)')} AS "teamId", p.state, p.ready_at AS "readyAt",
  p.open_until AS "openUntil", p.cycle_working AS "cycleWorking", p.reverted_at AS "revertedAt",
  CASE WHEN ${WITHOUT_BREAK} THEN NULL ELSE ${spans(READY)} END AS "readySpans",
  CASE WHEN isempty(p.draft_during) THEN NULL ELSE ${spans('p.draft_during')} END AS "draftSpans"`;

/**
 * Whatever was opened before $3 and was open at $2 or later, by the class of how long it was open, so that a past day reads neither its
 * future nor its past. $1 organization · $4 since when something of each class can have been opened that was open at $2
 */
export const READ_SCORED_PULL_REQUESTS = `SELECT ${COLUMNS}
  FROM unnest($4::timestamptz[]) WITH ORDINALITY AS c (opened_since, number)
  JOIN pull_request p ON p.organization_id = $1 AND p.open_class = (c.number - 1)::smallint
    AND p.opened_at >= c.opened_since AND p.opened_at < $3 AND p.open_until >= $2 AND p.is_counted`;

const READ_SOME = `SELECT ${COLUMNS} FROM pull_request p
  WHERE p.organization_id = $1 AND p.opened_at < $3 AND p.open_until >= $2 AND p.is_counted
    AND (p.repository_id = ANY ($4::uuid[]) OR p.author_contributor_id = ANY ($5::uuid[]))`;

/** Of every scope of the organization, in one statement. */
export async function readReachOfAll(tenant: Tenant, { from, to }: Reach): Promise<PullRequestRow[]> {
  const { rows } = await tenant.query<PullRequestRow>({
    name: 'score_pull_requests',
    text: READ_SCORED_PULL_REQUESTS,
    values: [new Date(from), new Date(to), openedSince(from)],
  });
  return rows;
}

/** Of some repositories and authors alone. */
export async function readReachOfSome(
  tenant: Tenant,
  { from, to }: Reach,
  of: { repositoryIds: readonly string[]; authorIds: readonly string[] },
): Promise<PullRequestRow[]> {
  const { rows } = await tenant.query<PullRequestRow>({
    text: READ_SOME,
    values: [new Date(from), new Date(to), of.repositoryIds, of.authorIds],
  });
  return rows;
}

/** Everybody who is or was in any of these teams. */
export async function listTeamAuthors(tenant: Tenant, teamIds: readonly string[]): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: 'SELECT DISTINCT contributor_id AS id FROM team_membership WHERE organization_id = $1 AND team_id = ANY ($2::uuid[])',
    values: [teamIds],
  });
  return rows.map(({ id }) => id);
}

/** Pull requests of bots and ghosts that were opened so many whole weeks before an instant. */
export type LeftOut = {
  repositoryId: string;
  reason: 'author_is_bot' | 'author_is_ghost';
  weeksBefore: number;
  count: number;
};

export async function countLeftOut(
  tenant: Tenant,
  { from, to }: Reach,
  repositoryIds: readonly string[] | null,
): Promise<LeftOut[]> {
  const { rows } = await tenant.query<LeftOut>({
    name: 'score_left_out',
    text: `SELECT p.repository_id AS "repositoryId",
        CASE WHEN 'author_is_ghost' = ANY (p.reasons) THEN 'author_is_ghost' ELSE 'author_is_bot' END AS reason,
        floor(extract(epoch FROM $3 - p.opened_at) / 604800)::int AS "weeksBefore", count(*)::int AS count
      FROM pull_request p
      WHERE p.organization_id = $1 AND NOT p.is_counted AND p.opened_at >= $2 AND p.opened_at < $3
        AND ($4::uuid[] IS NULL OR p.repository_id = ANY ($4))
      GROUP BY 1, 2, 3`,
    values: [new Date(from), new Date(to), repositoryIds],
  });
  return rows;
}
