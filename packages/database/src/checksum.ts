import type { Database } from './connection.ts';
import { transaction } from './transaction.ts';

/** Everything that is derived from deliveries. Left out: when a row was written, and memberships, dated by receipt. */
const TABLES = [
  'contributor',
  'github_account',
  'repository',
  'timeline_entry',
  'pull_request',
  'review',
  'push',
  'daily_metrics',
] as const;

/**
 * What webhooks and a backfill tell alike. Left out: snapshots, which hold what a source counted and when; the first commit and what
 * hangs on it, since webhooks tell no commits of forks; and entries that lists of the past do not have (docs/decisions/0010).
 */
const FACTS: Record<string, { leftOut: readonly string[]; where?: string }> = {
  pull_request: {
    leftOut: [
      ...['snapshot', 'facts', 'reasons', 'first_commit_at'],
      ...['coding_elapsed', 'coding_working', 'lead_elapsed', 'lead_working'],
    ],
  },
  review: { leftOut: [] },
  timeline_entry: {
    leftOut: [],
    where: `kind NOT IN ('opened', 'commits_pushed', 'head_force_pushed', 'edited', 'review_commented')`,
  },
};

export type ProjectionChecksum = Record<(typeof TABLES)[number], { rows: number; checksum: string }>;

/**
 * A fingerprint of an organization's projections, row by row: two databases that were told the same facts, in whatever
 * order and however often, have the same one.
 */
export async function checksumProjections(
  database: Database,
  organizationId: string,
): Promise<ProjectionChecksum> {
  return transaction(database, { organizationId }, async (tx) => {
    const sums: Partial<ProjectionChecksum> = {};
    for (const table of TABLES) {
      const { rows } = await tx.query<{ rows: string; checksum: string }>(
        `SELECT count(*) AS rows, md5(coalesce(string_agg(line, E'\\n' ORDER BY line), '')) AS checksum
         FROM (SELECT (to_jsonb(t) - 'created_at' - 'computed_at')::text AS line FROM ${table} t) AS lines`,
      );
      sums[table] = { rows: Number(rows[0]?.rows), checksum: rows[0]?.checksum ?? '' };
    }
    return sums as ProjectionChecksum;
  });
}

/** A fingerprint of an organization's facts, the same whether webhooks have told them, a backfill, or both. */
export async function checksumFacts(
  database: Database,
  organizationId: string,
): Promise<Record<string, { rows: number; checksum: string }>> {
  return transaction(database, { organizationId }, async (tx) => {
    const sums: Record<string, { rows: number; checksum: string }> = {};
    for (const [table, { leftOut, where = 'true' }] of Object.entries(FACTS)) {
      const { rows } = await tx.query<{ rows: string; checksum: string }>(
        `SELECT count(*) AS rows, md5(coalesce(string_agg(line, E'\\n' ORDER BY line), '')) AS checksum
         FROM (SELECT (to_jsonb(t) - $1::text[])::text AS line FROM ${table} t WHERE ${where}) AS lines`,
        [['created_at', 'computed_at', ...leftOut]],
      );
      sums[table] = { rows: Number(rows[0]?.rows), checksum: rows[0]?.checksum ?? '' };
    }
    return sums;
  });
}
