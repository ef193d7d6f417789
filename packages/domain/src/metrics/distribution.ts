import type { Clock, DurationName } from '../delivery/facts.ts';
import { aggregateRows } from './aggregate.ts';
import type { DailyMetricsRow } from './daily-row.ts';
import { emptySketch, mean, quantile, representativeOf } from './sketch.ts';

export type Distribution = {
  n: number;
  totalSeconds: number;
  meanSeconds: number | null;
  quantiles: { q: number; seconds: number | null }[];
  /** Each bar is twice as wide as the one before it, but for the first; ascending without a gap, from the first that holds any. */
  bars: { fromSeconds: number; toSeconds: number; n: number }[];
};

const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.85, 0.9, 0.95, 0.99] as const;
const FIRST_BAR_SECONDS = 60;

/** How a duration is spread over the rows of one scope. */
export function distributionOf(
  rows: readonly DailyMetricsRow[],
  duration: DurationName,
  clock: Clock,
): Distribution {
  const sketch = aggregateRows(rows).sketches[`${duration}_${clock}`] ?? emptySketch();
  const counts = new Map<number, number>();
  for (const [bucket, n] of Object.entries(sketch.b)) {
    const bar = barOf(representativeOf(Number(bucket)));
    counts.set(bar, (counts.get(bar) ?? 0) + n);
  }
  const known = [...counts.keys()].sort((a, b) => a - b);
  const [first, last] = [known[0] ?? 0, known.at(-1) ?? -1];
  return {
    n: sketch.n,
    totalSeconds: sketch.sum,
    meanSeconds: mean(sketch),
    quantiles: QUANTILES.map((q) => ({ q, seconds: quantile(sketch, q) })),
    bars: Array.from({ length: last - first + 1 }, (_, index) => ({
      fromSeconds: startOf(first + index),
      toSeconds: startOf(first + index + 1),
      n: counts.get(first + index) ?? 0,
    })),
  };
}

function barOf(seconds: number): number {
  return seconds < FIRST_BAR_SECONDS ? 0 : 1 + Math.floor(Math.log2(seconds / FIRST_BAR_SECONDS));
}

const startOf = (bar: number): number => (bar === 0 ? 0 : FIRST_BAR_SECONDS * 2 ** (bar - 1));
