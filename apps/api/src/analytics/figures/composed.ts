import type {
  Flow,
  OpenList,
  OpenPullRequest,
  Phases,
  RangeView,
} from '@devpulse/contracts/analytics/figures';
import { flowBuckets } from '@devpulse/domain/metrics/flow-buckets';
import type { ScopeSummary } from '@devpulse/domain/metrics/scope-summary';
import { type TargetSeconds, targetsOf } from '@devpulse/domain/metrics/targets';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { workingSecondsBetween } from '@devpulse/domain/time/working-calendar';
import type { z } from 'zod';
import type { DashboardReads, OrganizationView } from '../../platform/dashboard-reads.ts';
import type { RequestedScope } from '../requested-scope.ts';

type OpenRows = Awaited<ReturnType<DashboardReads['readOpenPullRequests']>>;

/** What an answer about a range says of the range. */
export function rangeView(
  { range, today }: Pick<RequestedScope, 'range' | 'today'>,
  of: { definitionVersion: number; computedAt: Instant | null },
): z.infer<typeof RangeView> {
  const { previous, bucket, from, to } = range;
  return {
    today,
    range: { from, to },
    previousRange: previous,
    bucket,
    definitionVersion: of.definitionVersion,
    computedAt: of.computedAt === null ? null : formatInstant(of.computedAt),
  };
}

export function composePhases({ phases, figures }: ScopeSummary): z.infer<typeof Phases> {
  return {
    totalSeconds: phases.reduce((sum, phase) => sum + phase.totalSeconds, 0),
    merged: figures.merged.n,
    rows: phases.map((phase) => ({ ...phase, share: phase.share ?? 0 })),
  };
}

export function composeFlow(
  { flow }: Pick<ScopeSummary, 'flow'>,
  { range, today }: Pick<RequestedScope, 'range' | 'today'>,
): z.infer<typeof Flow> {
  const { openReadyBefore, openReadyNow, ...days } = flow;
  return { openReadyBefore, openReadyNow, buckets: flowBuckets(days, range, today) };
}

export function composeOpen(
  open: OpenRows,
  of: { organization: OrganizationView; today: string; now: Instant },
): z.infer<typeof OpenList> {
  const { organization, today } = of;
  const byTeam = new Map<string | null, TargetSeconds>();
  const targetsOfTeam = (teamId: string | null): TargetSeconds => {
    const known = byTeam.get(teamId) ?? targetsOf(organization.targets, { teamId, day: today });
    byTeam.set(teamId, known);
    return known;
  };
  return {
    total: open.total,
    items: open.items.map((item) => openItem(item, { ...of, targets: targetsOfTeam(item.teamId) })),
    isTruncated: open.total > open.items.length,
  };
}

/**
 * A draft is no promise yet and has no target; what waits has that of a first review, the rest that of the whole cycle. The clock and
 * the targets are those of the author's team.
 */
function openItem(
  item: OpenRows['items'][number],
  { organization, targets, now }: { organization: OrganizationView; targets: TargetSeconds; now: Instant },
): OpenPullRequest {
  const { openedAt, readyAt, teamId, ...shown } = item;
  const since = item.state === 'draft' ? openedAt : (readyAt ?? openedAt);
  const calendar =
    (teamId === null ? undefined : organization.teamCalendars.get(teamId)) ?? organization.calendar;
  const ageWorkingSeconds = Math.max(0, workingSecondsBetween(calendar, since, now));
  const target = item.state === 'waiting' ? targets.reviewWorkingSeconds : targets.cycleWorkingSeconds;
  return { ...shown, ageWorkingSeconds, isOverTarget: item.state !== 'draft' && ageWorkingSeconds > target };
}
