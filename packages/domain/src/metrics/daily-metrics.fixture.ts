import { foldPullRequest } from '../delivery/fold.ts';
import { type AccountSnapshot, entryKey, type TimelineEntry } from '../delivery/timeline.ts';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import {
  computeDailyMetrics,
  type DailyMetricsInput,
  type DailyMetricsRow,
  type MeasuredPullRequest,
} from './daily-metrics.ts';

export const at = (text: string): number => Temporal.Instant.from(`${text}:00Z`).epochMilliseconds;
export const ADA: AccountSnapshot = { id: '1', login: 'ada', type: 'User' };

export const entry = (kind: TimelineEntry['kind'], text: string, key = `${kind}:${text}`): TimelineEntry => ({
  key,
  kind,
  at: at(text),
  actorId: '2',
  data: {},
});
export const opened = (text: string, draft = false): TimelineEntry => ({
  ...entry('opened', text, entryKey.opened()),
  data: { draft },
});
export const review = (
  text: string,
  reviewId: string,
  state: 'approved' | 'commented' = 'commented',
): TimelineEntry => ({
  ...entry('review_submitted', text, entryKey.reviewSubmitted(reviewId)),
  data: { reviewId, state },
});

export function pullRequest(
  entries: TimelineEntry[],
  extra: Partial<MeasuredPullRequest> & { author?: AccountSnapshot | null } = {},
): MeasuredPullRequest {
  const { author = ADA, ...rest } = extra;
  const facts = foldPullRequest({
    entries,
    snapshot: null,
    author,
    accounts: new Map(),
    pushes: [],
    inheritedReadyAt: null,
    calendar: DEFAULT_CALENDAR,
  });
  return {
    facts,
    repositoryId: 'web',
    authorContributorId: 'ada',
    teamId: 'red',
    additions: 10,
    deletions: 4,
    commits: 3,
    reviews: facts.reviews.map(({ reviewId }) => ({ reviewId, contributorId: 'grace', teamId: 'blue' })),
    reviewRequests: [],
    ...rest,
  };
}

export const TARGETS = {
  organization: { reviewWorkingSeconds: 2 * 3600, cycleWorkingSeconds: 10 * 3600 },
  isCycleTargetChosen: false,
  dated: [],
};

export function compute(
  facts: MeasuredPullRequest[],
  day: string,
  extra: Partial<DailyMetricsInput> = {},
): DailyMetricsRow[] {
  return computeDailyMetrics({
    organizationId: 'acme',
    facts,
    pushes: [],
    day,
    zone: 'UTC',
    calendar: DEFAULT_CALENDAR,
    now: at('2025-06-01T00:00'),
    teamCalendars: new Map(),
    targets: TARGETS,
    ...extra,
  });
}

const nonZero = (values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== 0));
/** Scope id to what is not zero in it. */
export const summary = (rows: DailyMetricsRow[]) =>
  Object.fromEntries(rows.map((row) => [row.scopeId, { ...nonZero(row.counts), ...nonZero(row.snapshot) }]));

// Monday opened, Tuesday reviewed, Wednesday approved and merged.
