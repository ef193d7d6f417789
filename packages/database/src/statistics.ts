import type { Database } from './connection.ts';

const TABLES = 'pull_request, review, timeline_entry, github_account';
/** With as many rows, what PostgreSQL knows of a table changes its plans no more. */
const ENOUGH_ROWS = 10_000;

/**
 * Has PostgreSQL look at the tables of pull requests again, while it takes them for small: it plans with what it knew last, and comes round
 * by itself within minutes only. Of an empty table it believes that any index will do.
 */
export async function refreshStatistics(database: Database): Promise<void> {
  const { rows } = await database.pool.query(
    "SELECT 1 FROM pg_class WHERE oid = 'pull_request'::regclass AND reltuples < $1",
    [ENOUGH_ROWS],
  );
  if (rows.length > 0) await database.pool.query(`ANALYZE ${TABLES}`);
}
