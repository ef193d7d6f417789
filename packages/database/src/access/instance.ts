import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import type { Transaction } from '../transaction.ts';

/** Whether the instance has got its Owner. */
export async function isInstanceSetUp(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ isSetUp: boolean }>({
    name: 'is_instance_set_up',
    text: 'SELECT set_up_at IS NOT NULL AS "isSetUp" FROM instance',
  });
  return rows[0]?.isSetUp ?? false;
}

/** Marks the instance as set up; false when it was before. Needs identity work; whoever comes second waits for the first. */
export async function markInstanceSetUp(tx: Transaction, now: Instant): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE instance SET set_up_at = to_timestamp($1::float8 / 1000) WHERE set_up_at IS NULL',
    [now],
  );
  return rowCount === 1;
}
