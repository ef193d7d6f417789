import type { Figure, MetricId } from '@devpulse/contracts/analytics/figures';
import { Overview } from '@devpulse/contracts/analytics/overview';
import { addDays, dayNumber, daysBetween, daysIn, weekdayOfNumber } from '@devpulse/domain/time/local-day';
import { resolveRange } from '@devpulse/domain/time/range';
import { openItems } from './fixture-open-items.ts';

const HOUR = 3600;
export const TODAY = '2026-11-20';
export const ORGANIZATION = {
  id: '0198c1d2-0000-7000-8000-000000000001',
  slug: 'fernhill',
  name: 'Fernhill',
  calendar: {
    zone: 'Europe/Berlin',
    weekdays: [1, 2, 3, 4, 5],
    startMinute: 540,
    endMinute: 1020,
    holidays: [],
  },
  people: 14,
  repositories: 6,
  teams: [
    { id: '0198c1d2-0000-7000-8000-000000000011', slug: 'checkout', name: 'Checkout' },
    { id: '0198c1d2-0000-7000-8000-000000000012', slug: 'platform', name: 'Platform' },
  ],
};

export const SCORE: NonNullable<Overview['score']> = {
  day: '2026-11-19',
  value: 87.1,
  low: 83.4,
  high: 90.2,
  confidence: 'high',
  n: 42,
  change: { day: '2026-10-22', value: 81.6, isChanged: true },
};

export type RangeAsked = Parameters<typeof resolveRange>[0];

/** A number that looks like chance and is the same on every run. */
export function noise(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
}

/** One more than the seed merges are shown after each live event, so that a refresh can be seen. */
export function overviewOf(asked: RangeAsked, teamSlug: string | undefined, extraMerged: number): Overview {
  const { from, to, previous, bucket } = resolveRange(asked);
  const days = daysBetween(from, to);
  const team = ORGANIZATION.teams.find((candidate) => candidate.slug === teamSlug);
  const figure = figureMaker(days, previous !== null);
  const open = openItems();
  return Overview.parse({
    organization: ORGANIZATION,
    scope: team
      ? { type: 'team', id: team.id, name: team.name }
      : { type: 'organization', id: ORGANIZATION.id, name: ORGANIZATION.name },
    today: TODAY,
    range: { from, to },
    previousRange: previous,
    bucket,
    definitionVersion: 1,
    computedAt: '2026-11-20T13:31:53Z',
    figures: {
      cycleTime: figure('cycle_time', 33_840, 62, { previous: 38_520, p85: 31.2 * HOUR, elapsed: 27 * HOUR }),
      timeToFirstReview: figure('time_to_first_review', 9360, 57, {
        previous: 11_160,
        p85: 9.8 * HOUR,
        elapsed: 5 * HOUR,
      }),
      merged: figure('merged', 62 + extraMerged, 62 + extraMerged, { previous: 55 }),
      waitingForReview: figure('waiting_for_review', 7, 7, { previous: 9 }),
      reviewsSubmitted: figure('reviews_submitted', 148, 148, { previous: 131 }),
      openReady: figure('open_ready', 14, 14, { previous: 15 }),
      closedUnmerged: figure('closed_unmerged', 5, 5, { previous: 4 }),
      reverted: figure('reverted', 1, 1, { previous: 2 }),
    },
    targets: { reviewWorkingSeconds: 8 * HOUR, cycleWorkingSeconds: 40 * HOUR },
    firstReviewsInTarget: { inTarget: 46, n: 57 },
    phases: {
      totalSeconds: 936 * HOUR,
      merged: 62,
      rows: [
        { phase: 'pickup', totalSeconds: 262 * HOUR, share: 262 / 936, medianSeconds: 2.6 * HOUR, n: 57 },
        { phase: 'review', totalSeconds: 449 * HOUR, share: 449 / 936, medianSeconds: 4.1 * HOUR, n: 57 },
        { phase: 'mergeWait', totalSeconds: 178 * HOUR, share: 178 / 936, medianSeconds: 1.4 * HOUR, n: 52 },
        { phase: 'unreviewed', totalSeconds: 47 * HOUR, share: 47 / 936, medianSeconds: 7.9 * HOUR, n: 5 },
      ],
    },
    flow: { openReadyBefore: 15, openReadyNow: 14, buckets: bucketsOf(from, to, bucket) },
    open: { total: open.length, items: open, isTruncated: false },
    score: SCORE,
    alerts: { open: 3, acknowledged: 1, snoozed: 0 },
  });
}

const BETTER: Partial<Record<MetricId, 1 | -1>> = {
  cycle_time: -1,
  time_to_first_review: -1,
  waiting_for_review: -1,
};

function figureMaker(days: number, isCompared: boolean) {
  return (
    metric: MetricId,
    value: number,
    n: number,
    rest: { previous: number; p85?: number; elapsed?: number },
  ): Figure => {
    const unit = rest.p85 === undefined ? 'count' : 'seconds';
    const ratio = (value - rest.previous) / rest.previous;
    const isFew = n < 5 || rest.previous < 5;
    return {
      metric,
      version: 1,
      unit,
      value,
      n,
      p85: rest.p85 ?? null,
      elapsed: rest.elapsed ?? null,
      previous: isCompared ? { value: rest.previous, n: unit === 'count' ? rest.previous : n - 7 } : null,
      delta: {
        kind: isCompared ? (isFew ? 'too_few' : 'change') : 'none',
        direction: ratio > 0 ? 'up' : 'down',
        ratio: isFew ? null : ratio,
        verdict: isFew || !BETTER[metric] ? 'neutral' : Math.sign(ratio) === BETTER[metric] ? 'good' : 'bad',
      },
      withheld: null,
      evidence: `/api/v1/organizations/fernhill/metrics/${metric}/pull-requests`,
      series: seriesOf(metric, value, days, unit, 1),
      previousSeries: isCompared ? seriesOf(metric, rest.previous, days, unit, 2) : [],
    };
  };
}

function seriesOf(metric: string, value: number, days: number, unit: Figure['unit'], seed: number) {
  const isFlow = ['merged', 'reviews_submitted', 'closed_unmerged', 'reverted'].includes(metric);
  const base = isFlow ? (value / days) * 1.4 : value;
  return Array.from({ length: days }, (_, index) => {
    const isWeekend = weekdayOfNumber(dayNumber(addDays(TODAY, index + 1 - days))) > 5;
    if (isFlow && isWeekend) return 0;
    if (unit === 'seconds' && index === 0 && seed === 1) return null;
    const wave =
      Math.sin(index / 3 + metric.length + seed) * 0.12 + noise(index + metric.length * seed) * 0.2;
    return Math.round(base * (0.85 + wave));
  });
}

function bucketsOf(from: string, to: string, unit: Overview['bucket']) {
  const length = { day: 1, week: 7, month: 30 }[unit];
  return daysIn(from, to)
    .filter((_, index) => index % length === 0)
    .map((start) => {
      const end = addDays(start, length) < to ? addDays(start, length) : to;
      const isWeekend = length === 1 && weekdayOfNumber(dayNumber(start)) > 5;
      const count = (salt: number) =>
        isWeekend
          ? 0
          : Math.round((1.4 + noise(dayNumber(start) + salt) * 3) * (length === 1 ? 1 : length * 0.7));
      return {
        from: start,
        to: end,
        ready: count(1),
        merged: count(2),
        closedUnmerged: noise(dayNumber(start)) > 0.85 && !isWeekend ? 1 : 0,
        isIncomplete: end > TODAY,
      };
    });
}
