import { type getOverview, Overview } from '@devpulse/contracts/analytics/overview';
import type { RouteQuery } from '@devpulse/contracts/route';
import { daysToRead } from '@devpulse/domain/metrics/scope-rows';
import { summarizePeriod } from '@devpulse/domain/metrics/scope-summary';
import { describe, expect, test } from 'vitest';
import { NOBODY, Withheld } from './figures/withholding.ts';
import { composeOverview, type OverviewInput } from './overview.ts';
import { dailyRow, NOW, ORGANIZATION, type RowDraft, scopeOf, TEAM } from './testing/organization.ts';

type Query = RouteQuery<typeof getOverview>;
const WEEK: Query = { range: '7d', compare: 'prev' };

const NOTHING_BESIDE: OverviewInput['beside'] = {
  definitionVersion: 1,
  score: null,
  scoreBefore: null,
  alerts: { open: 0, acknowledged: 0, snoozed: 0 },
};
type Changes = Partial<Pick<OverviewInput, 'open' | 'beside' | 'organization'>> & { query?: Query };

function overviewOf(drafts: RowDraft[], { query = WEEK, ...changes }: Changes = {}) {
  const scope = scopeOf(query);
  return composeOverview({
    organization: ORGANIZATION,
    scope,
    summary: summarizePeriod(drafts.map(dailyRow), scope.range, scope.today),
    computedAt: null,
    withheld: new Withheld(NOBODY),
    beside: NOTHING_BESIDE,
    open: { total: 0, items: [] },
    now: NOW,
    ...changes,
  });
}

const ROWS: RowDraft[] = [
  { day: '2026-11-04', snapshot: { openReady: 9 } },
  { day: '2026-11-09', counts: { merged: 6, ready: 3 }, durations: { cycle: [40, 40, 40, 40, 40, 40] } },
  { day: '2026-11-13', counts: { merged: 2 }, snapshot: { openReady: 12, waitingForReview: 7 } },
  {
    day: '2026-11-16',
    counts: { merged: 3, ready: 5, closedUnmerged: 1, firstReviewsInTarget: 2 },
    snapshot: { openReady: 11, waitingForReview: 6 },
    durations: { cycle: [10, 20, 30], pickup: [5, 6], review: [4, 10], mergeWait: [1], unreviewed: [30] },
  },
  {
    day: '2026-11-19',
    counts: { merged: 5, reviewsSubmitted: 8 },
    snapshot: { openReady: 6, waitingForReview: 5 },
    durations: { cycle: [31, 32, 33, 34, 40] },
  },
];

test('reads the days of both periods and six more, for the medians that look back', () => {
  expect(daysToRead(scopeOf(WEEK).range)).toEqual({
    from: '2026-11-01',
    to: '2026-11-21',
  });
  const alone = scopeOf({ range: '7d', compare: 'none' });
  expect(daysToRead(alone.range)).toEqual({ from: '2026-11-08', to: '2026-11-21' });
});

test('answers with what the contract promises', () => {
  expect(Overview.parse(overviewOf(ROWS))).toEqual(overviewOf(ROWS));
  expect(Overview.parse(overviewOf([]))).toEqual(overviewOf([]));
});

test('a duration is the quantile of the merged sketches, on both clocks, not a mean of days', () => {
  const { cycleTime } = overviewOf(ROWS).figures;
  expect(cycleTime).toMatchObject({ metric: 'cycle_time', unit: 'seconds', value: 31, n: 8, p85: 34 });
  expect(Math.abs((cycleTime.elapsed ?? 0) - 93) / 93).toBeLessThan(0.01);
  expect(cycleTime.previous).toEqual({ value: 40, n: 6 });
  expect(cycleTime.delta).toMatchObject({ kind: 'change', direction: 'down', verdict: 'good' });
  expect(cycleTime.delta.ratio).toBeCloseTo(-0.225, 5);
});

