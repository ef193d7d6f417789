import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { teamAt } from '../rollup/team-at.ts';
import { transaction } from '../transaction.ts';

const BELONGS_TO_TEAM = `($2::uuid IS NULL OR
  ${teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)')} = $2)`;

const IDENTITY = `p.id, r.full_name AS repository, p.number, p.title, r.web_url || '/pull/' || p.number AS url`;

export type OpenPullRequestRow = {
  id: string;
  repository: string;
  number: number;
  title: string;
  url: string;
  state: 'draft' | 'waiting' | 'inReview' | 'approved';
  openedAt: Instant;
  readyAt: Instant | null;
};

export const READ_OPEN_PULL_REQUESTS = `SELECT ${IDENTITY}, p.opened_at AS "openedAt", p.ready_at AS "readyAt", count(*) OVER () AS total,
          CASE WHEN upper_inf(p.draft_during) THEN 'draft' WHEN upper_inf(p.waiting_during) THEN 'waiting'
               WHEN upper_inf(p.approved_during) THEN 'approved' ELSE 'inReview' END AS state
        FROM pull_request p JOIN repository r ON r.id = p.repository_id
        WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND p.is_counted AND ${BELONGS_TO_TEAM}
        ORDER BY coalesce(p.ready_at, p.opened_at), p.id LIMIT $3`;

/** Open pull requests, oldest first, and how many there are in all. */
export async function readOpenPullRequests(
  dashboard: Database,
  query: { organizationId: string; teamId: string | null; limit: number },
): Promise<{ total: number; items: OpenPullRequestRow[] }> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<OpenPullRequestRow & { total: string }>({
      name: 'read_open_pull_requests',
      text: READ_OPEN_PULL_REQUESTS,
      values: [query.organizationId, query.teamId, query.limit],
    });
    return { total: Number(rows[0]?.total ?? 0), items: rows.map(({ total: _, ...row }) => row) };
  });
}

export type EvidenceRow = {
  id: string;
  repository: string;
  number: number;
  title: string;
  url: string;
  author: string | null;
  state: 'open' | 'closed' | 'merged';
  at: Instant;
  workingSeconds: number | null;
  elapsedSeconds: number | null;
};

export type EvidenceQuery = {
  organizationId: string;
  teamId: string | null;
  metric: keyof typeof METRICS;
  from: Instant;
  /** exclusive */
  to: Instant;
  /** The last item of the page before. */
  before: { at: Instant; id: string } | null;
  limit: number;
};

type Evidence = { at: string; where: string; duration?: string };

const mergedWith = (duration: string): Evidence => ({
  at: 'p.merged_at',
  where: `p.state = 'merged' AND p.${duration}_elapsed IS NOT NULL`,
  duration,
});

/** Which pull requests stand behind a metric, and by which instant they belong to a range. */
const METRICS = {
  cycle_time: mergedWith('cycle'),
  time_to_first_review: mergedWith('pickup'),
  review_time: mergedWith('review'),
  merge_wait: mergedWith('merge_wait'),
  unreviewed_time: mergedWith('unreviewed'),
  coding_time: mergedWith('coding'),
  lead_time: mergedWith('lead'),
  merged: { at: 'p.merged_at', where: `p.state = 'merged'`, duration: 'cycle' },
  closed_unmerged: { at: 'p.closed_at', where: `p.state = 'closed'` },
  reverted: { at: 'p.merged_at', where: `p.state = 'merged' AND p.reverts_number IS NOT NULL` },
  opened: { at: 'p.opened_at', where: 'true' },
  ready: { at: 'p.ready_at', where: 'p.ready_at IS NOT NULL' },
  open_ready: { at: 'p.ready_at', where: `p.open_until = 'infinity' AND NOT p.is_draft` },
  waiting_for_review: { at: 'p.ready_at', where: `upper_inf(p.waiting_during)` },
  reviews_submitted: { at: 'v.submitted_at', where: 'v.submitted_at IS NOT NULL' },
} as const satisfies Record<string, Evidence>;

/** States of now have no range: what is open is open whenever it began. */
const IS_OF_NOW: ReadonlySet<string> = new Set(['open_ready', 'waiting_for_review']);

/** The pull requests behind a figure, newest first. For reviews: the pull requests that were reviewed, each once. */
export async function readEvidence(
  dashboard: Database,
  query: EvidenceQuery,
): Promise<{ total: number; items: EvidenceRow[] }> {
  const range = IS_OF_NOW.has(query.metric)
    ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    : [query.from, query.to];
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<EvidenceRow & { total: string }>({
      name: `read_evidence_${query.metric}`,
      text: evidenceStatement(query.metric),
      values: [
        query.organizationId,
        query.teamId,
        ...range,
        query.before?.at ?? null,
        query.before?.id ?? null,
        query.limit,
      ],
    });
    const counted = await tx.query<{ total: string }>({
      name: `count_evidence_${query.metric}`,
      text: `SELECT count(*) AS total FROM (${evidenceOf(query.metric)}) AS e`,
      values: [query.organizationId, query.teamId, ...range],
    });
    return { total: Number(counted.rows[0]?.total ?? 0), items: rows };
  });
}

export function evidenceStatement(metric: EvidenceQuery['metric']): string {
  return `SELECT * FROM (${evidenceOf(metric)}) AS e
    WHERE $5::float8 IS NULL OR (e.at, e.id) < (to_timestamp($5::float8 / 1000), $6::uuid)
    ORDER BY e.at DESC, e.id DESC LIMIT $7`;
}

function evidenceOf(metric: EvidenceQuery['metric']): string {
  const { at, where, duration } = METRICS[metric] as Evidence;
  const seconds = (clock: string) => (duration ? `p.${duration}_${clock}::float8` : 'NULL::float8');
  const reviews =
    metric === 'reviews_submitted'
      ? `CROSS JOIN LATERAL (SELECT max(v.submitted_at) AS submitted_at FROM review v
           WHERE v.pull_request_id = p.id AND v.is_counted AND v.submitted_at >= to_timestamp($3::float8 / 1000)
             AND v.submitted_at < to_timestamp($4::float8 / 1000)
             AND ($2::uuid IS NULL OR ${teamAt('$1', 'v.reviewer_contributor_id', 'v.submitted_at')} = $2)) AS v`
      : '';
  return `SELECT ${IDENTITY}, a.login AS author, p.state, ${at} AS at,
      ${seconds('working')} AS "workingSeconds", ${seconds('elapsed')} AS "elapsedSeconds"
    FROM pull_request p JOIN repository r ON r.id = p.repository_id
    LEFT JOIN github_account a ON a.organization_id = p.organization_id AND a.github_id = p.author_account_id
    ${reviews}
    WHERE p.organization_id = $1 AND p.is_counted AND ${where}
      AND ${at} >= to_timestamp($3::float8 / 1000) AND ${at} < to_timestamp($4::float8 / 1000)
      AND ${metric === 'reviews_submitted' ? 'true' : BELONGS_TO_TEAM}`;
}
