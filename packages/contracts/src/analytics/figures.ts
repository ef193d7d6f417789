import { METRIC_IDS } from '@devpulse/domain/metrics/definitions';
import { z } from 'zod';
import { Count, InstantText, LocalDay, Seconds } from '../primitives.ts';

export const RangeQuery = z.object({
  range: z.enum(['7d', '30d', '90d', 'quarter', 'custom']).default('30d'),
  from: LocalDay.optional(),
  to: LocalDay.optional().describe('Last day of a custom range, inclusive'),
  compare: z.enum(['prev', 'weekdays', 'none']).default('prev'),
});
export type RangeQuery = z.infer<typeof RangeQuery>;

/** Of what: a team or a repository; the whole organization without either. */
export const ScopeQuery = z.object({
  team: z.string().min(1).max(100).optional().describe('Slug of a team'),
  repository: z.uuid().optional().describe('Id of a repository; not together with team'),
});

export const DayRange = z.object({ from: LocalDay, to: LocalDay.describe('exclusive') });

export const MetricId = z.enum(METRIC_IDS);
export type MetricId = z.infer<typeof MetricId>;

export const ScopeView = z.object({
  type: z.enum(['organization', 'team', 'repository', 'contributor']),
  id: z.uuid(),
  name: z.string(),
});

export const Delta = z.object({
  kind: z.enum(['change', 'same', 'new', 'too_few', 'none']),
  direction: z.enum(['up', 'down', 'same']),
  /** (current − previous) ÷ previous; null where previous is 0 or absent. */
  ratio: z.number().nullable(),
  verdict: z.enum(['good', 'bad', 'neutral']),
});
export type Delta = z.infer<typeof Delta>;

/** A figure without its points. Durations are on the working clock in seconds, with the elapsed clock beside them. */
export const PlainFigure = z.object({
  metric: MetricId,
  /** Version of the metric's definition. */
  version: z.int(),
  unit: z.enum(['seconds', 'count']),
  /** Null: absent, which is not zero. Durations: the median. */
  value: z.number().nullable(),
  n: Count,
  p85: z.number().nullable(),
  /** The median on the elapsed clock; null for what is not a duration. */
  elapsed: z.number().nullable(),
  previous: z.object({ value: z.number().nullable(), n: Count }).nullable(),
  delta: Delta,
  /** Why there is no value though there may be data: fewer people than the organization's smallest group. */
  withheld: z.literal('small_group').nullable(),
  /** Address of the pull requests behind it; null where it is not made of pull requests. */
  evidence: z.string().nullable(),
});
export type PlainFigure = z.infer<typeof PlainFigure>;

export const Figure = PlainFigure.extend({
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
export const Phases = z.object({ totalSeconds: Seconds, merged: Count, rows: z.array(Phase) });

export const FlowBucket = z.object({
  from: LocalDay,
  to: LocalDay,
  ready: Count,
  merged: Count,
  closedUnmerged: Count,
  isIncomplete: z.boolean(),
});
export const Flow = z.object({
  /** Open and ready at the end of the day before the range, and now. */
  openReadyBefore: Count.nullable(),
  openReadyNow: Count.nullable(),
  buckets: z.array(FlowBucket),
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
export const OpenList = z.object({
  total: Count,
  items: z.array(OpenPullRequest),
  /** True when more are open than `items` holds. */
  isTruncated: z.boolean(),
});

export const TimeBucket = z.enum(['day', 'week', 'month']);

/** What every answer about a range says of it. */
export const RangeView = z.object({
  today: LocalDay,
  range: DayRange,
  previousRange: DayRange.nullable(),
  bucket: TimeBucket,
  definitionVersion: z.int(),
  /** When the newest row that was read had been computed; null when there is none. */
  computedAt: InstantText.nullable(),
});
