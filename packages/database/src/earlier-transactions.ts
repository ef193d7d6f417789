import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './connection.ts';

const BEAT_MS = 20;
const LIMIT_MS = 60_000;

/**
 * Resolves when every transaction has ended that had locked or written a row before the call. After a change of settings, whoever worked
 * with the old ones is then done. Rejects after a minute.
 */
export async function waitForEarlierTransactions(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ xid: string }>('SELECT pg_current_xact_id() AS xid');
  const until = performance.now() + LIMIT_MS;
  while (performance.now() < until) {
    const { rows: done } = await database.pool.query<{ isDone: boolean }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS "isDone"',
      [rows[0]?.xid],
    );
    if (done[0]?.isDone) return;
    await sleep(BEAT_MS);
  }
  throw new Error('Earlier transactions do not end.');
}
