import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { ORACLE_COLUMNS, OracleDays } from './oracle-days.ts';
import { oracleWindows } from './oracle-windows.ts';
import type { World } from './oracle-world.ts';

/** First seconds of the buckets of a sketch, one after the other. */
const BUCKETS: number[] = [];
for (let first = 1; first < 2 ** 31; first = Math.floor((first * 101) / 99) + 1) BUCKETS.push(first);
const bucketOf = (seconds: number) => {
  let bucket = 0;
  while ((BUCKETS[bucket] ?? Number.POSITIVE_INFINITY) <= seconds) bucket += 1;
  return bucket;
};

function sketchOf(seconds: readonly number[]) {
  const b: Record<string, number> = {};
  for (const one of seconds) b[bucketOf(one)] = (b[bucketOf(one)] ?? 0) + 1;
  return { n: seconds.length, sum: seconds.reduce((sum, one) => sum + one, 0), b };
}

type Line = { name: string; said: Record<string, unknown> };

async function read(database: Database, organizationId: string): Promise<{ days: Line[]; windows: Line[] }> {
  return transaction(database, { organizationId }, async (tx) => ({
    days: (
      await tx.query<Line>(
        `SELECT concat_ws(' ', day, scope_type, scope_id) AS name, to_jsonb(d) AS said FROM daily_metrics d WHERE organization_id = $1`,
        [organizationId],
      )
    ).rows,
    windows: (
      await tx.query<Line>(
        `SELECT concat_ws(' ', scope_type, scope_id, days) AS name, jsonb_build_object('figures', figures, 'detail', detail) AS said
         FROM window_metrics WHERE organization_id = $1`,
        [organizationId],
      )
    ).rows,
  }));
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

export type Comparison = { differences: string[]; days: number; figures: number };

function compareDays(oracle: OracleDays, lines: readonly Line[]): Comparison {
  const differences: string[] = [];
  const stored = new Map(lines.map(({ name, said }) => [name, said]));
  // A day on which a scope has nothing has no row.
  const wanted = [...oracle.days].filter(([, { columns }]) =>
    Object.values(columns).some((value) => value !== 0),
  );
  for (const [name, { columns, seconds }] of wanted) {
    const said = stored.get(name) ?? {};
    stored.delete(name);
    for (const column of ORACLE_COLUMNS)
      if (said[column] !== columns[column])
        differences.push(`${name}: ${column} is ${said[column]}, and should be ${columns[column]}`);
    const sketches = Object.fromEntries([...seconds].map(([key, all]) => [key, sketchOf(all)]));
    if (canonical(said.sketches ?? {}) !== canonical(sketches))
      differences.push(
        `${name}: sketches are ${canonical(said.sketches)}, and should be ${canonical(sketches)}`,
      );
  }
  for (const name of stored.keys()) differences.push(`${name} is a row of nothing`);
  return { differences, days: wanted.length, figures: 0 };
}

const at = (said: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | null | undefined)?.[name], said);

const isNear = (said: unknown, value: number | null) =>
  value !== null && typeof said === 'number' && Math.abs(said - value) <= value * 0.01 + 1e-9;

function compareWindows(oracle: OracleDays, lines: readonly Line[]): Comparison {
  const differences: string[] = [];
  const stored = new Map(lines.map(({ name, said }) => [name, said]));
  let figures = 0;
  for (const [name, wanted] of oracleWindows(oracle)) {
    const said = stored.get(name);
    stored.delete(name);
    for (const { path, value, isQuantile } of wanted) {
      const found = at(said, path);
      figures += 1;
      if (found === value || (isQuantile && isNear(found, value))) continue;
      differences.push(`${name}: ${path} is ${found}, and should be ${value}`);
    }
  }
  for (const name of stored.keys()) differences.push(`${name} is a window of nothing`);
  return { differences, days: 0, figures };
}

/** What the database says otherwise than the loops do. */
export async function compareWithOracle(database: Database, world: World): Promise<Comparison> {
  const oracle = new OracleDays(world);
  const { days, windows } = await read(database, world.organizationId);
  const [ofDays, ofWindows] = [compareDays(oracle, days), compareWindows(oracle, windows)];
  return {
    differences: [...ofDays.differences, ...ofWindows.differences],
    days: ofDays.days,
    figures: ofWindows.figures,
  };
}
