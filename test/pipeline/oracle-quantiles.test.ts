import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import type { DailyMetricsRow, SketchName } from '@devpulse/domain/metrics/daily-metrics';
import { mergeSketches, quantile } from '@devpulse/domain/metrics/sketch';
import { addDays } from '@devpulse/domain/time/local-day';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisStage, openAnalysisStage } from './analysis-stage.ts';
import { randomOf } from './chance.ts';
import { oracleQuantile } from './oracle-windows.ts';

const NOW = Date.parse('2026-06-30T23:30:00Z');
const DAY = 86_400_000;
const DAYS = 365;
const FIRST = '2025-07-01';
const PULL_REQUESTS = 4_000;
const REPOSITORIES = ['901', '902', '903'];
const NAMES = ['cycle_working', 'cycle_elapsed', 'pickup_working'] as const satisfies readonly SketchName[];

type Took = { repository: number; day: number } & Record<(typeof NAMES)[number], number>;

/** As published for real teams: medians of hours, spread over seconds to months; some took no time at all. */
function randomTook(random: () => number): Took {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const seconds = (median: number, sigma: number) =>
    random() < 0.01 ? 0 : Math.floor(median * Math.exp(sigma * normal()));
  return {
    repository: Math.floor(random() ** 2 * REPOSITORIES.length),
    day: Math.floor(random() * DAYS),
    cycle_working: seconds(18 * 3_600, 1.25),
    cycle_elapsed: seconds(50 * 3_600, 2),
    pickup_working: seconds(4 * 3_600, 1.6),
  };
}

/** Many of one that was told: merged on their days after their times. */
async function tellMany(stage: AnalysisStage, all: readonly Took[]): Promise<void> {
  for (const [index, repository] of REPOSITORIES.entries()) {
    const at = NOW - 20 * DAY;
    await stage.tell({
      number: 1,
      repository,
      openedAt: at,
      reviews: [{ at: at + 60_000 }],
      mergedAt: at + 120_000,
    });
    const own = all.filter((one) => one.repository === index);
    await stage.rows(
      `WITH made AS (
         SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'number', 1 + n, 'merged_at', at, 'closed_at', at,
           'open_until', at, 'opened_at', at, 'ready_at', at, 'cycle_working', cw, 'cycle_elapsed', ce, 'pickup_working', pw))).*
         FROM pull_request p, unnest($1::timestamptz[], $2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS t (at, cw, ce, pw, n)
         WHERE p.repository_id = $5)
       INSERT INTO pull_request (OWN) SELECT OWN FROM made`.replaceAll('OWN', await columnsOf(stage)),
      [
        own.map(({ day }) => new Date(Date.parse(FIRST) + day * DAY + 3_600_000)),
        ...NAMES.map((name) => own.map((one) => one[name])),
        stage.repositoryId(repository),
      ],
    );
    await stage.rows('DELETE FROM pull_request WHERE number = 1');
  }
}

async function columnsOf(stage: AnalysisStage): Promise<string> {
  const [columns] = await stage.rows<{ list: string }>(
    `SELECT string_agg(column_name, ', ') AS list FROM information_schema.columns
     WHERE table_name = 'pull_request' AND column_name <> 'open_class'`,
  );
  return columns?.list ?? '';
}

describe(`the daily rows of ${PULL_REQUESTS} random durations`, () => {
  const random = randomOf(20_261_130);
  const all = Array.from({ length: PULL_REQUESTS }, () => randomTook(random));
  let stage: AnalysisStage;
  let rows: Pick<DailyMetricsRow, 'day' | 'scopeType' | 'scopeId' | 'sketches'>[] = [];
  beforeAll(async () => {
    stage = await openAnalysisStage(NOW);
    await tellMany(stage, all);
    await stage.within(({ transaction: tx, organizationId }) =>
      markDaysSince(tx, organizationId, { since: Number.NEGATIVE_INFINITY, zone: 'UTC', now: NOW }),
    );
    await stage.pipeline.rollup(stage.organizationId);
    rows = await stage.rows(
      'SELECT day, scope_type AS "scopeType", scope_id AS "scopeId", sketches FROM daily_metrics',
    );
  });
  afterAll(() => stage?.pipeline.close());

  it('give every quantile of any range of 1 to 365 days, and of any group of repositories, within 1 % of the exact one', () => {
    let compared = 0;
    const property = fc.property(
      fc.record({
        length: fc.oneof(fc.integer({ min: 1, max: DAYS }), fc.constantFrom(1, 7, 30, 90, DAYS)),
        offset: fc.nat({ max: DAYS - 1 }),
        q: fc.oneof(fc.constantFrom(0.5, 0.75, 0.85, 0.95), fc.double({ min: 0, max: 1, noNaN: true })),
        name: fc.constantFrom(...NAMES),
        group: fc.subarray([0, 1, 2], { minLength: 1 }),
      }),
      ({ length, offset, q, name, group }) => {
        const from = Math.min(offset, DAYS - length);
        const exact = oracleQuantile(
          all
            .filter(({ day, repository }) => from <= day && day < from + length && group.includes(repository))
            .map((one) => one[name]),
          q,
        );
        const [first, end] = [addDays(FIRST, from), addDays(FIRST, from + length)];
        const ids = group.map((index) => stage.repositoryId(REPOSITORIES[index]));
        const isWhole = group.length === REPOSITORIES.length;
        const merged = mergeSketches(
          rows
            .filter(({ scopeType, scopeId }) =>
              isWhole ? scopeType === 'organization' : ids.includes(scopeId),
            )
            .filter(({ day }) => first <= day && day < end)
            .flatMap(({ sketches }) => sketches[name] ?? []),
        );
        const told = quantile(merged, q);
        compared += exact === null ? 0 : 1;
        if (exact === null || told === null) expect(told).toBe(exact);
        else expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact / 100 + 1e-9);
      },
    );
    fc.assert(property, { numRuns: 400, seed: Number(process.env.QUANTILES_SEED ?? 20_261_130) });
    expect(compared).toBeGreaterThan(300);
  });
});
