import type { OpenPullRequest, Overview } from '@devpulse/contracts/overview';
import {
  type DailyMetricsRow,
  DEFINITION_VERSION,
  type SketchName,
} from '@devpulse/domain/metrics/daily-metrics';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { addDays } from '@devpulse/domain/time/local-day';
import type { DayRange } from '@devpulse/domain/time/range';
import { workingSecondsBetween } from '@devpulse/domain/time/working-calendar';
import type { DashboardReads, OrganizationView } from '../platform/dashboard-reads.ts';
import { summarizeOrganization } from '../platform/organization-summary.ts';
import { flowBuckets } from './flow-buckets.ts';
import { figureOf } from './metric-figures.ts';
import type { RequestedScope } from './requested-scope.ts';
import { PHASE_SKETCHES, ScopeRows, TRAILING_DAYS } from './scope-rows.ts';

/** Of the two durations that are figures, and of the phases. */
const SHOWN_SKETCHES: readonly SketchName[] = [
  'cycle_working',
  'cycle_elapsed',
  'pickup_elapsed',
  ...PHASE_SKETCHES,
];

type OpenList = Awaited<ReturnType<DashboardReads['readOpenPullRequests']>>;

export type OverviewInput = {
  organization: OrganizationView;
  scope: RequestedScope;
  /** Of the days of `daysToRead`. */
  rows: readonly (DailyMetricsRow & { computedAt: Instant })[];
  open: OpenList;
  now: Instant;
};

/** All days that the page looks at: both periods, and those that the first points of the series look back on. */
export function daysToRead({ range }: RequestedScope): DayRange {
  const first = range.previous === null ? range.from : range.previous.from;
  return { from: addDays(first, 1 - TRAILING_DAYS), to: range.to };
}

/** The page, from what was read. */
export function composeOverview(input: OverviewInput): Overview {
  const { organization, scope, open, now } = input;
  const rows = new ScopeRows(input.rows, scope.today, SHOWN_SKETCHES);
  const { previous, bucket, ...range } = scope.range;
  return {
    organization: summarizeOrganization(organization),
    scope: { type: scope.type, id: scope.id, name: scope.name },
    today: scope.today,
    range,
    previousRange: previous,
    bucket,
    definitionVersion: DEFINITION_VERSION,
    computedAt: newestOf(input.rows),
    figures: composeFigures(rows, scope),
    targets: organization.targets,
    firstReviewsInTarget: {
      inTarget: rows.totals(range).counts.firstReviewsInTarget,
      n: rows.totals(range).sketches.pickup_working?.n ?? 0,
    },
    phases: composePhases(rows, range),
    flow: {
      openReadyBefore: rows.hasBegunBefore(range.from)
        ? rows.standing(addDays(range.from, -1), 'openReady')
        : null,
      openReadyNow: rows.standing(rows.lastDay(range), 'openReady'),
      buckets: flowBuckets(rows, { ...range, bucket }, scope.today),
    },
    open: {
      total: open.total,
      items: open.items.map((item) => openItem(item, organization, now)),
      isTruncated: open.total > open.items.length,
    },
  };
}

function newestOf(rows: OverviewInput['rows']): string | null {
  if (rows.length === 0) return null;
  return formatInstant(rows.reduce((newest, row) => Math.max(newest, row.computedAt), 0));
}

function composeFigures(rows: ScopeRows, { range }: RequestedScope): Overview['figures'] {
  return {
    cycleTime: figureOf('cycle_time', rows, range),
    timeToFirstReview: figureOf('time_to_first_review', rows, range),
    merged: figureOf('merged', rows, range),
    waitingForReview: figureOf('waiting_for_review', rows, range),
    reviewsSubmitted: figureOf('reviews_submitted', rows, range),
    openReady: figureOf('open_ready', rows, range),
    closedUnmerged: figureOf('closed_unmerged', rows, range),
    reverted: figureOf('reverted', rows, range),
  };
}

function composePhases(rows: ScopeRows, range: DayRange): Overview['phases'] {
  const phases = rows.phases(range);
  return {
    totalSeconds: phases.reduce((sum, phase) => sum + phase.totalSeconds, 0),
    merged: rows.totals(range).counts.merged,
    rows: phases.map((phase) => ({ ...phase, share: phase.share ?? 0 })),
  };
}

/** A draft is no promise yet and has no target; what waits has that of a first review, the rest that of the whole cycle. */
function openItem(
  item: OpenList['items'][number],
  organization: OrganizationView,
  now: Instant,
): OpenPullRequest {
  const { openedAt, readyAt, ...shown } = item;
  const since = item.state === 'draft' ? openedAt : (readyAt ?? openedAt);
  const ageWorkingSeconds = Math.max(0, workingSecondsBetween(organization.calendar, since, now));
  const { reviewWorkingSeconds, cycleWorkingSeconds } = organization.targets;
  const target = item.state === 'waiting' ? reviewWorkingSeconds : cycleWorkingSeconds;
  return { ...shown, ageWorkingSeconds, isOverTarget: item.state !== 'draft' && ageWorkingSeconds > target };
}
