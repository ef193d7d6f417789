import { z } from 'zod';
import { OrganizationParams, OrganizationSummary } from '../organization/organizations.ts';
import { Count, Seconds } from '../primitives.ts';
import { route } from '../route.ts';
import { Figure, Flow, OpenList, Phases, RangeQuery, RangeView, ScopeQuery, ScopeView } from './figures.ts';
import { ScoreSummary } from './score.ts';

export const Overview = RangeView.extend({
  organization: OrganizationSummary,
  scope: ScopeView,
  figures: z.object({
    cycleTime: Figure,
    timeToFirstReview: Figure,
    merged: Figure,
    waitingForReview: Figure,
    reviewsSubmitted: Figure,
    openReady: Figure,
    closedUnmerged: Figure,
    reverted: Figure,
  }),
  targets: z.object({ reviewWorkingSeconds: Seconds, cycleWorkingSeconds: Seconds }),
  /** Among the merged ones that were reviewed: how many had their first review within the target. */
  firstReviewsInTarget: z.object({ inTarget: Count, n: Count }),
  phases: Phases,
  flow: Flow,
  open: OpenList,
  /** Of the last complete day; null until it was computed once. */
  score: ScoreSummary.nullable(),
  alerts: z.object({ open: Count, acknowledged: Count, snoozed: Count }),
});
export type Overview = z.infer<typeof Overview>;

export const getOverview = route({
  id: 'getOverview',
  method: 'GET',
  path: '/api/v1/organizations/:organization/overview',
  summary:
    'Delivery of an organization, a team or a repository over a range of days, from precomputed rows only',
  access: 'read_delivery',
  params: OrganizationParams,
  query: RangeQuery.extend(ScopeQuery.shape),
  response: Overview,
});
