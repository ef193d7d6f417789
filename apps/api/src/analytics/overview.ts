import type { Overview } from '@devpulse/contracts/analytics/overview';
import { targetsOf } from '@devpulse/domain/metrics/targets';
import type { Instant } from '@devpulse/domain/time/instant';
import type { DashboardReads, OrganizationView } from '../platform/dashboard-reads.ts';
import { summarizeOrganization } from '../platform/organization-summary.ts';
import { composeFlow, composeOpen, composePhases, rangeView } from './figures/composed.ts';
import type { SummaryReading } from './figures/summaries.ts';
import type { Withheld } from './figures/withholding.ts';
import type { RequestedScope } from './requested-scope.ts';
import { scoreSummary } from './score-summary.ts';
import { addressOf, figureWithSeries } from './shown-figures.ts';

export type OverviewInput = SummaryReading & {
  /** With the teams that the reader may see. */
  organization: OrganizationView;
  scope: RequestedScope;
  withheld: Withheld;
  open: Awaited<ReturnType<DashboardReads['readOpenPullRequests']>>;
  now: Instant;
};

/** The page, from what was read. */
export function composeOverview(input: OverviewInput): Overview {
  const { organization, scope, summary, beside, open, now, computedAt } = input;
  return {
    organization: summarizeOrganization(organization),
    scope: { type: scope.type, id: scope.id, name: scope.name },
    ...rangeView(scope, { definitionVersion: beside.definitionVersion, computedAt }),
    figures: composeFigures(input),
    targets: targetsOf(organization.targets, { teamId: scope.teamId, day: scope.today }),
    firstReviewsInTarget: summary.firstReviewsInTarget,
    phases: composePhases(summary),
    flow: composeFlow(summary, scope),
    open: composeOpen(open, { organization, today: scope.today, now }),
    score: scoreSummary(beside),
    alerts: beside.alerts,
  };
}

function composeFigures({ organization, scope, summary, withheld }: OverviewInput): Overview['figures'] {
  const address = addressOf(organization, scope, { range: scope.range, withheld });
  const figureOf = (metric: Parameters<typeof figureWithSeries>[0]) =>
    figureWithSeries(metric, summary, address);
  return {
    cycleTime: figureOf('cycle_time'),
    timeToFirstReview: figureOf('time_to_first_review'),
    merged: figureOf('merged'),
    waitingForReview: figureOf('waiting_for_review'),
    reviewsSubmitted: figureOf('reviews_submitted'),
    openReady: figureOf('open_ready'),
    closedUnmerged: figureOf('closed_unmerged'),
    reverted: figureOf('reverted'),
  };
}
