import { ensureBuilt } from '@devpulse/start/build/build';
import { findPart, redis } from '@devpulse/start/test-parts';
import { type Bench, type BenchOptions, type BenchResult, rounded } from '../report.ts';
import { endlessDeliveries, processAll, processNothing, store, theInstallation } from './load.ts';
import { type Memory, watchMemory } from './memory.ts';
import { openSite, type Site } from './site.ts';

export type ProcessSizes = {
  rounds: number;
  perRound: number;
  noopPerRound: number;
  watched: number;
  /** For all that is watched; fewer deliveries are when they take longer. */
  mostSeconds: number;
  atOnce: number;
};

const LONG: ProcessSizes = {
  ...{ rounds: 4, perRound: 2_000, noopPerRound: 6_000 },
  ...{ watched: 100_000, mostSeconds: 200, atOnce: 500 },
};
const QUICK: ProcessSizes = {
  ...{ rounds: 2, perRound: 500, noopPerRound: 1_500 },
  ...{ watched: 2_000, mostSeconds: 20, atOnce: 200 },
};

/** Deliveries from the bell to the recomputed day, in a whole worker, beside jobs of the same queue that do nothing; on each backend. */
export const benchProcess: Bench = (options) => {
  const sizes = options.isQuick ? QUICK : LONG;
  const { deliveries } = options;
  if (deliveries === undefined) return measureProcess(options, sizes);
  return measureProcess(options, { ...sizes, watched: deliveries, mostSeconds: Number.POSITIVE_INFINITY });
};

type Rates = { perSecond: number; noopPerSecond: number; notDone: number };
type Open = { name: 'postgres' | 'redis'; site: Site };

export async function measureProcess(options: BenchOptions, sizes: ProcessSizes): Promise<BenchResult> {
  await ensureBuilt(['prisma-client', 'worker']);
  const program = findPart(redis);
  const open: Open[] = [];
  try {
    open.push({ name: 'postgres', site: await openSite() });
    if (program !== undefined) open.push({ name: 'redis', site: await openSite(program) });
    const next = endlessDeliveries('process');
    const rates = await inTurns(open, { sizes, next, say: options.say });
    const watched = open[0]?.site as Site;
    const memory = await watchMemory(watched, {
      deliveries: sizes.watched,
      mostSeconds: sizes.mostSeconds,
      atOnce: sizes.atOnce,
      next,
      say: options.say,
    });
    return resultOf(rates, memory, program !== undefined);
  } finally {
    for (const { site } of open) await site.close();
  }
}

async function inTurns(
  open: readonly Open[],
  given: { sizes: ProcessSizes; next: ReturnType<typeof endlessDeliveries>; say: (line: string) => void },
): Promise<Map<string, Rates>> {
  const { sizes, next, say } = given;
  const seconds = new Map(open.map(({ name }) => [name, { ours: 0, noop: 0 }]));
  for (const { site } of open) {
    await processAll(site, await store(site, [theInstallation()]));
    await processAll(site, await store(site, next(Math.min(400, sizes.perRound))));
    await processNothing(site, bellsOfNobody(400));
  }
  for (let round = 1; round <= sizes.rounds; round += 1) {
    for (const { name, site } of open) {
      const sum = seconds.get(name) as { ours: number; noop: number };
      sum.ours += await processAll(site, await store(site, next(sizes.perRound)));
      sum.noop += await processNothing(site, bellsOfNobody(sizes.noopPerRound));
    }
    say(`process: round ${round} of ${sizes.rounds}`);
  }
  const rates = open.map(async ({ name, site }) => {
    const { ours, noop } = seconds.get(name) as { ours: number; noop: number };
    const perSecond = (sizes.rounds * sizes.perRound) / ours;
    const noopPerSecond = (sizes.rounds * sizes.noopPerRound) / noop;
    return [name, { perSecond, noopPerSecond, notDone: await countNotDone(site) }] as const;
  });
  return new Map(await Promise.all(rates));
}

const bellsOfNobody = (count: number) =>
  Array.from({ length: count }, () => ({
    id: crypto.randomUUID(),
    receivedAt: new Date(),
    event: 'pull_request',
  }));

async function countNotDone({ database }: Site): Promise<number> {
  const { rows } = await database.pool.query<{ many: string }>(
    "SELECT count(*) AS many FROM raw_delivery WHERE state <> 'done'",
  );
  return Number(rows[0]?.many);
}

function resultOf(rates: ReadonlyMap<string, Rates>, memory: Memory, hasRedis: boolean): BenchResult {
  const each = [...rates];
  return {
    figures: {
      ...Object.fromEntries(
        each.map(([name, { perSecond, notDone }]) => [name, { perSecond: rounded(perSecond, 0), notDone }]),
      ),
      memorySlopeMiBPer10k: rounded(memory.slopeMiBPer10k),
      memory: {
        deliveries: memory.deliveries,
        firstMiB: rounded(memory.firstMiB, 0),
        lastMiB: rounded(memory.lastMiB, 0),
        slopeWithGarbageMiBPer10k: rounded(memory.slopeWithGarbageMiBPer10k),
      },
    },
    baseline: Object.fromEntries(
      each.map(([name, { noopPerSecond }]) => [`${name}NoopPerSecond`, rounded(noopPerSecond, 0)]),
    ),
    ratios: Object.fromEntries(
      each.map(([name, { perSecond, noopPerSecond }]) => [name, rounded(perSecond / noopPerSecond, 3)]),
    ),
    notes: [
      'deliveries stand in the database before their bell; until each is projected, each bell answered and each day recomputed; 8 bells at a time, as no-op jobs',
      'memory is resident, sampled as deliveries go by on PostgreSQL; the slope is of the last 70 %, of the lowest of ten samples',
      ...(hasRedis ? [] : ['no redis-server here: only PostgreSQL was measured']),
    ],
  };
}
