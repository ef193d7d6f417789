import { expect, test } from 'vitest';
import { type DailyMetricsRow, zeroCounts, zeroSnapshot } from './daily-row.ts';
import { METRICS } from './definitions.ts';
import { distributionOf } from './distribution.ts';
import { sketchOf } from './sketch.ts';
import { trendPoints } from './trend.ts';

function row(day: string, merged: number, cycle: number[], openReady = 0): DailyMetricsRow {
  return {
    day,
    scopeType: 'organization',
    scopeId: 'o',
    definitionVersion: 1,
    counts: { ...zeroCounts(), merged },
    snapshot: { ...zeroSnapshot(), openReady },
    sketches:
      cycle.length === 0
        ? {}
        : { cycle_working: sketchOf(cycle), cycle_elapsed: sketchOf(cycle.map((s) => 2 * s)) },
  };
}

const ROWS = [
  row('2026-11-16', 3, [10, 20, 30], 4),
  row('2026-11-18', 2, [40, 41], 6),
  row('2026-11-23', 1, [7], 5),
];
const ASKED = {
  range: { from: '2026-11-16', to: '2026-11-30', bucket: 'week' as const },
  clock: 'working' as const,
  today: '2026-11-24',
};

test('a week’s median is that of all its days, and what has not begun is absent', () => {
  const points = trendPoints(METRICS.cycle_time, ROWS, ASKED);
  expect(points.map(({ value, n, isIncomplete }) => [value, n, isIncomplete])).toEqual([
    [30, 5, false],
    [7, 1, true],
  ]);
  const elapsed = trendPoints(METRICS.cycle_time, ROWS, { ...ASKED, clock: 'elapsed' });
  expect(elapsed[0]?.value).toBeCloseTo(60, 0);
  const days = trendPoints(METRICS.cycle_time, ROWS, { ...ASKED, range: { ...ASKED.range, bucket: 'day' } });
  expect(days).toHaveLength(14);
  expect(days[1]).toMatchObject({ value: null, n: 0, isIncomplete: false });
  expect(days.at(-1)).toMatchObject({ value: null, isIncomplete: true });
});

test('counts are summed and states are those of the end', () => {
  expect(trendPoints(METRICS.merged, ROWS, ASKED).map(({ value }) => value)).toEqual([5, 1]);
  expect(trendPoints(METRICS.open_ready, ROWS, ASKED).map(({ value }) => value)).toEqual([0, 5]);
});

test('a distribution counts everything once, in bars that double', () => {
  const seconds = [0, 59, 60, 61, 119, 250, 4000, 90_000];
  const { n, totalSeconds, bars, quantiles } = distributionOf(
    [row('2026-11-16', 0, seconds)],
    'cycle',
    'working',
  );
  expect(n).toBe(8);
  expect(totalSeconds).toBe(seconds.reduce((sum, one) => sum + one, 0));
  expect(bars.reduce((sum, bar) => sum + bar.n, 0)).toBe(8);
  expect(bars.slice(0, 3)).toEqual([
    { fromSeconds: 0, toSeconds: 60, n: 2 },
    { fromSeconds: 60, toSeconds: 120, n: 3 },
    { fromSeconds: 120, toSeconds: 240, n: 0 },
  ]);
  expect(quantiles.find(({ q }) => q === 0.5)?.seconds).toBeCloseTo(61, -1);
  expect(distributionOf([], 'cycle', 'working')).toMatchObject({ n: 0, meanSeconds: null, bars: [] });
});
