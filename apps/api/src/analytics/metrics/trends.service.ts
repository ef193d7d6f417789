import type { getDistribution, getTrend } from '@devpulse/contracts/analytics/metrics';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { AppError } from '@devpulse/domain/errors';
import { METRICS, type MetricDefinition, type MetricId } from '@devpulse/domain/metrics/definitions';
import { distributionOf } from '@devpulse/domain/metrics/distribution';
import { summarizePeriod } from '@devpulse/domain/metrics/scope-summary';
import { trendPoints } from '@devpulse/domain/metrics/trend';
import { Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { rangeView } from '../figures/composed.ts';
import { addressOf, plainFigure } from '../shown-figures.ts';
import { type MetricDays, MetricDaysReader } from './metric-days.ts';

type Trend = RouteResponse<typeof getTrend>;
type Distribution = RouteResponse<typeof getDistribution>;

@Injectable()
export class TrendsService {
  readonly #days: MetricDaysReader;

  constructor(days: MetricDaysReader) {
    this.#days = days;
  }

  /** A metric over time, with its figure of the whole range. */
  async trend(member: Member, metric: MetricId, query: RouteQuery<typeof getTrend>): Promise<Trend> {
    const days = await this.#days.read(member, query);
    const { scope, rows, definitions } = days;
    const figure = figureOf(metric, days);
    const bucket = query.bucket ?? scope.range.bucket;
    const range = { ...scope.range, bucket };
    const shown = figure.withheld === null ? rows : [];
    const points = trendPoints(METRICS[metric], shown, { range, clock: query.clock, today: scope.today });
    return {
      ...rangeView({ ...scope, range }, { ...days, definitionVersion: definitions.version }),
      scope: { type: scope.type, id: scope.id, name: scope.name },
      figure,
      points: figure.withheld === null ? points : points.map((point) => ({ ...point, value: null, n: 0 })),
      definitionChanges: definitions.changes.filter(({ day }) => range.from <= day && day < range.to),
    };
  }

  /** Throws AppError('invalid_request') for a metric that is no duration. */
  async distribution(
    member: Member,
    metric: MetricId,
    query: RouteQuery<typeof getDistribution>,
  ): Promise<Distribution> {
    const { source, version }: MetricDefinition = METRICS[metric];
    if (source.kind !== 'duration') {
      throw new AppError('invalid_request', 'Only a duration is spread over anything.', {
        field: 'path.metric',
        remedy: `Use a metric whose unit is seconds, such as cycle_time; ask for the trend of ${metric}.`,
      });
    }
    const days = await this.#days.read(member, query);
    const { scope, rows, definitions } = days;
    const inRange = rows.filter(({ day }) => scope.range.from <= day && day < scope.range.to);
    const { withheld, evidence } = figureOf(metric, days);
    return {
      ...rangeView(scope, { ...days, definitionVersion: definitions.version }),
      scope: { type: scope.type, id: scope.id, name: scope.name },
      metric,
      version,
      clock: query.clock,
      ...distributionOf(withheld === null ? inRange : [], source.duration, query.clock),
      withheld,
      evidence,
    };
  }
}

function figureOf(metric: MetricId, { organization, scope, withheld, rows }: MetricDays) {
  const address = addressOf(organization, scope, { range: scope.range, withheld });
  return plainFigure(metric, summarizePeriod(rows, scope.range, scope.today), address);
}