test('its points are medians of seven days, and a gap where none ended in them', () => {
  const { cycleTime } = overviewOf(ROWS).figures;
  // The 14th and 15th look back on the 9th, which leaves the window after the 15th.
  expect(cycleTime.series).toEqual([40, 40, 20, 20, 20, 31, 31]);
  expect(cycleTime.previousSeries).toEqual([null, null, 40, 40, 40, 40, 40]);
});

test('counts are summed over days, with zero for a day without a row', () => {
  const { merged, reviewsSubmitted } = overviewOf(ROWS).figures;
  expect(merged).toMatchObject({ value: 8, n: 8, previous: { value: 8, n: 8 }, p85: null, elapsed: null });
  expect(merged.delta).toMatchObject({ kind: 'same', verdict: 'neutral' });
  expect(merged.series).toEqual([0, 0, 3, 0, 0, 5, 0]);
  expect(merged.previousSeries).toEqual([0, 0, 6, 0, 0, 0, 2]);
  expect(reviewsSubmitted.delta).toMatchObject({ kind: 'new', ratio: null });
});

test('what stands is of the last day; while today has no row yet, yesterday’s end still stands', () => {
  const overview = overviewOf(ROWS);
  expect(overview.figures.waitingForReview).toMatchObject({ value: 5, n: 5, previous: { value: 7, n: 7 } });
  expect(overview.figures.openReady.series).toEqual([0, 0, 11, 0, 0, 6, 6]);
  expect(overview.flow).toMatchObject({ openReadyBefore: 12, openReadyNow: 6 });
});

test('before the first row nothing is known, which is not zero', () => {
  const overview = overviewOf(ROWS.slice(3));
  expect(overview.flow.openReadyBefore).toBeNull();
  expect(overview.figures.merged).toMatchObject({ previous: { value: null, n: 0 }, delta: { kind: 'none' } });
  expect(overview.figures.merged.previousSeries).toEqual(Array(7).fill(null));
  const empty = overviewOf([]);
  expect(empty.figures.cycleTime).toMatchObject({ value: null, n: 0, p85: null, elapsed: null });
});

