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
