import type { Figure } from '@devpulse/contracts/overview';
import type { DurationName } from '@devpulse/domain/delivery/facts';
import { delta } from '@devpulse/domain/metrics/aggregate';
import { METRICS, type MetricDefinition, type MetricId } from '@devpulse/domain/metrics/definitions';
import { quantile } from '@devpulse/domain/metrics/sketch';
import type { DayRange } from '@devpulse/domain/time/range';
import type { ScopeRows } from './scope-rows.ts';

type Measured = Pick<Figure, 'value' | 'n' | 'p85' | 'elapsed' | 'series'>;

/** One figure with its comparison, on the terms of the metric's definition. */
export function figureOf(
  metric: MetricId,
  rows: ScopeRows,
  range: DayRange & { previous: DayRange | null },
): Figure {
  const definition: MetricDefinition = METRICS[metric];
  const current = measure(definition, rows, range);
  const previous = range.previous === null ? null : measurePrevious(definition, rows, range.previous);
  return {
    metric,
    unit: definition.unit === 'duration' ? 'seconds' : 'count',
    ...current,
    previous: previous === null ? null : { value: previous.value, n: previous.n },
    delta: delta(current, previous ?? { value: null, n: 0 }, definition.better),
    previousSeries: previous === null ? [] : previous.series,
  };
}

function measurePrevious(definition: MetricDefinition, rows: ScopeRows, range: DayRange): Measured {
  if (rows.hasBegunBefore(range.to)) return measure(definition, rows, range);
  return { value: null, n: 0, p85: null, elapsed: null, series: rows.series(range, () => null) };
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
  return { value, n: value, p85: null, elapsed: null, series };
}

/** Quantiles of the merged sketches; a mean of daily medians would be another number. */
function measureDuration(duration: DurationName, rows: ScopeRows, range: DayRange): Measured {
  const { sketches } = rows.totals(range);
  const working = sketches[`${duration}_working`];
  const elapsed = sketches[`${duration}_elapsed`];
  return {
    value: working === undefined ? null : quantile(working, 0.5),
    n: working?.n ?? 0,
    p85: working === undefined ? null : quantile(working, 0.85),
    elapsed: elapsed === undefined ? null : quantile(elapsed, 0.5),
    series: rows.trailingMedians(range, `${duration}_working`),
  };
}
