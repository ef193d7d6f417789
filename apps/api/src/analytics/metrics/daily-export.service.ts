import type { exportDailyMetrics } from '@devpulse/contracts/analytics/metrics';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { CLOCKS, DURATIONS } from '@devpulse/domain/delivery/facts';
import {
  COUNT_COLUMNS,
  type DailyMetricsRow,
  SNAPSHOT_COLUMNS,
} from '@devpulse/domain/metrics/daily-metrics';
import { METRIC_IDS, METRICS, type MetricDefinition } from '@devpulse/domain/metrics/definitions';
import { quantile, type Sketch } from '@devpulse/domain/metrics/sketch';
import { daysIn } from '@devpulse/domain/time/local-day';
import { Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { rangeView } from '../figures/composed.ts';
import { MetricDaysReader } from './metric-days.ts';

type DailyExport = RouteResponse<typeof exportDailyMetrics>;
type Row = DailyExport['rows'][number];

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const QUANTILES = { p50: 0.5, p75: 0.75, p85: 0.85, p95: 0.95 } as const;

@Injectable()
export class DailyExportService {
  readonly #days: MetricDaysReader;

  constructor(days: MetricDaysReader) {
    this.#days = days;
  }

  /** A row for each day of the range that has begun; a day on which nothing was stored is a day of zeros. */
  async read(member: Member, query: RouteQuery<typeof exportDailyMetrics>): Promise<DailyExport> {
    const { scope, withheld, rows, definitions, computedAt } = await this.#days.read(member, query);
    const hidden = new Set(
      METRIC_IDS.filter((metric) => withheld.reasonFor(metric, scope) !== null).map(columnOf),
    );
    const byDay = new Map(rows.map((row) => [row.day, row]));
    const days = daysIn(scope.range.from, scope.range.to).filter((day) => day <= scope.today);
    return {
      ...rangeView(scope, { definitionVersion: definitions.version, computedAt }),
      scope: { type: scope.type, id: scope.id, name: scope.name },
      rows: days.map((day) => ({
        day,
        definition_version: definitions.version,
        ...withheldColumns(columnsOf(byDay.get(day)), hidden),
      })),
    };
  }
}

/** Columns of a duration begin with its name. */
function columnOf(metric: (typeof METRIC_IDS)[number]): string {
  const { source }: MetricDefinition = METRICS[metric];
  return source.kind === 'duration' ? snakeCase(source.duration) : snakeCase(source.column);
}

function columnsOf(row: DailyMetricsRow | undefined): Row {
  const counts = [...COUNT_COLUMNS].map((name) => [snakeCase(name), row?.counts[name] ?? 0] as const);
  const states = [...SNAPSHOT_COLUMNS].map((name) => [snakeCase(name), row?.snapshot[name] ?? 0] as const);
  const durations = DURATIONS.flatMap((name) =>
    CLOCKS.flatMap((clock) =>
      sketchColumns(`${snakeCase(name)}_${clock}`, row?.sketches[`${name}_${clock}`]),
    ),
  );
  return Object.fromEntries([...counts, ...states, ...durations]);
}

function sketchColumns(name: string, sketch: Sketch | undefined): [string, number | null][] {
  const quantiles = Object.entries(QUANTILES).map(([label, q]): [string, number | null] => [
    `${name}_${label}`,
    sketch === undefined ? null : quantile(sketch, q),
  ]);
  return [[`${name}_n`, sketch?.n ?? 0], [`${name}_sum`, sketch?.sum ?? 0], ...quantiles];
}

function withheldColumns(columns: Row, hidden: ReadonlySet<string>): Row {
  const isHidden = (name: string) =>
    hidden.has(name) ||
    [...hidden].some((column) => /_(working|elapsed)_/.test(name) && name.startsWith(`${column}_`));
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, isHidden(name) ? null : value]),
  );
}
