import { PHASES } from '../delivery/facts.ts';
import { addDays, daysIn, type LocalDay } from '../time/local-day.ts';
import type { DayRange } from '../time/range.ts';
import {
  type Aggregate,
  aggregateRows,
  dailySketches,
  type PhaseShare,
  phaseShares,
  trailingQuantile,
} from './aggregate.ts';
import type { CountColumn, DailyMetricsRow, SketchName, SnapshotColumn } from './daily-row.ts';

/** Durations are shown day by day as the median of this many days that end there. */
const TRAILING_DAYS = 7;

const PHASE_SKETCHES: readonly SketchName[] = PHASES.map((phase) => `${phase}_working` as const);

type Period = { readonly from: LocalDay; readonly to: LocalDay; readonly previous: DayRange | null };

/** All days that the figures of a period look at: both periods, and those that the first points of the series look back on. */
export function daysToRead({ from, to, previous }: Period): DayRange {
  return { from: addDays(previous === null ? from : previous.from, 1 - TRAILING_DAYS), to };
}

/** The rows of one scope, of every day that any figure of a page looks at. A day without a row is a day of zeros. */
export class ScopeRows {
  readonly #rows: readonly DailyMetricsRow[];
  readonly #today: LocalDay;
  readonly #isOpened: boolean;
  readonly #byDay: ReadonlyMap<LocalDay, DailyMetricsRow>;
  readonly #totals = new Map<string, Aggregate>();

  /** `isOpened`: the running day has been computed, so that one without a row is a day of zeros too. */
  constructor(rows: readonly DailyMetricsRow[], today: LocalDay, isOpened = false) {
    this.#rows = rows;
    this.#today = today;
    this.#isOpened = isOpened;
    this.#byDay = new Map(rows.map((row) => [row.day, row]));
  }

  /** Whether anything is known of days before `day`. Where nothing is, a count is absent, not zero. */
  hasBegunBefore(day: LocalDay): boolean {
    return this.#rows.some((row) => row.day < day);
  }

  totals(range: DayRange): Aggregate {
    const key = `${range.from} ${range.to}`;
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    const totals = aggregateRows(this.#in(range));
    this.#totals.set(key, totals);
    return totals;
  }

  phases(range: DayRange): PhaseShare[] {
    const rows = this.#in(range).map((row) => withSketches(row, PHASE_SKETCHES));
    return phaseShares(rows, 'working');
  }

  count(day: LocalDay, column: CountColumn): number {
    return this.#byDay.get(day)?.counts[column] ?? 0;
  }

  /** What stood at the end of the day; for the running day, now. */
  standing(day: LocalDay, column: SnapshotColumn): number {
    return this.#byDay.get(this.#lastKnown(day))?.snapshot[column] ?? 0;
  }

  /** A value for every day of the range; null for those that have not begun. */
  series(range: DayRange, pointOf: (day: LocalDay) => number | null): (number | null)[] {
    return daysIn(range.from, range.to).map((day) => (day > this.#today ? null : pointOf(day)));
  }

  /** Seconds; null where no duration ended in the days of the window. */
  trailingMedians(range: DayRange, sketch: SketchName): (number | null)[] {
    const window = { from: addDays(range.from, 1 - TRAILING_DAYS), to: range.to };
    const medians = trailingQuantile(dailySketches(this.#in(window), sketch, window), TRAILING_DAYS, 0.5);
    const byDay = new Map(medians.map((point) => [point.day, point.seconds]));
    return this.series(range, (day) => byDay.get(day) ?? null);
  }

  /** The last day of the range that has begun. */
  lastDay(range: DayRange): LocalDay {
    const last = addDays(range.to, -1);
    const isAhead = last > this.#today;
    return isAhead ? this.#today : last;
  }

  #in(range: DayRange): DailyMetricsRow[] {
    return this.#rows.filter((row) => range.from <= row.day && row.day < range.to);
  }

  /** Today's row appears with the first recomputation after midnight; until then what stood at yesterday's end still does. */
  #lastKnown(day: LocalDay): LocalDay {
    return day === this.#today && !this.#isOpened && !this.#byDay.has(day) ? addDays(day, -1) : day;
  }
}

function withSketches(row: DailyMetricsRow, names: readonly SketchName[]): DailyMetricsRow {
  const sketches: DailyMetricsRow['sketches'] = {};
  for (const name of names) {
    const sketch = row.sketches[name];
    if (sketch !== undefined) sketches[name] = sketch;
  }
  return { ...row, sketches };
}
