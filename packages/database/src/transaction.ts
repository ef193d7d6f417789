import type pg from 'pg';
import type { Database } from './connection.ts';

/** Runs statements: a pool's client inside a transaction. A verb that has a `tx` uses nothing else. */
export type Transaction = pg.PoolClient;

/** For whom a transaction speaks; row-level security shows it nothing else. */
export type TransactionScope = {
  organizationId?: string;
  /** Deliveries, installations and the list of organizations: work that belongs to no tenant yet. */
  system?: boolean;
};

/**
 * Runs `work` in one transaction, scoped by settings that end with it. Rolls back when `work` rejects, and closes the
 * connection instead of returning it when even that fails.
 */
export async function transaction<T>(
  database: Database,
  scope: TransactionScope,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  let broken = false;
  try {
    await client.query('BEGIN');
    await setScope(client, scope);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Narrows a transaction to an organization once it is known whose work it is. */
export async function setScope(tx: Transaction, scope: TransactionScope): Promise<void> {
  await tx.query({
    name: 'set_scope',
    text: `SELECT set_config('devpulse.organization_id', $1, true), set_config('devpulse.system', $2, true)`,
    values: [scope.organizationId ?? '', scope.system ? 'on' : 'off'],
  });
}

/** Transaction-scoped advisory locks on texts, taken in the order given; the caller sorts, so that none can deadlock. */
export async function lockInOrder(tx: Transaction, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await tx.query({
      name: 'advisory_lock',
      text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [name],
    });
  }
}
