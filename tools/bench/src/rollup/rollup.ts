import pg from 'pg';
import { rollUpEverything } from '../large-organization/roll-up.ts';
import { type LargeStage, openLargeStage } from '../large-organization/stage.ts';
import { type Bench, type BenchOptions, type BenchResult, percentile, rounded } from '../report.ts';
import { countDifferences, runHandWritten } from './baseline.ts';
import { type DirtyDayPlan, type DirtyDays, timeDirtyDays } from './dirty-days.ts';

export type RollupSizes = {
  /** Ten times apart: these are rebuilt, beside the statement of a person. */
  rebuilt: readonly [small: number, large: number];
  /** Only single days of this one are recomputed. */
  tiny: number;
  rounds: number;
  dirtyDays: DirtyDayPlan;
};

const EVERY_AGE: DirtyDayPlan = { weeksBack: [0, 1, 5, 12, 26, 52, 104, 150], times: 3 };
const MILLION: RollupSizes = { tiny: 1_000, rebuilt: [100_000, 1_000_000], rounds: 1, dirtyDays: EVERY_AGE };
const LONG: RollupSizes = { tiny: 1_000, rebuilt: [10_000, 100_000], rounds: 1, dirtyDays: EVERY_AGE };
const QUICK: RollupSizes = {
  tiny: 200,
  rebuilt: [1_000, 10_000],
  rounds: 1,
  dirtyDays: { weeksBack: [0, 26, 104], times: 2 },
};

/** Rebuilding every day of a large organization, beside one statement of a person that makes the same table; and single days. */
export const benchRollup: Bench = (options) =>
  measureRollup(options, options.isQuick ? QUICK : options.isMillion ? MILLION : LONG);

export async function measureRollup(options: BenchOptions, sizes: RollupSizes): Promise<BenchResult> {
  const { tiny, rebuilt, rounds, dirtyDays } = sizes;
  const measured = new Map<number, Measured>();
  for (const pullRequests of [tiny, ...rebuilt]) {
    const stage = await openLargeStage({ ...options, pullRequests });
    const owner = new pg.Client({ connectionString: stage.ownerUrl });
    await owner.connect();
    try {
      const say = (line: string) => options.say(`rollup, ${pullRequests}: ${line}`);
      measured.set(
        pullRequests,
        await measureOne(owner, stage, { rounds: pullRequests === tiny ? 0 : rounds, dirtyDays, say }),
      );
    } finally {
      await owner.end();
      await stage.close();
    }
  }
  return resultOf(measured, rebuilt);
}

type Rebuild = { seconds: number; handSeconds: number; differences: number };
type Measured = { rebuilds: Rebuild[]; dirty: DirtyDays; rows: number; loadSeconds: number | null };

async function measureOne(
  owner: pg.Client,
  stage: LargeStage,
  { rounds, dirtyDays, say }: { rounds: number; dirtyDays: DirtyDayPlan; say: (line: string) => void },
): Promise<Measured> {
  const rebuilds: Rebuild[] = [];
  if (rounds === 0) await rebuild(owner, stage, () => {});
  for (let round = 1; round <= rounds; round += 1) {
    const seconds = await rebuild(owner, stage, say);
    say(`rebuilt in ${rounded(seconds, 1)} s`);
    const handSeconds = await runHandWritten(owner, stage, Date.now());
    say(`by hand in ${rounded(handSeconds, 1)} s`);
    rebuilds.push({ seconds, handSeconds, differences: await countDifferences(owner) });
  }
  await owner.query('DROP TABLE IF EXISTS hand_written');
  await owner.query('VACUUM (ANALYZE) daily_metrics');
  const dirty = await timeDirtyDays(owner, stage, dirtyDays);
  const { rows } = await owner.query<{ many: string }>('SELECT count(*) AS many FROM daily_metrics');
  return { rebuilds, dirty, rows: Number(rows[0]?.many), loadSeconds: stage.loadSeconds };
}

/** Seconds from nothing to every row and window. */
async function rebuild(owner: pg.Client, stage: LargeStage, say: (line: string) => void): Promise<number> {
  await owner.query('TRUNCATE daily_metrics, window_metrics, dirty_day');
  await owner.query('CHECKPOINT');
  const startedAt = performance.now();
  await rollUpEverything(stage.database, say);
  return (performance.now() - startedAt) / 1_000;
}

function figuresOf({ rebuilds, dirty, rows, loadSeconds }: Measured): Record<string, number> {
  const first = (part: keyof Rebuild) =>
    percentile(
      rebuilds.map((one) => one[part]),
      0.5,
    );
  return {
    rows,
    ...(loadSeconds !== null && { loadSeconds }),
    ...(rebuilds.length > 0 && { rebuildSeconds: rounded(first('seconds')) }),
    ...(rebuilds.length > 0 && { handWrittenSeconds: rounded(first('handSeconds')) }),
    ...(rebuilds.length > 0 && { rowsThatDiffer: first('differences') }),
    dirtyDayMedianMs: rounded(percentile(dirty.oneMergeMs, 0.5), 1),
    dirtyDayMaxMs: rounded(percentile(dirty.oneMergeMs, 1), 1),
    wholeDayMedianMs: rounded(percentile(dirty.wholeDayMs, 0.5), 1),
    wholeDayMaxMs: rounded(percentile(dirty.wholeDayMs, 1), 1),
  };
}

function resultOf(measured: ReadonlyMap<number, Measured>, rebuilt: readonly [number, number]): BenchResult {
  const figures = Object.fromEntries([...measured].map(([size, one]) => [`at${size}`, figuresOf(one)]));
  const [small, large] = rebuilt.map((size) => figures[`at${size}`] as Record<string, number>) as [
    Record<string, number>,
    Record<string, number>,
  ];
  const get = (of: Record<string, number>, name: string) => of[name] ?? Number.NaN;
  const medians = Object.values(figures).map((of) => get(of, 'dirtyDayMedianMs'));
  return {
    figures: { ...figures, dirtyDayMs: Math.max(...medians) },
    baseline: { handWrittenSeconds: get(large, 'handWrittenSeconds') },
    ratios: {
      rebuildVsHandSql: rounded(get(large, 'rebuildSeconds') / get(large, 'handWrittenSeconds')),
      growth10x: rounded(get(large, 'rebuildSeconds') / get(small, 'rebuildSeconds')),
    },
    notes: [
      'a rebuild begins with empty tables and ends with every row and window; the statement by hand makes the rows alone, with 256 MB of memory for each step',
      'a dirty day: one merge of it has changed, from the mark to the commit, windows included; a whole day: all of its rows are missing',
      'dirtyDayMs is the largest median of the sizes; the days are today and Fridays up to 150 weeks back, the first of each with pages that nobody has read yet',
      'the process keeps the rows of the organization from dirty day to dirty day, as a worker does; growth and rebuild are of the two largest sizes, a million with --million',
    ],
  };
}
