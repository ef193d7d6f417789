import type { getTeamDelivery } from '@devpulse/contracts/analytics/pages';
import type { ScoreSummary } from '@devpulse/contracts/analytics/score';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { composeFlow, composeOpen, composePhases, rangeView } from '../figures/composed.ts';
import type { ResolvedScope } from '../figures/resolved-scopes.ts';
import type { SummaryReading } from '../figures/summaries.ts';
import { addressOf, figureWithSeries } from '../shown-figures.ts';
import { PAGE_METRICS } from './page-metrics.ts';

export type DeliveryPage = RouteResponse<typeof getTeamDelivery>;

export type PageInput = ResolvedScope &
  SummaryReading & {
    open: Awaited<ReturnType<DashboardReads['readOpenPullRequests']>>;
    score: ScoreSummary | null;
  };

/** Everything about one scope, from what was read. */
export function composePage(input: PageInput): DeliveryPage {
  const { organization, scope, withheld, summary, computedAt, beside, open, score, now } = input;
  const address = addressOf(organization, scope, { range: scope.range, withheld });
  return {
    ...rangeView(scope, { definitionVersion: beside.definitionVersion, computedAt }),
    scope: { type: scope.type, id: scope.id, name: scope.name },
    figures: PAGE_METRICS.map((metric) => figureWithSeries(metric, summary, address)),
    phases: composePhases(summary),
    flow: composeFlow(summary, scope),
    open: composeOpen(open, { organization, today: scope.today, now }),
    score,
  };
}
