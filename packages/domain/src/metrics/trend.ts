import type { Clock } from '../delivery/facts.ts';
import type { LocalDay } from '../time/local-day.ts';
import type { Bucket, DayRange } from '../time/range.ts';
import type { DailyMetricsRow } from './daily-row.ts';
import type { MetricDefinition, MetricSource } from './definitions.ts';
import { cutRange } from './flow-buckets.ts';
import { ScopeRows } from './scope-rows.ts';
import { quantile, type Sketch } from './sketch.ts';

export type TrendPoint = DayRange & {
  /** Durations: the median. Null is absent, which is not zero. */
  value: number | null;
  p75: number | null;
  p85: number | null;
  p95: number | null;
  n: number;
  isIncomplete: boolean;
};

type Asked = {
  range: DayRange & { bucket: Bucket };
  clock: Clock;
  today: LocalDay;
};

/** A metric day by day, week by week or month by month: sums of counts, quantiles of merged sketches, or what stood at the end. */
export function trendPoints(
  metric: MetricDefinition,
  all: readonly DailyMetricsRow[],
  { range, clock, today }: Asked,
): TrendPoint[] {
  const rows = new ScopeRows(all, today);
  return cutRange(range).map((part) => ({
    ...part,
    ...(part.from > today ? NOTHING : measure(metric.source, rows, { part, clock })),
    isIncomplete: part.to > today,
  }));
}

type Measured = Omit<TrendPoint, keyof DayRange | 'isIncomplete'>;

function measure(source: MetricSource, rows: ScopeRows, of: { part: DayRange; clock: Clock }): Measured {
  const { counts, sketches } = rows.totals(of.part);
  switch (source.kind) {
    case 'duration':
      return quantilesOf(sketches[`${source.duration}_${of.clock}`]);
    case 'count':
      return counted(counts[source.column]);
    case 'snapshot':
      return counted(rows.standing(rows.lastDay(of.part), source.column));
  }
}

const NOTHING = { value: null, p75: null, p85: null, p95: null, n: 0 } as const;
const counted = (value: number) => ({ ...NOTHING, value, n: value });

function quantilesOf(sketch: Sketch | undefined): Measured {
  if (sketch === undefined) return NOTHING;
  const at = (q: number) => quantile(sketch, q);
  return { value: at(0.5), p75: at(0.75), p85: at(0.85), p95: at(0.95), n: sketch.n };
}