test('phases are shares of all the time, and none where nothing was merged', () => {
  const { phases, firstReviewsInTarget } = overviewOf(ROWS);
  expect(phases).toMatchObject({ totalSeconds: 56, merged: 8 });
  expect(phases.rows.map((row) => [row.phase, row.totalSeconds, row.n])).toEqual([
    ['pickup', 11, 2],
    ['review', 14, 2],
    ['mergeWait', 1, 1],
    ['unreviewed', 30, 1],
  ]);
  expect(phases.rows.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(1, 10);
  expect(firstReviewsInTarget).toEqual({ inTarget: 2, n: 2 });
  expect(overviewOf([]).phases.rows.map((row) => row.share)).toEqual([0, 0, 0, 0]);
});

describe('the flow', () => {
  test('by day, the running one incomplete', () => {
    const { buckets } = overviewOf(ROWS).flow;
    expect(buckets).toHaveLength(7);
    expect(buckets[2]).toEqual({
      from: '2026-11-16',
      to: '2026-11-17',
      ready: 5,
      merged: 3,
      closedUnmerged: 1,
      isIncomplete: false,
    });
    expect(buckets.map((bucket) => bucket.isIncomplete)).toEqual([...Array(6).fill(false), true]);
  });

  test('by ISO week, cut by the range, without a gap', () => {
    const { buckets } = overviewOf(ROWS, { query: { range: '90d', compare: 'none' } }).flow;
    expect(buckets[0]).toMatchObject({ from: '2026-08-23', to: '2026-08-24' });
    expect(buckets.at(-1)).toMatchObject({
      from: '2026-11-16',
      to: '2026-11-21',
      merged: 8,
      isIncomplete: true,
    });
    for (const [index, bucket] of buckets.slice(1).entries()) expect(bucket.from).toBe(buckets[index]?.to);
  });

  test('by calendar month', () => {
    const query: Query = { range: 'custom', from: '2026-01-15', to: '2026-11-15', compare: 'none' };
    const { buckets } = overviewOf(ROWS, { query }).flow;
    expect(buckets.map((bucket) => bucket.from.slice(5))).toEqual([
      '01-15',
      ...['02', '03', '04', '05', '06', '07', '08', '09', '10', '11'].map((month) => `${month}-01`),
    ]);
    expect(buckets.at(-1)).toMatchObject({ to: '2026-11-16', isIncomplete: false });
  });
});

test('days that have not begun are gaps, and the last that has begun is what stands', () => {
  const query: Query = { range: 'custom', from: '2026-11-19', to: '2026-11-22', compare: 'none' };
  const { merged, openReady } = overviewOf(ROWS, { query }).figures;
  expect(merged.series).toEqual([5, 0, null, null]);
  expect(openReady).toMatchObject({ value: 6, series: [6, 6, null, null] });
});

test('open pull requests age on the working clock, each against its own target', () => {
  const item = {
    id: '0c9a1f6e-3333-4a4b-8a55-3d2c9f1b0a77',
    repository: 'fernhill/web',
    number: 12,
    title: 'A title',
    url: 'https://github.com/fernhill/web/pull/12',
    openedAt: Date.parse('2026-11-16T14:00:00Z'),
    readyAt: Date.parse('2026-11-19T14:00:00Z'),
    teamId: null,
  };
  const items = (['draft', 'waiting', 'inReview', 'approved'] as const).map((state) => ({ ...item, state }));
  const { open } = overviewOf(ROWS, { open: { total: 9, items } });
  expect(open).toMatchObject({ total: 9, isTruncated: true });
  const twoDays = 2 * 8 * 3600;
  expect(open.items.map((one) => [one.state, one.ageWorkingSeconds, one.isOverTarget])).toEqual([
    ['draft', 5 * 8 * 3600, false],
    ['waiting', twoDays, true],
    ['inReview', twoDays, false],
    ['approved', twoDays, false],
  ]);
});

test('what a team has opened is judged by its own calendar and targets', () => {
  const item = {
    id: '0c9a1f6e-3333-4a4b-8a55-3d2c9f1b0a77',
    repository: 'fernhill/web',
    number: 12,
    title: 'A title',
    url: 'https://github.com/fernhill/web/pull/12',
    state: 'waiting' as const,
    openedAt: Date.parse('2026-11-16T14:00:00Z'),
    readyAt: Date.parse('2026-11-19T14:00:00Z'),
  };
  const organization = {
    ...ORGANIZATION,
    teamCalendars: new Map([[TEAM.id, { ...ORGANIZATION.calendar, weekdays: [4], endMinute: 780 }]]),
    targets: {
      ...ORGANIZATION.targets,
      dated: [
        {
          teamId: TEAM.id,
          kind: 'review' as const,
          value: 14_400,
          source: 'chosen' as const,
          effectiveFrom: '2026-11-01',
          setAt: 0,
        },
      ],
    },
  };
  const items = [TEAM.id, null].map((teamId) => ({ ...item, teamId }));
  const { open, targets } = overviewOf(ROWS, { organization, open: { total: 2, items } });
  expect(open.items.map((one) => [one.ageWorkingSeconds, one.isOverTarget])).toEqual([
    [4 * 3600, false],
    [2 * 8 * 3600, true],
  ]);
  expect(targets).toEqual(ORGANIZATION.targets.organization);
  const ofTeam = overviewOf(ROWS, { organization, query: { ...WEEK, team: TEAM.slug } });
  expect(ofTeam.targets).toEqual({ reviewWorkingSeconds: 14_400, cycleWorkingSeconds: 144_000 });
});

test('a figure says its version and where its evidence is', () => {
  const { cycleTime } = overviewOf(ROWS, { query: { ...WEEK, team: TEAM.slug } }).figures;
  expect(cycleTime).toMatchObject({
    version: 1,
    withheld: null,
    evidence:
      '/api/v1/organizations/fernhill/metrics/cycle_time/pull-requests?range=custom&from=2026-11-14&to=2026-11-20&team=payments',
  });
});
