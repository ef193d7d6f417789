import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';

/** Asks for every pull request to be folded again, in the transaction of the settings that make it necessary. */
export async function requestRefold(tenant: Tenant): Promise<void> {
  await tenant.query({
    text: 'UPDATE organization SET refold_requested_at = clock_timestamp() WHERE id = $1',
  });
}

/** Organizations that have waited since before `before` for all of their pull requests to be folded again, or for those on a changed clock. */
export async function findRefoldRequests(database: Database, before: Date): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM organization WHERE least(refold_requested_at, clocks_changed_at) < $1
       ORDER BY least(refold_requested_at, clocks_changed_at), id`,
      [before],
    );
    return rows.map((row) => row.id);
  });
}

/** When it was last asked for, exactly, as a text; null when it is done. */
export async function readRefoldRequest(tenant: Tenant): Promise<string | null> {
  const { rows } = await tenant.query<{ at: string | null }>({
    text: 'SELECT refold_requested_at::text AS at FROM organization WHERE id = $1',
  });
  return rows[0]?.at ?? null;
}

/** Notes that it is done, unless it was asked for again meanwhile. */
export async function settleRefold(tenant: Tenant, requestedAt: string): Promise<void> {
  await tenant.query({
    text: 'UPDATE organization SET refold_requested_at = NULL WHERE id = $1 AND refold_requested_at = $2::timestamptz',
    values: [requestedAt],
  });
}

/** Ids of pull requests in their order, those after `after`. */
export async function listPullRequestIds(
  tenant: Tenant,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT id FROM pull_request WHERE organization_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    values: [page.after, page.limit],
  });
  return rows.map((row) => row.id);
}

export type AccountKind = { id: string; login: string; type: string; isBot: boolean };

export async function listAccounts(tenant: Tenant): Promise<AccountKind[]> {
  const { rows } = await tenant.query<AccountKind>({
    text: `SELECT github_id::text AS id, login, account_type AS type, is_bot AS "isBot"
           FROM github_account WHERE organization_id = $1 ORDER BY github_id`,
  });
  return rows;
}

/** Says of accounts whether they are bots, and whether what they have pushed counts. */
export async function saveAccountKinds(
  tenant: Tenant,
  accounts: readonly { id: string; isBot: boolean; isCounted: boolean }[],
): Promise<void> {
  if (accounts.length === 0) return;
  const values = [
    accounts.map(({ id }) => id),
    accounts.map(({ isBot }) => isBot),
    accounts.map(({ isCounted }) => isCounted),
  ];
  const told = 'unnest($2::bigint[], $3::boolean[], $4::boolean[]) AS t (github_id, is_bot, is_counted)';
  await tenant.query({
    text: `WITH t AS (SELECT * FROM ${told}), changed AS (
        UPDATE github_account a SET is_bot = t.is_bot FROM t WHERE a.organization_id = $1 AND a.github_id = t.github_id)
      UPDATE push h SET is_counted = t.is_counted FROM t
      WHERE h.organization_id = $1 AND h.pusher_account_id = t.github_id AND h.is_counted <> t.is_counted`,
    values,
  });
}
