import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeDailyMetrics } from '../../apps/worker/src/rollup/compute-daily-metrics.ts';
import { type Comparison, compareWithOracle } from './oracle-compare.ts';
import { randomWorld } from './oracle-random.ts';
import { tellWorld } from './oracle-stage.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const ORGANIZATIONS = Number(process.env.ORACLE_ORGANIZATIONS ?? 200);
const FIRST_SEED = Number(process.env.ORACLE_SEED ?? 1);
/** Of one instance, at work at the same time. */
const AT_ONCE = 4;
const SHOWN = 5;

describe(`${ORGANIZATIONS} random organizations of one instance`, () => {
  const seeds = Array.from({ length: ORGANIZATIONS }, (_, index) => FIRST_SEED + index);
  const results = new Map<number, Comparison>();
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => 0 });
    const waiting = [...seeds];
    const work = async () => {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
        const world = randomWorld(seed);
        const { organizationId } = world;
        await tellWorld(pipeline, world, seed);
        await computeDailyMetrics({ ...pipeline.context, now: () => world.now }, { organizationId });
        results.set(seed, await compareWithOracle(pipeline.database, world));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });
  afterAll(() => pipeline?.close());

  it('have the daily rows and the windows that plain loops over their timelines come to, in every column', () => {
    const wrong = seeds.flatMap((seed) => {
      const { differences = ['it was not compared'] } = results.get(seed) ?? {};
      return differences.slice(0, SHOWN).map((difference) => `ORACLE_SEED=${seed} ${difference}`);
    });
    expect(wrong).toEqual([]);
  });

  it('are worth comparing', () => {
    const all = [...results.values()];
    const sum = (of: (one: Comparison) => number) => all.reduce((total, one) => total + of(one), 0);
    expect(sum(({ days }) => days)).toBeGreaterThan(ORGANIZATIONS * 50);
    expect(sum(({ figures }) => figures)).toBeGreaterThan(ORGANIZATIONS * 1_000);
  });
});
