import type { Database } from './connection.ts';

/**
 * Runs `work` unless another process is doing the work of this name, and answers null then. The lock is a connection's: a process that
 * dies lets go of it.
 */
export async function workAlone<T>(
  database: Database,
  name: string,
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await database.pool.connect();
  let isBroken = true;
  try {
    const { rows } = await client.query<{ isMine: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS "isMine"',
      [name],
    );
    if (!rows[0]?.isMine) {
      isBroken = false;
      return null;
    }
    const result = await work().finally(() =>
      client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]),
    );
    isBroken = false;
    return result;
  } finally {
    // With its connection the lock ends too.
    client.release(isBroken);
  }
}
