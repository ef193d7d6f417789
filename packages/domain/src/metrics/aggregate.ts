import { type Clock, PHASES } from '../delivery/facts.ts';
import { addDays, daysIn, type LocalDay } from '../time/local-day.ts';
import {
  COUNT_COLUMNS,
  type Counts,
  type DailyMetricsRow,
  type SketchName,
  SNAPSHOT_COLUMNS,
  type Snapshot,
  zeroCounts,
  zeroSnapshot,
} from './daily-row.ts';
import type { Better } from './definitions.ts';
import {
  addCounts,
  emptySketch,
  mergeSketches,
  quantile,
  quantileRank,
  representativeOf,
  SKETCH_THRESHOLDS,
  type Sketch,
} from './sketch.ts';

export type Aggregate = {
  counts: Counts;
  sketches: Partial<Record<SketchName, Sketch>>;
  /** Of the last day; null when there is no row and no last day was named. */
  snapshot: Snapshot | null;
  snapshotDay: LocalDay | null;
};

function lastDayOf(rows: readonly DailyMetricsRow[]): LocalDay | null {
  let last: LocalDay | null = null;
  for (const row of rows) if (last === null || row.day > last) last = row.day;
  return last;
}

/**
 * Totals, merged sketches and the last snapshot of rows of disjoint scopes (one scope, or several that share nothing).
 * Days on which a scope had nothing have no row, so name `lastDay` to read its snapshot as zeros where its row is missing.
 */
export function aggregateRows(rows: readonly DailyMetricsRow[], lastDay?: LocalDay): Aggregate {
  const counts = zeroCounts();
  const snapshotDay = lastDay ?? lastDayOf(rows);
  const snapshot = snapshotDay === null ? null : zeroSnapshot();
  const parts = new Map<SketchName, Sketch[]>();
  for (const row of rows) {
    for (const column of COUNT_COLUMNS) counts[column] += row.counts[column];
    if (snapshot && row.day === snapshotDay) {
      for (const column of SNAPSHOT_COLUMNS) snapshot[column] += row.snapshot[column];
    }
    for (const [name, sketch] of Object.entries(row.sketches) as [SketchName, Sketch][]) {
      const list = parts.get(name);
      if (list) list.push(sketch);
      else parts.set(name, [sketch]);
    }
  }
  const sketches: Aggregate['sketches'] = {};
  for (const [name, list] of parts) sketches[name] = mergeSketches(list);
  return { counts, sketches, snapshot, snapshotDay };
}

export type PhaseShare = {
  phase: (typeof PHASES)[number];
  totalSeconds: number;
  /** Part of the total time of all phases, 0 to 1; null when there was no time at all. */
  share: number | null;
  medianSeconds: number | null;
  n: number;
};

/**
 * Where the time from ready to merged went: shares of the summed seconds, which add up to 1, with medians beside them,
 * which do not add up. Source: metrics.md, section 8, decision 2.
 */
export function phaseShares(rows: readonly DailyMetricsRow[], clock: Clock): PhaseShare[] {
  const { sketches } = aggregateRows(rows);
  const phases = PHASES.map((phase) => ({ phase, sketch: sketches[`${phase}_${clock}`] ?? emptySketch() }));
  const total = phases.reduce((sum, { sketch }) => sum + sketch.sum, 0);
  return phases.map(({ phase, sketch }) => ({
    phase,
    totalSeconds: sketch.sum,
    share: total === 0 ? null : sketch.sum / total,
    medianSeconds: quantile(sketch, 0.5),
    n: sketch.n,
  }));
}

export type DatedSketch = { day: LocalDay; sketch: Sketch | null };

/** One sketch for every day of `[from, to)`, ascending; null where no duration ended. */
export function dailySketches(
  rows: readonly DailyMetricsRow[],
  name: SketchName,
  range: { from: LocalDay; to: LocalDay },
): DatedSketch[] {
  const byDay = new Map<LocalDay, Sketch[]>();
  for (const row of rows) {
    const sketch = row.sketches[name];
    if (sketch) byDay.set(row.day, [...(byDay.get(row.day) ?? []), sketch]);
  }
  return daysIn(range.from, range.to).map((day) => {
    const [only = null, ...others] = byDay.get(day) ?? [];
    return { day, sketch: only === null || others.length === 0 ? only : mergeSketches([only, ...others]) };
  });
}

export type DatedSeconds = { day: LocalDay; seconds: number | null; n: number };

/**
 * Quantile `q` in seconds over the trailing window of calendar days that ends with each day, for sparklines. `days` ascend
 * and may leave days out. A window without any duration is a gap: null, never 0.
 */
export function trailingQuantile(
  days: readonly DatedSketch[],
  windowDays: number,
  q: number,
): DatedSeconds[] {
  const window = new Float64Array(SKETCH_THRESHOLDS.length + 1);
  let n = 0;
  let first = 0;
  const shift = (sketch: Sketch | null, sign: 1 | -1): void => {
    if (!sketch) return;
    n += sign * sketch.n;
    addCounts(window, sketch, sign);
  };
  return days.map(({ day, sketch }) => {
    shift(sketch, 1);
    const start = addDays(day, 1 - windowDays);
    for (let oldest = days[first]; oldest && oldest.day < start; oldest = days[first]) {
      shift(oldest.sketch, -1);
      first += 1;
    }
    if (n === 0) return { day, seconds: null, n };
    const rank = quantileRank(q, n);
    let bucket = -1;
    for (let seen = 0; seen <= rank && bucket < window.length; ) {
      bucket += 1;
      seen += window[bucket] ?? 0;
    }
    return { day, seconds: representativeOf(bucket), n };
  });
}

/** A figure with the number of things it is made of: the events of a count, the durations of a median. */
export type Figure = { value: number | null; n: number };

export type Delta = {
  direction: 'up' | 'down' | 'same';
  /** Change relative to the previous value: 0.12 is 12 % more. Null when it must not be shown. */
  ratio: number | null;
  kind: 'change' | 'new' | 'same' | 'too_few' | 'none';
  verdict: 'good' | 'bad' | 'neutral';
};

/** Fewer things than this on either side, and no verdict is given. */
export const SMALLEST_SAMPLE = 5;
/** A smaller change would print as 0 %. */
const SMALLEST_RATIO = 0.005;

/**
 * Compares a figure with the one before. `none`: one of them is absent. `new`: the previous was 0 and this is not, which has
 * no ratio. `too_few`: under 5 on either side, so there is a direction but neither ratio nor verdict. `same`: it would print
 * as 0 %. Source: ui.md, "Metric card".
 */
export function delta(current: Figure, previous: Figure, better: Better): Delta {
  if (current.value === null || previous.value === null) {
    return { direction: 'same', ratio: null, kind: 'none', verdict: 'neutral' };
  }
  const difference = current.value - previous.value;
  const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  if (direction === 'same') return { direction, ratio: 0, kind: 'same', verdict: 'neutral' };
  if (previous.value === 0) return { direction, ratio: null, kind: 'new', verdict: 'neutral' };
  if (Math.min(current.n, previous.n) < SMALLEST_SAMPLE) {
    return { direction, ratio: null, kind: 'too_few', verdict: 'neutral' };
  }
  const ratio = difference / previous.value;
  if (Math.abs(ratio) < SMALLEST_RATIO)
    return { direction: 'same', ratio: 0, kind: 'same', verdict: 'neutral' };
  if (better === 'neither') return { direction, ratio, kind: 'change', verdict: 'neutral' };
  const isGood = (direction === 'up') === (better === 'higher');
  return { direction, ratio, kind: 'change', verdict: isGood ? 'good' : 'bad' };
}
