import type { DurationName } from '../delivery/facts.ts';
import { addDays, daysIn, type LocalDay } from '../time/local-day.ts';
import type { DayRange } from '../time/range.ts';
import { type Delta, delta, type PhaseShare } from './aggregate.ts';
import type { CountColumn, DailyMetricsRow } from './daily-row.ts';
import { METRIC_IDS, METRICS, type MetricDefinition, type MetricId } from './definitions.ts';
import type { FlowDays } from './flow-buckets.ts';
import { daysToRead, ScopeRows } from './scope-rows.ts';
import { quantile } from './sketch.ts';

/** Windows that are kept ready for every organization, team and repository; each ends with the running day. */
export const WINDOW_DAYS = [7, 14, 30, 90] as const;
export type WindowDays = (typeof WINDOW_DAYS)[number];

/** A figure without its points. Durations are medians in seconds on the working clock; null is absent, which is not zero. */
export type SummaryFigure = {
  value: number | null;
  n: number;
  p75: number | null;
  p85: number | null;
  p95: number | null;
  /** The median on the elapsed clock. */
  elapsed: number | null;
  /** Of the period before; null where none was asked for. */
  previous: { value: number | null; n: number } | null;
};

/** One point for each day of the period and of the one before; null where there is nothing to say. */
export type SummarySeries = { series: (number | null)[]; previousSeries: (number | null)[] };

type Share = { inTarget: number; n: number };

/** Everything that is said of a scope over a period of days. Survives JSON as it is. */
export type ScopeSummary = {
  figures: Record<MetricId, SummaryFigure>;
  /** Of merged and reviewed ones: how many had their first review within the target. */
  firstReviewsInTarget: Share;
  /** Of review requests that were answered. */
  reviewRequestsInTarget: Share;
  series: Record<MetricId, SummarySeries>;
  phases: PhaseShare[];
  flow: FlowDays & { openReadyBefore: number | null; openReadyNow: number };
};

export type Period = DayRange & { previous: DayRange | null };

/** A window and the one before it, which end with `today` and with the day before the window. */
export function windowPeriod(days: number, today: LocalDay): Period {
  const to = addDays(today, 1);
  const from = addDays(to, -days);
  return { from, to, previous: { from: addDays(from, -days), to: from } };
}

/** The first day that a window looks at. */
export function firstDayOfWindow(days: WindowDays, today: LocalDay): LocalDay {
  return daysToRead(windowPeriod(days, today)).from;
}

/** The first day that any window looks at. */
export function firstDayOfWindows(today: LocalDay): LocalDay {
  return firstDayOfWindow(90, today);
}

/** A window of one scope, from the rows of all its days, or of more; the running day has been computed. */
export function summarizeScope(
  rows: readonly DailyMetricsRow[],
  window: { today: LocalDay; days: WindowDays },
): ScopeSummary {
  return summarize(rows, windowPeriod(window.days, window.today), { today: window.today, isOpened: true });
}

/** Any period of one scope, from the rows of `daysToRead`, or of more. */
export function summarizePeriod(
  all: readonly DailyMetricsRow[],
  period: Period,
  today: LocalDay,
): ScopeSummary {
  return summarize(all, period, { today, isOpened: false });
}

function summarize(
  all: readonly DailyMetricsRow[],
  period: Period,
  { today, isOpened }: { today: LocalDay; isOpened: boolean },
): ScopeSummary {
  const reach = daysToRead(period);
  const rows = new ScopeRows(
    all.filter((row) => reach.from <= row.day && row.day < reach.to),
    today,
    isOpened,
  );
  const measured = METRIC_IDS.map((metric) => [metric, measureBoth(METRICS[metric], rows, period)] as const);
  const { counts, sketches } = rows.totals(period);
  const perDay = (column: CountColumn) =>
    daysIn(period.from, period.to).map((day) => rows.count(day, column));
  return {
    figures: byMetric(measured.map(([metric, { figure }]) => [metric, figure])),
    firstReviewsInTarget: { inTarget: counts.firstReviewsInTarget, n: sketches.pickup_working?.n ?? 0 },
    reviewRequestsInTarget: {
      inTarget: counts.reviewRequestsAnsweredInTarget,
      n: counts.reviewRequestsAnswered,
    },
    series: byMetric(measured.map(([metric, { series }]) => [metric, series])),
    phases: rows.phases(period),
    flow: {
      openReadyBefore: rows.hasBegunBefore(period.from)
        ? rows.standing(addDays(period.from, -1), 'openReady')
        : null,
      openReadyNow: rows.standing(rows.lastDay(period), 'openReady'),
      ready: perDay('ready'),
      merged: perDay('merged'),
      closedUnmerged: perDay('closedUnmerged'),
    },
  };
}

/** How a figure compares with the period before, on the terms of the metric's definition. */
export function deltaOf(metric: MetricId, figure: SummaryFigure): Delta {
  return delta(figure, figure.previous ?? { value: null, n: 0 }, METRICS[metric].better);
}

const byMetric = <T>(entries: readonly (readonly [MetricId, T])[]) =>
  Object.fromEntries(entries) as Record<MetricId, T>;

type Measured = Omit<SummaryFigure, 'previous'> & { series: (number | null)[] };

function measureBoth(
  definition: MetricDefinition,
  rows: ScopeRows,
  period: Period,
): { figure: SummaryFigure; series: SummarySeries } {
  const { series, ...current } = measure(definition, rows, period);
  const before = period.previous === null ? null : measurePrevious(definition, rows, period.previous);
  return {
    figure: { ...current, previous: before === null ? null : { value: before.value, n: before.n } },
    series: { series, previousSeries: before?.series ?? [] },
  };
}

const NO_QUANTILES = { p75: null, p85: null, p95: null, elapsed: null } as const;

/** Before the first row nothing is known, which is not zero. */
function measurePrevious(definition: MetricDefinition, rows: ScopeRows, range: DayRange): Measured {
  if (rows.hasBegunBefore(range.to)) return measure(definition, rows, range);
  return { value: null, n: 0, ...NO_QUANTILES, series: rows.series(range, () => null) };
}

function measure({ source }: MetricDefinition, rows: ScopeRows, range: DayRange): Measured {
  switch (source.kind) {
    case 'duration':
      return measureDuration(source.duration, rows, range);
    case 'count':
      return countFigure(
        rows.totals(range).counts[source.column],
        rows.series(range, (day) => rows.count(day, source.column)),
      );
    case 'snapshot':
      return countFigure(
        rows.standing(rows.lastDay(range), source.column),
        rows.series(range, (day) => rows.standing(day, source.column)),
      );
  }
}

function countFigure(value: number, series: Measured['series']): Measured {
  return { value, n: value, ...NO_QUANTILES, series };
}

/** Quantiles of the merged sketches; a mean of daily medians would be another number. */
function measureDuration(duration: DurationName, rows: ScopeRows, range: DayRange): Measured {
  const { sketches } = rows.totals(range);
  const working = sketches[`${duration}_working`];
  const elapsed = sketches[`${duration}_elapsed`];
  const at = (q: number) => (working === undefined ? null : quantile(working, q));
  return {
    value: at(0.5),
    n: working?.n ?? 0,
    p75: at(0.75),
    p85: at(0.85),
    p95: at(0.95),
    elapsed: elapsed === undefined ? null : quantile(elapsed, 0.5),
    series: rows.trailingMedians(range, `${duration}_working`),
  };
}
