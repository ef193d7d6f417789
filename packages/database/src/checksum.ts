import type { Database } from './connection.ts';
import { transaction } from './transaction.ts';

/** Of a row everything but when it was written. */
const WHOLE = `to_jsonb(t) - '{created_at,computed_at}'::text[]`;

/**
 * SQL: everything that is derived from deliveries, a row each. Left out are memberships, which are dated by receipt, and of targets those
 * that somebody has chosen.
 */
const DERIVED = {
  contributor: `SELECT ${WHOLE} AS line FROM contributor t`,
  github_account: `SELECT ${WHOLE} AS line FROM github_account t`,
  repository: `SELECT ${WHOLE} AS line FROM repository t`,
  timeline_entry: `SELECT ${WHOLE} AS line FROM timeline_entry t`,
  pull_request: `SELECT ${WHOLE} AS line FROM pull_request t`,
  review: `SELECT ${WHOLE} AS line FROM review t`,
  review_request: `SELECT ${WHOLE} AS line FROM review_request t`,
  push: `SELECT ${WHOLE} AS line FROM push t`,
  daily_metrics: `SELECT ${WHOLE} AS line FROM daily_metrics t`,
  window_metrics: `SELECT ${WHOLE} AS line FROM window_metrics t`,
  score: `SELECT ${WHOLE} AS line FROM score t`,
  target: `SELECT (to_jsonb(t) - '{id,set_at}'::text[]) #- '{basis,before}' AS line FROM target t WHERE source = 'computed'`,
} as const;

const OF_FORKS = `'{head_repository_id,first_commit_at,coding_elapsed,coding_working,lead_elapsed,lead_working,reasons}'::text[]`;
const TOLD_BY_BOTH = `kind NOT IN ('commits_pushed', 'edited', 'review_commented')`;

/**
 * SQL: what webhooks and a backfill tell alike, a line a row. Left out is what one of them has no way to tell: the counts of sources in
 * snapshots, the commits of forks and where a deleted fork was, generated lines, and of the past each push, comment and edit (docs/decisions/0010-backfill-and-webhooks-meet.md).
 */
const FACTS = {
  pull_request: `SELECT CASE WHEN p.head_repository_id = r.github_id THEN told ELSE told - ${OF_FORKS} || jsonb_build_object(
        'facts', (p.facts - '{firstCommitAt,reasons}'::text[]) #- '{durations,coding}' #- '{durations,lead}') END AS line
    FROM pull_request p JOIN repository r ON r.id = p.repository_id, LATERAL (SELECT to_jsonb(p) - '{snapshot,generated_lines}'::text[] AS told) AS t`,
  review: 'SELECT to_jsonb(r) AS line FROM review r',
  review_request: 'SELECT to_jsonb(q) AS line FROM review_request q',
  timeline_entry: `SELECT to_jsonb(e) - CASE kind WHEN 'opened' THEN 'data' ELSE '' END AS line FROM timeline_entry e
    WHERE ${TOLD_BY_BOTH}`,
  github_account: `SELECT to_jsonb(a) - 'seen_at' AS line FROM github_account a WHERE github_id IN (
    SELECT author_account_id FROM pull_request UNION SELECT actor_id FROM timeline_entry WHERE ${TOLD_BY_BOTH})`,
  repository:
    'SELECT jsonb_build_array(github_id, full_name, default_branch, is_private, is_archived) AS line FROM repository',
  daily_metrics: `SELECT line || jsonb_build_object('sketches',
        d.sketches - '{coding_elapsed,coding_working,lead_elapsed,lead_working}'::text[]) AS line
    FROM daily_metrics d, LATERAL (SELECT to_jsonb(d) - '{pushes,computed_at}'::text[] AS line) AS t
    WHERE EXISTS (SELECT 1 FROM jsonb_each(line - '{definition_version,sketches}'::text[]) AS e WHERE jsonb_typeof(value) = 'number' AND value <> '0')`,
} as const;

export type ProjectionChecksum = Record<keyof typeof DERIVED, { rows: number; checksum: string }>;

/**
 * A fingerprint of all that is derived of an organization: two databases that were told the same facts, in whatever order and however
 * often, have the same one. It is a sum over the rows, so however many there are takes no more room than one.
 */
export async function checksumProjections(
  database: Database,
  organizationId: string,
): Promise<ProjectionChecksum> {
  return transaction(database, { organizationId }, async (tx) => {
    await tx.query("SET LOCAL statement_timeout = '10min'");
    const sums: Partial<ProjectionChecksum> = {};
    for (const [table, lines] of Object.entries(DERIVED)) {
      const { rows } = await tx.query<{ rows: number; checksum: string }>(
        `SELECT count(*)::int AS rows, md5(concat_ws(' ', count(*), sum(hashtextextended(line::text, 0)::numeric),
           sum(hashtextextended(line::text, 1)::numeric))) AS checksum FROM (${lines}) AS lines`,
      );
      sums[table as keyof ProjectionChecksum] = rows[0] ?? { rows: 0, checksum: '' };
    }
    return sums as ProjectionChecksum;
  });
}

type FactsChecksum = Record<keyof typeof FACTS, { rows: number; checksum: string }>;

/** A fingerprint of an organization's facts, the same whether webhooks have told them, a backfill, or both. */
export async function checksumFacts(database: Database, organizationId: string): Promise<FactsChecksum> {
  return transaction(database, { organizationId }, async (tx) => {
    const sums: Partial<FactsChecksum> = {};
    for (const [table, lines] of Object.entries(FACTS)) {
      const { rows } = await tx.query<{ rows: number; checksum: string }>(
        `SELECT count(*)::int AS rows, md5(coalesce(string_agg(line::text, E'\\n' ORDER BY line::text), '')) AS checksum
         FROM (${lines}) AS lines`,
      );
      sums[table as keyof FactsChecksum] = rows[0] ?? { rows: 0, checksum: '' };
    }
    return sums as FactsChecksum;
  });
}
