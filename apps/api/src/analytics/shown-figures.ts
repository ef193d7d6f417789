import type { Figure, PlainFigure } from '@devpulse/contracts/analytics/figures';
import { getEvidence } from '@devpulse/contracts/analytics/metrics';
import { getPersonEvidence } from '@devpulse/contracts/analytics/pages';
import { METRICS, type MetricDefinition, type MetricId } from '@devpulse/domain/metrics/definitions';
import { deltaOf, type ScopeSummary } from '@devpulse/domain/metrics/scope-summary';
import { addDays } from '@devpulse/domain/time/local-day';
import type { DayRange } from '@devpulse/domain/time/range';
import type { OrganizationView } from '../platform/dashboard-reads.ts';
import type { Withheld } from './figures/withholding.ts';
import type { Scope } from './requested-scope.ts';

/** Whose figures, by what the API calls them, and of which days. */
export type FigureAddress = {
  organization: string;
  scope: Pick<Scope, 'type' | 'id' | 'repositoryId'>;
  team: string | null;
  range: DayRange;
  withheld: Withheld;
};

export function addressOf(
  organization: OrganizationView,
  scope: Pick<Scope, 'type' | 'id' | 'teamId' | 'repositoryId'>,
  { range, withheld }: Pick<FigureAddress, 'range' | 'withheld'>,
): FigureAddress {
  const team = organization.teams.find(({ id }) => id === scope.teamId)?.slug ?? null;
  return { organization: organization.slug, scope, team, range, withheld };
}

const ABSENT = { value: null, n: 0, p85: null, elapsed: null, previous: null } as const;
const NO_DELTA = { kind: 'none', direction: 'same', ratio: null, verdict: 'neutral' } as const;

/** A figure as it is shown, with its comparison, its version and where its evidence is. */
export function plainFigure(
  metric: MetricId,
  { figures }: Pick<ScopeSummary, 'figures'>,
  address: FigureAddress,
): PlainFigure {
  const definition: MetricDefinition = METRICS[metric];
  const shared = {
    metric,
    version: definition.version,
    unit: definition.unit === 'duration' ? 'seconds' : 'count',
  } as const;
  const withheld = address.withheld.reasonFor(metric, address.scope);
  if (withheld !== null) return { ...shared, ...ABSENT, delta: { ...NO_DELTA }, withheld, evidence: null };
  const { value, n, p85, elapsed, previous } = figures[metric];
  return {
    ...shared,
    value,
    n,
    p85,
    elapsed,
    previous,
    delta: deltaOf(metric, figures[metric]),
    withheld: null,
    evidence: evidenceOf(metric, address),
  };
}

export function figureWithSeries(
  metric: MetricId,
  summary: Pick<ScopeSummary, 'figures' | 'series'>,
  address: FigureAddress,
): Figure {
  const figure = plainFigure(metric, summary, address);
  const { series, previousSeries } = summary.series[metric];
  if (figure.withheld === null)
    return { ...figure, series: wholePoints(series), previousSeries: wholePoints(previousSeries) };
  return { ...figure, series: series.map(() => null), previousSeries: previousSeries.map(() => null) };
}

/** A point of a chart needs no fraction of a second, and an answer has hundreds of them. */
const wholePoints = (points: readonly (number | null)[]) =>
  points.map((point) => (point === null ? null : Math.round(point)));

/** Null where it is made of no pull requests. */
function evidenceOf(metric: MetricId, { organization, scope, team, range }: FigureAddress): string | null {
  if (!METRICS[metric].hasEvidence) return null;
  const { path: pattern } = scope.type === 'contributor' ? getPersonEvidence : getEvidence;
  const path = pattern
    .replace(':organization', organization)
    .replace(':person', scope.id)
    .replace(':metric', metric);
  const query = new URLSearchParams({ range: 'custom', from: range.from, to: addDays(range.to, -1) });
  if (team !== null) query.set('team', team);
  if (scope.repositoryId !== null) query.set('repository', scope.repositoryId);
  return `${path}?${query}`;
}
