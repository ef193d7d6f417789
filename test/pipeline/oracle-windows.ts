import { oracleDayOf } from './oracle-clock.ts';
import type { OracleDay, OracleDays } from './oracle-days.ts';

/** Each metric, by the column or the duration that it is made of. */
const COUNTS =
  `merged reviews_submitted closed_unmerged reverted opened ready pull_requests_reviewed review_requests
  review_requests_answered review_requests_answered_in_target first_reviews_in_target merged_without_review pushes commits
  additions deletions`.split(/\s+/);
const SNAPSHOTS =
  'open_ready waiting_for_review open_draft in_review approved_not_merged older_than_target'.split(' ');
const DURATIONS = {
  cycle_time: 'cycle',
  time_to_first_review: 'pickup',
  review_time: 'review',
  merge_wait: 'mergeWait',
  unreviewed_time: 'unreviewed',
  coding_time: 'coding',
  lead_time: 'lead',
};

/** A figure as it is wanted; what begins with `~` is a quantile, which a sketch tells within 1 %. */
export type Wanted = { path: string; value: number | null; isQuantile: boolean };

/** A scope from the first day that any window looks at to the running one; a day of nothing is undefined. */
type Past = readonly (OracleDay | undefined)[];
/** The longest window, the one before it, and the six days that its first point looks back on. */
const PAST = 180 + 6;

/** The value at a rank of the sorted ones. */
export function oracleQuantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}

const columnOf = (day: OracleDay | undefined, column: string) => day?.columns[column] ?? 0;
const sumOf = (days: Past, column: string) => days.reduce((sum, day) => sum + columnOf(day, column), 0);
const secondsOf = (days: Past, name: string) => days.flatMap((day) => day?.seconds.get(name) ?? []);

/** Every figure of a window of one scope, straight from what happened. */
class OracleWindow {
  readonly wanted: Wanted[] = [];
  readonly #past: Past;
  readonly #now: Past;
  readonly #before: Past;
  readonly #hasBegun: boolean;

  constructor(past: Past, length: number) {
    this.#past = past;
    this.#now = past.slice(-length);
    this.#before = past.slice(-2 * length, -length);
    this.#hasBegun = past.slice(-2 * length - 6, -length).some((day) => day !== undefined);
    for (const column of COUNTS) this.#count(column);
    for (const column of SNAPSHOTS) this.#snapshot(column);
    for (const [metric, name] of Object.entries(DURATIONS)) this.#duration(metric, name);
    this.#phases();
    this.#flow();
  }

