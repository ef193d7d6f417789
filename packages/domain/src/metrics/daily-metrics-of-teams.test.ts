import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import {
  at,
  compute,
  entry,
  opened,
  pullRequest,
  review,
  summary,
  TARGETS,
} from './daily-metrics.fixture.ts';
import type { DailyMetricsInput, MeasuredPullRequest } from './daily-metrics.ts';

describe('review requests', () => {
  const asked = (extra: Partial<MeasuredPullRequest['reviewRequests'][number]>) => ({
    requestedAt: at('2025-05-05T16:30'),
    answeredAt: at('2025-05-06T10:00'),
    answeredWorking: 90 * 60,
    contributorId: 'grace',
    teamId: 'blue',
    answeredTeamId: 'green',
    ...extra,
  });
  const item = (extra: Parameters<typeof asked>[0] = {}) =>
    pullRequest([opened('2025-05-05T16:00')], { reviewRequests: [asked(extra)] });
  const countsOf = (day: string, extra: Parameters<typeof asked>[0] = {}) =>
    summary(compute([item(extra)], day, { now: at('2025-05-05T17:00') }));

  test('count for who was asked on the day of the request', () => {
    const rows = countsOf('2025-05-05');
    for (const scope of ['acme', 'web', 'grace', 'blue'])
      expect(rows[scope]).toMatchObject({ reviewRequests: 1 });
    expect(rows.ada?.reviewRequests).toBeUndefined();
    expect(rows.green).toBeUndefined();
  });

  test('and for who answered, where that person was then, on the day of the answer', () => {
    const answered = { reviewRequestsAnswered: 1, reviewRequestsAnsweredInTarget: 1 };
    expect(countsOf('2025-05-06')).toEqual({
      acme: answered,
      web: answered,
      grace: answered,
      green: answered,
    });
  });

  test('are in target up to the pickup target of the pull request’s team, and not beyond', () => {
    expect(countsOf('2025-05-06', { answeredWorking: 2 * 3600 }).acme).toMatchObject({
      reviewRequestsAnsweredInTarget: 1,
    });
    expect(countsOf('2025-05-06', { answeredWorking: 2 * 3600 + 1 }).acme).toEqual({
      reviewRequestsAnswered: 1,
    });
  });

  test('that were never answered have no answer', () => {
    expect(countsOf('2025-05-06', { answeredAt: null, answeredWorking: null })).toEqual({});
  });
});

describe('a team with its own', () => {
  const dated = (kind: 'sle' | 'review', value: number, effectiveFrom: string) =>
    ({ teamId: 'red', kind, value, source: 'chosen', effectiveFrom, setAt: 0 }) as const;
  const waiting = pullRequest([opened('2025-05-05T09:00')]);
  const older = (extra: Partial<DailyMetricsInput>) =>
    compute([waiting], '2025-05-06', extra).find(({ scopeId }) => scopeId === 'acme')?.snapshot
      .olderThanTarget;

  test('target is held to that, from its day on', () => {
    expect(older({})).toBe(1);
    expect(older({ targets: { ...TARGETS, dated: [dated('sle', 16 * 3600, '2025-05-06')] } })).toBe(0);
    expect(older({ targets: { ...TARGETS, dated: [dated('sle', 16 * 3600, '2025-05-07')] } })).toBe(1);
    expect(older({ targets: { ...TARGETS, dated: [dated('sle', 16 * 3600 - 1, '2025-05-06')] } })).toBe(1);
  });

  test('calendar ages by that', () => {
    const short = { ...DEFAULT_CALENDAR, endMinute: 600 };
    expect(older({ teamCalendars: new Map([['red', short]]) })).toBe(0);
    expect(older({ teamCalendars: new Map([['blue', short]]) })).toBe(1);
  });

  test('pickup target says which first reviews came in time', () => {
    const merged = pullRequest([
      opened('2025-05-05T09:00'),
      review('2025-05-05T12:00', '7'),
      entry('merged', '2025-05-05T13:00'),
    ]);
    const inTarget = (targets: DailyMetricsInput['targets']) =>
      compute([merged], '2025-05-05', { targets })[0]?.counts.firstReviewsInTarget;
    expect(inTarget(TARGETS)).toBe(0);
    expect(inTarget({ ...TARGETS, dated: [dated('review', 3 * 3600, '2025-05-01')] })).toBe(1);
  });
});
