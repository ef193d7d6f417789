import type pg from 'pg';

/** Counts of failed tries change by design when something is refused. */
const LEFT_OUT = ['throttle', '_prisma_migrations'];

/** A fingerprint of every row of every table, read as the owner; by table, so that a difference says where. */
export async function fingerprint(owner: pg.Pool): Promise<Record<string, string>> {
  const tables = await owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL ($1) ORDER BY 1`,
    [LEFT_OUT],
  );
  const sums: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await owner.query<{ sum: string }>(
      `SELECT count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS sum FROM "${name}" t`,
    );
    sums[name] = rows[0]?.sum ?? '';
  }
  return sums;
}