  #want(path: string, value: number | null, isQuantile = false): void {
    this.wanted.push({ path, value, isQuantile });
  }

  #figure(metric: string, value: number, before: number): void {
    const figure = `figures.figures.${metric}`;
    this.#want(`${figure}.value`, value);
    this.#want(`${figure}.n`, value);
    for (const name of ['p75', 'p85', 'p95', 'elapsed']) this.#want(`${figure}.${name}`, null);
    this.#want(`${figure}.previous.value`, this.#hasBegun ? before : null);
    this.#want(`${figure}.previous.n`, this.#hasBegun ? before : 0);
  }

  #series(
    metric: string,
    pointOf: (day: OracleDay | undefined, index: number) => number | null,
    isQuantile = false,
  ): void {
    const [first, earlier] = [PAST - this.#now.length, PAST - 2 * this.#now.length];
    this.#now.forEach((day, index) => {
      this.#want(`detail.series.${metric}.series.${index}`, pointOf(day, first + index), isQuantile);
    });
    this.#before.forEach((day, index) => {
      const point = this.#hasBegun ? pointOf(day, earlier + index) : null;
      this.#want(`detail.series.${metric}.previousSeries.${index}`, point, isQuantile);
    });
  }

  #count(column: string): void {
    this.#figure(column, sumOf(this.#now, column), sumOf(this.#before, column));
    this.#series(column, (day) => columnOf(day, column));
  }

  #snapshot(column: string): void {
    this.#figure(column, columnOf(this.#now.at(-1), column), columnOf(this.#before.at(-1), column));
    this.#series(column, (day) => columnOf(day, column));
  }

  #duration(metric: string, name: string): void {
    const figure = `figures.figures.${metric}`;
    const working = secondsOf(this.#now, `${name}_working`);
    const before = this.#hasBegun ? secondsOf(this.#before, `${name}_working`) : [];
    for (const [part, q] of Object.entries({ value: 0.5, p75: 0.75, p85: 0.85, p95: 0.95 }))
      this.#want(`${figure}.${part}`, oracleQuantile(working, q), true);
    this.#want(`${figure}.elapsed`, oracleQuantile(secondsOf(this.#now, `${name}_elapsed`), 0.5), true);
    this.#want(`${figure}.n`, working.length);
    this.#want(`${figure}.previous.value`, oracleQuantile(before, 0.5), true);
    this.#want(`${figure}.previous.n`, before.length);
    const trailing = (_day: unknown, index: number) =>
      oracleQuantile(secondsOf(this.#past.slice(Math.max(0, index - 6), index + 1), `${name}_working`), 0.5);
    this.#series(metric, trailing, true);
  }

  #phases(): void {
    const phases = ['pickup', 'review', 'mergeWait', 'unreviewed'].map((phase) => ({
      seconds: secondsOf(this.#now, `${phase}_working`),
    }));
    const total = (seconds: readonly number[]) => seconds.reduce((sum, value) => sum + value, 0);
    const all = total(phases.flatMap(({ seconds }) => seconds));
    phases.forEach(({ seconds }, index) => {
      const sum = total(seconds);
      this.#want(`detail.phases.${index}.totalSeconds`, sum);
      this.#want(`detail.phases.${index}.share`, all === 0 ? null : sum / all);
      this.#want(`detail.phases.${index}.n`, seconds.length);
      this.#want(`detail.phases.${index}.medianSeconds`, oracleQuantile(seconds, 0.5), true);
    });
  }

  #flow(): void {
    const before = this.#hasBegun ? columnOf(this.#before.at(-1), 'open_ready') : null;
    this.#want('detail.flow.openReadyBefore', before);
    this.#want('detail.flow.openReadyNow', columnOf(this.#now.at(-1), 'open_ready'));
    for (const [name, column] of Object.entries({
      ready: 'ready',
      merged: 'merged',
      closedUnmerged: 'closed_unmerged',
    }))
      this.#now.forEach((day, index) => {
        this.#want(`detail.flow.${name}.${index}`, columnOf(day, column));
      });
    const sum = (column: string) => sumOf(this.#now, column);
    const shares = {
      firstReviewsInTarget: [sum('first_reviews_in_target'), secondsOf(this.#now, 'pickup_working').length],
      reviewRequestsInTarget: [sum('review_requests_answered_in_target'), sum('review_requests_answered')],
    };
    for (const [name, [inTarget = 0, n = 0]] of Object.entries(shares)) {
      this.#want(`figures.${name}.inTarget`, inTarget);
      this.#want(`figures.${name}.n`, n);
    }
  }
}

/** What every window of an organization is to say, by `scope-type scope-id days`. */
export function oracleWindows({ world, days }: OracleDays): Map<string, Wanted[]> {
  const today = Temporal.PlainDate.from(oracleDayOf(world.now, world.calendar.zone));
  const names = Array.from({ length: PAST }, (_, index) =>
    today.subtract({ days: PAST - 1 - index }).toString(),
  );
  const scopes = new Set<string>();
  for (const [key, { columns }] of days) {
    const [day = '', type, id] = key.split(' ');
    const isKnown = names.includes(day) && Object.values(columns).some((value) => value !== 0);
    if (type !== 'contributor' && isKnown) scopes.add(`${type} ${id}`);
  }
  const windows = new Map<string, Wanted[]>();
  for (const scope of scopes) {
    const past = names.map((day) => days.get(`${day} ${scope}`));
    for (const length of [7, 14, 30, 90])
      windows.set(`${scope} ${length}`, new OracleWindow(past, length).wanted);
  }
  return windows;
}
