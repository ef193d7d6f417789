import { z } from 'zod';
import { OrganizationParams, OrganizationSummary } from './organization/organizations.ts';
import { Count, InstantText, LocalDay, Seconds } from './primitives.ts';
import { route } from './route.ts';

export const RangeQuery = z.object({
  range: z.enum(['7d', '30d', '90d', 'quarter', 'custom']).default('30d'),
  from: LocalDay.optional(),
  to: LocalDay.optional().describe('Last day of a custom range, inclusive'),
  compare: z.enum(['prev', 'weekdays', 'none']).default('prev'),
  team: z.string().min(1).max(100).optional().describe('Slug of a team; the whole organization without it'),
});
export type RangeQuery = z.infer<typeof RangeQuery>;

export const DayRange = z.object({ from: LocalDay, to: LocalDay.describe('exclusive') });

export const MetricId = z.enum([
  'cycle_time',
  'time_to_first_review',
  'review_time',
  'merge_wait',
  'unreviewed_time',
  'coding_time',
  'lead_time',
  'merged',
  'reviews_submitted',
  'open_ready',
  'waiting_for_review',
  'closed_unmerged',
  'reverted',
  'opened',
  'ready',
]);
export type MetricId = z.infer<typeof MetricId>;

export const Delta = z.object({
  kind: z.enum(['change', 'same', 'new', 'too_few', 'none']),
  direction: z.enum(['up', 'down', 'same']),
  /** (current − previous) ÷ previous; null where previous is 0 or absent. */
  ratio: z.number().nullable(),
  verdict: z.enum(['good', 'bad', 'neutral']),
});
export type Delta = z.infer<typeof Delta>;

/** One figure of the page. Durations are on the working clock in seconds, with the elapsed clock beside them. */
export const Figure = z.object({
  metric: MetricId,
  unit: z.enum(['seconds', 'count']),
  /** Null: absent, which is not zero. Durations: the median. */
  value: z.number().nullable(),
  n: Count,
  p85: z.number().nullable(),
  /** The median on the elapsed clock; null for counts. */
  elapsed: z.number().nullable(),
  previous: z.object({ value: z.number().nullable(), n: Count }).nullable(),
  delta: Delta,
  /** One point a day; null where there is nothing to say. Durations: median of the seven days that end there. */
  series: z.array(z.number().nullable()),
  previousSeries: z.array(z.number().nullable()),
});
export type Figure = z.infer<typeof Figure>;

export const PhaseName = z.enum(['pickup', 'review', 'mergeWait', 'unreviewed']);
export const Phase = z.object({
  phase: PhaseName,
  totalSeconds: Seconds,
  /** 0 … 1; the shares of all phases sum to 1 unless nothing was merged. */
  share: z.number(),
  medianSeconds: z.number().nullable(),
  n: Count,
});

export const FlowBucket = z.object({
  from: LocalDay,
  to: LocalDay,
  ready: Count,
  merged: Count,
  closedUnmerged: Count,
  isIncomplete: z.boolean(),
});

export const OpenState = z.enum(['draft', 'waiting', 'inReview', 'approved']);
export const OpenPullRequest = z.object({
  id: z.uuid(),
  repository: z.string(),
  number: z.int(),
  title: z.string(),
  url: z.url(),
  state: OpenState,
  /** Since it was made ready, or opened while it is a draft; working clock. */
  ageWorkingSeconds: Seconds,
  isOverTarget: z.boolean(),
});
export type OpenPullRequest = z.infer<typeof OpenPullRequest>;

export const Overview = z.object({
  organization: OrganizationSummary,
  scope: z.object({ type: z.enum(['organization', 'team']), id: z.uuid(), name: z.string() }),
  today: LocalDay,
  range: DayRange,
  previousRange: DayRange.nullable(),
  bucket: z.enum(['day', 'week', 'month']),
  definitionVersion: z.int(),
  /** When the newest row that was read had been computed; null when there is none. */
  computedAt: InstantText.nullable(),
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
  phases: z.object({ totalSeconds: Seconds, merged: Count, rows: z.array(Phase) }),
  flow: z.object({
    /** Open and ready at the end of the day before the range, and now. */
    openReadyBefore: Count.nullable(),
    openReadyNow: Count.nullable(),
    buckets: z.array(FlowBucket),
  }),
  open: z.object({
    total: Count,
    items: z.array(OpenPullRequest),
    /** True when more are open than `items` holds. */
    isTruncated: z.boolean(),
  }),
});
export type Overview = z.infer<typeof Overview>;

export const getOverview = route({
  id: 'getOverview',
  method: 'GET',
  path: '/api/v1/organizations/:organization/overview',
  summary: 'Delivery of an organization or team over a range of days, from precomputed rows only',
  access: 'read_delivery',
  params: OrganizationParams,
  query: RangeQuery,
  response: Overview,
});

export const EvidenceItem = z.object({
  id: z.uuid(),
  repository: z.string(),
  number: z.int(),
  title: z.string(),
  url: z.url(),
  author: z.string().nullable(),
  state: z.enum(['open', 'closed', 'merged']),
  /** The instant by which it belongs to the range (merged, closed, opened …). */
  at: InstantText,
  workingSeconds: Seconds.nullable(),
  elapsedSeconds: Seconds.nullable(),
});
export type EvidenceItem = z.infer<typeof EvidenceItem>;

export const getEvidence = route({
  id: 'getEvidence',
  method: 'GET',
  path: '/api/v1/organizations/:organization/metrics/:metric/pull-requests',
  summary: 'The pull requests behind a figure, newest first',
  access: 'read_delivery',
  params: OrganizationParams.extend({ metric: MetricId }),
  query: RangeQuery.extend({
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({
    metric: MetricId,
    /** How many there are in all; equals the figure's n. */
    total: Count,
    items: z.array(EvidenceItem),
    nextCursor: z.string().nullable(),
  }),
});
