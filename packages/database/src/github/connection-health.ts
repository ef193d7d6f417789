import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { transaction } from '../transaction.ts';

export type BudgetRow = {
  /** `installation:APP:NUMBER`, `token:UUID` or `app:UUID`; APP is the UUID of its App. */
  holder: string;
  resource: 'core' | 'graphql';
  limit: number | null;
  remaining: number | null;
  resetsAt: Instant | null;
  blockedUntil: Instant | null;
};

/** What GitHub lets these holders ask, as of its last answers. */
export async function readBudgets(database: Database, holders: readonly string[]): Promise<BudgetRow[]> {
  if (holders.length === 0) return [];
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<BudgetRow>(
      `SELECT holder, resource, limit_total AS "limit", remaining, resets_at AS "resetsAt", blocked_until AS "blockedUntil"
       FROM github_budget WHERE holder = ANY ($1::text[]) ORDER BY holder, resource`,
      [holders],
    );
    return rows;
  });
}

/** Deliveries of an organization that came since an instant; `failed` were given up on or not of GitHub's shape. */
export async function countDeliveries(
  database: Database,
  organizationId: string,
  since: Instant,
): Promise<{ received: number; failed: number; lastAt: Instant | null }> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ received: number; failed: number; lastAt: Instant | null }>(
      `SELECT count(*)::int AS received, (count(*) FILTER (WHERE state IN ('dead', 'rejected_shape')))::int AS failed,
         max(received_at) AS "lastAt"
       FROM raw_delivery WHERE organization_id = $1 AND received_at > to_timestamp($2::float8 / 1000)`,
      [organizationId, since],
    );
    return rows[0] ?? { received: 0, failed: 0, lastAt: null };
  });
}
