import { localDayOf } from '@devpulse/domain/time/local-day';
import { ensureBuilt } from '@devpulse/start/build/build';
import pg from 'pg';
import { CALENDAR } from '../large-organization/population.ts';
import { rollUpDays, rollUpEverything } from '../large-organization/roll-up.ts';
import { type LargeStage, openLargeStage } from '../large-organization/stage.ts';
import { type Bench, type BenchOptions, type BenchResult, percentile, rounded } from '../report.ts';
import { type Api, startApi, startBareServer } from './api.ts';
import { timeRawQuery } from './raw-query.ts';
import { Reader, readColdly, readMany } from './reader.ts';

export type ReadSizes = {
  small: number;
  large: number;
  rounds: number;
  reads: number;
  coldReads: number;
  rawQueries: number;
};

const MILLION: ReadSizes = {
  small: 1_000,
  large: 1_000_000,
  rounds: 10,
  reads: 400,
  coldReads: 12,
  rawQueries: 3,
};
const LONG: ReadSizes = { ...MILLION, large: 100_000 };
const QUICK: ReadSizes = { small: 200, large: 5_000, rounds: 4, reads: 200, coldReads: 6, rawQueries: 2 };

/**
 * The overview of a large organization, beside a bare read of one row, the same of a small one, and the query that boards ask of raw
 * tables; all of them in turns.
 */
export const benchRead: Bench = (options) =>
  measureRead(options, options.isQuick ? QUICK : options.isMillion ? MILLION : LONG);

type Times = Record<
  'bare' | 'bareCold' | 'large' | 'small' | 'unchanged' | 'largeCold' | 'smallCold' | 'raw' | 'raw90',
  number[]
>;

export async function measureRead(options: BenchOptions, sizes: ReadSizes): Promise<BenchResult> {
  await ensureBuilt(['prisma-client', 'api']);
  const closing: (() => Promise<void>)[] = [];
  try {
    const large = await openReadStage(options, { pullRequests: sizes.large, closing });
    const small = await openReadStage(options, { pullRequests: sizes.small, closing });
    const bareServer = await startBareServer(large.stage);
    const bare = new Reader(bareServer, '/pull-request');
    closing.push(
      () => bareServer.child.stop(),
      () => bare.close(),
    );
    const owner = new pg.Client({ connectionString: large.stage.ownerUrl });
    await owner.connect();
    closing.push(() => owner.end());
    const times = await readInTurns({ large, small, bare, owner }, sizes, options.say);
    return resultOf(times, { large: await large.reader.size(), small: await small.reader.size() });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

type ReadStage = { stage: LargeStage; api: Api; reader: Reader };

async function openReadStage(
  options: BenchOptions,
  { pullRequests, closing }: { pullRequests: number; closing: (() => Promise<void>)[] },
): Promise<ReadStage> {
  const stage = await openLargeStage({ ...options, pullRequests });
  closing.push(() => stage.close());
  await ensureRolledUp(stage, options.say);
  const api = await startApi(stage);
  closing.push(() => api.child.stop());
  const reader = Reader.ofOverview(api);
  closing.push(() => reader.close());
  return { stage, api, reader };
}

/** A kept organization may have been rolled up on another day. */
async function ensureRolledUp(stage: LargeStage, say: (line: string) => void): Promise<void> {
  const owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ has: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM daily_metrics) AS has',
    );
    if (rows[0]?.has) return await rollUpDays(stage.database, [localDayOf(Date.now(), CALENDAR.zone)]);
    await rollUpEverything(stage.database, (line) => say(`read, ${stage.pullRequests}: ${line}`));
    await owner.query('VACUUM (ANALYZE) daily_metrics, window_metrics');
  } finally {
    await owner.end();
  }
}

async function readInTurns(
  of: { large: ReadStage; small: ReadStage; bare: Reader; owner: pg.Client },
  { rounds, reads, coldReads, rawQueries }: ReadSizes,
  say: (line: string) => void,
): Promise<Times> {
  const { large, small, bare, owner } = of;
  const times: Times = {
    bare: [],
    bareCold: [],
    large: [],
    small: [],
    unchanged: [],
    largeCold: [],
    smallCold: [],
    raw: [],
    raw90: [],
  };
  for (const reader of [bare, large.reader, small.reader]) await readMany(reader, reads);
  for (let round = 1; round <= rounds; round += 1) {
    times.bare.push(...(await readMany(bare, reads)));
    times.large.push(...(await readMany(large.reader, reads)));
    times.small.push(...(await readMany(small.reader, reads)));
    times.unchanged.push(...(await readMany(large.reader, reads, 304)));
    times.largeCold.push(...(await readColdly(large.reader, large.stage, coldReads)));
    times.smallCold.push(...(await readColdly(small.reader, small.stage, coldReads)));
    times.bareCold.push(...(await readColdly(bare, large.stage, coldReads)));
    for (let index = 0; index < rawQueries; index += 1) times.raw.push(await timeRawQuery(owner, 30));
    times.raw90.push(await timeRawQuery(owner, 90));
    say(`read: round ${round} of ${rounds}`);
  }
  return times;
}

type Size = Awaited<ReturnType<Reader['size']>>;

function resultOf(times: Times, answers: { large: Size; small: Size }): BenchResult {
  const p50 = (name: keyof Times) => percentile(times[name], 0.5);
  const figuresOf = (name: keyof Times) => ({
    p50Ms: rounded(p50(name), 3),
    p95Ms: rounded(percentile(times[name], 0.95), 3),
    reads: times[name].length,
  });
  return {
    figures: {
      overview: figuresOf('large'),
      overviewOfSmall: figuresOf('small'),
      unchanged: figuresOf('unchanged'),
      cold: figuresOf('largeCold'),
      coldOfSmall: figuresOf('smallCold'),
      bytes: answers.large.bytes,
      compressedBytes: answers.large.compressedBytes,
      mergedIn30Days: answers.large.merged ?? 0,
    },
    baseline: {
      pointReadP50Ms: rounded(p50('bare'), 3),
      pointReadP95Ms: rounded(percentile(times.bare, 0.95), 3),
      pointReadAfterChangeP50Ms: rounded(p50('bareCold'), 3),
      rawQueryP50Ms: rounded(p50('raw'), 1),
      rawQueryOf90DaysP50Ms: rounded(p50('raw90'), 1),
    },
    ratios: {
      overviewVsPointRead: rounded(p50('large') / p50('bare')),
      millionVsThousand: rounded(p50('large') / p50('small')),
      rawQueryVsOverview: rounded(p50('raw') / p50('large'), 1),
      unchangedVsPointRead: rounded(p50('unchanged') / p50('bare')),
      coldVsPointRead: rounded(p50('largeCold') / p50('bareCold')),
      coldMillionVsThousand: rounded(p50('largeCold') / p50('smallCold')),
      rawQueryVsCold: rounded(p50('raw') / p50('largeCold'), 1),
    },
    notes: [
      'one request at a time over one kept connection, in turns; API, PostgreSQL and the reader share the cores',
      'an overview that nothing has changed since is answered from memory, as people get it; a cold one comes after a change each time, and so does the point read it is compared with',
      'the raw query asks for 30 days and the 30 before them, on the elapsed clock; compressed as a proxy does, since the API does not',
    ],
  };
}
