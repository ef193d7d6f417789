import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, InstantText, LocalDay, Seconds } from '../primitives.ts';
import { route } from '../route.ts';
import { MetricId, PlainFigure, RangeQuery, RangeView, ScopeQuery, ScopeView } from './figures.ts';

const ScopedRange = RangeQuery.extend(ScopeQuery.shape);
export const MetricParams = OrganizationParams.extend({ metric: MetricId });
const ClockQuery = z.enum(['working', 'elapsed']).default('working');

/** Everything a person needs to know of a metric to believe it. */
export const MetricReference = z.object({
  id: MetricId,
  label: z.string(),
  unit: z.enum(['seconds', 'count']),
  better: z.enum(['higher', 'lower', 'neither']),
  formula: z.string(),
  /** What is left out of it, a sentence each. */
  excludes: z.array(z.string()),
  version: z.int(),
  since: z.int(),
  /** Aggregates of people’s behaviour: shown for a group of five or more, or to its members and managers. */
  isAboutPeople: z.boolean(),
  hasEvidence: z.boolean(),
  docs: z.string(),
});
export type MetricReference = z.infer<typeof MetricReference>;

export const listMetrics = route({
  id: 'listMetrics',
  method: 'GET',
  path: '/api/v1/metrics',
  summary: 'Every metric with its formula, unit, direction, version and what it leaves out',
  access: 'anyone',
  response: z.object({ definitionVersion: z.int(), items: z.array(MetricReference) }),
});

export const getTrend = route({
  id: 'getTrend',
  method: 'GET',
  path: '/api/v1/organizations/:organization/metrics/:metric/trend',
  summary: 'A metric over time, one point for each day, week or month of the range',
  access: 'read_delivery',
  params: MetricParams,
  query: ScopedRange.extend({
    bucket: z.enum(['day', 'week', 'month']).optional(),
    clock: ClockQuery,
  }),
  response: RangeView.extend({
    scope: ScopeView,
    figure: PlainFigure,
    points: z.array(
      z.object({
        from: LocalDay,
        to: LocalDay,
        /** Durations: the median. */
        value: z.number().nullable(),
        p75: z.number().nullable(),
        p85: z.number().nullable(),
        p95: z.number().nullable(),
        n: Count,
        isIncomplete: z.boolean(),
      }),
    ),
    /** Days on which a newer definition began to be read. */
    definitionChanges: z.array(z.object({ day: LocalDay, version: z.int() })),
  }),
});

export const getDistribution = route({
  id: 'getDistribution',
  method: 'GET',
  path: '/api/v1/organizations/:organization/metrics/:metric/distribution',
  summary: 'How a duration is spread over the range: quantiles and a histogram on a log scale',
  access: 'read_delivery',
  params: MetricParams,
  query: ScopedRange.extend({ clock: ClockQuery }),
  response: RangeView.extend({
    scope: ScopeView,
    metric: MetricId,
    n: Count,
    totalSeconds: Seconds,
    meanSeconds: z.number().nullable(),
    quantiles: z.array(z.object({ q: z.number(), seconds: z.number().nullable() })),
    bars: z.array(z.object({ fromSeconds: Seconds, toSeconds: Seconds, n: Count })),
    version: z.int(),
    clock: z.enum(['working', 'elapsed']),
    withheld: z.literal('small_group').nullable(),
    evidence: z.string().nullable(),
  }),
});

export const getComparison = route({
  id: 'getComparison',
  method: 'GET',
  path: '/api/v1/organizations/:organization/metrics',
  summary: 'Every metric of a scope over the range beside the period before',
  access: 'read_delivery',
  params: OrganizationParams,
  query: ScopedRange,
  response: RangeView.extend({ scope: ScopeView, figures: z.array(PlainFigure) }),
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

export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const EvidenceBehind = z.object({
  metric: MetricId,
  /** How many there are in all: the figure’s n where it counts pull requests. */
  total: Count,
  items: z.array(EvidenceItem),
  nextCursor: z.string().nullable(),
});

export const getEvidence = route({
  id: 'getEvidence',
  method: 'GET',
  path: '/api/v1/organizations/:organization/metrics/:metric/pull-requests',
  summary: 'The pull requests behind a figure, newest first',
  access: 'read_delivery',
  params: MetricParams,
  query: ScopedRange.extend(PageQuery.shape),
  response: EvidenceBehind,
});

export const exportDailyMetrics = route({
  id: 'exportDailyMetrics',
  method: 'GET',
  path: '/api/v1/organizations/:organization/daily-metrics',
  summary:
    'The stored daily rows of a scope: counts, what stood open, and quantiles of each duration; a row a day',
  access: 'read_delivery',
  params: OrganizationParams,
  query: ScopedRange,
  response: RangeView.extend({
    scope: ScopeView,
    /** Columns by name; null where a value is absent or withheld. */
    rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
  }),
});
