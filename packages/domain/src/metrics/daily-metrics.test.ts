import { describe, expect, test } from 'vitest';
import { at, compute, entry, opened, pullRequest, review, summary } from './daily-metrics.fixture.ts';
import type { DailyMetricsRow, MeasuredPush } from './daily-metrics.ts';
import { sketchOf } from './sketch.ts';

const life = [
  opened('2025-05-05T16:00'),
  review('2025-05-06T10:00', 'r1'),
  review('2025-05-07T09:00', 'r2', 'approved'),
  entry('merged', '2025-05-07T12:00'),
];

describe('flow', () => {
  test('each count belongs to the day of its own event and to whom it concerns', () => {
    const one = pullRequest(life);
    const scopes = (value: object) => ({ acme: value, red: value, web: value, ada: value });
    expect(summary(compute([one], '2025-05-05'))).toEqual(
      scopes({ opened: 1, ready: 1, openReady: 1, waitingForReview: 1 }),
    );
    const given = { reviewsSubmitted: 1, pullRequestsReviewed: 1 };
    const answered = { openReady: 1, inReview: 1 };
    expect(summary(compute([one], '2025-05-06'))).toEqual({
      acme: { ...given, ...answered },
      web: { ...given, ...answered },
      red: answered,
      ada: answered,
      blue: given,
      grace: given,
    });
    const finished = { merged: 1, firstReviewsInTarget: 1, commits: 3, additions: 10, deletions: 4 };
    expect(summary(compute([one], '2025-05-07'))).toEqual({
      acme: { ...finished, ...given },
      web: { ...finished, ...given },
      red: finished,
      ada: finished,
      blue: given,
      grace: given,
    });
    expect(compute([one], '2025-05-08')).toEqual([]);
  });

  test('sketches hold the durations of those merged that day, on both clocks', () => {
    const rows = compute(
      [pullRequest(life), pullRequest([opened('2025-05-07T09:00'), entry('merged', '2025-05-07T10:00')])],
      '2025-05-07',
    );
    const { sketches, definitionVersion } = rows[0] as DailyMetricsRow;
    expect(definitionVersion).toBe(1);
    expect(sketches.cycle_elapsed).toEqual(sketchOf([44 * 3600, 3600]));
    expect(sketches.cycle_working).toEqual(sketchOf([12 * 3600, 3600]));
    expect(sketches.pickup_working).toEqual(sketchOf([2 * 3600]));
    expect(sketches.unreviewed_elapsed).toEqual(sketchOf([3600]));
    expect(sketches.coding_elapsed).toBeUndefined();
    expect(rows.find((row) => row.scopeId === 'grace')?.sketches).toEqual({});
  });

  test('counts reviews by review and pull requests once', () => {
    const twice = pullRequest([
      opened('2025-05-05T09:00'),
      review('2025-05-06T10:00', 'r1'),
      review('2025-05-06T11:00', 'r2'),
    ]);
    const other = pullRequest([opened('2025-05-05T09:00'), review('2025-05-06T12:00', 'r3')]);
    expect(summary(compute([twice, other], '2025-05-06')).grace).toEqual({
      reviewsSubmitted: 3,
      pullRequestsReviewed: 2,
    });
  });

  test('closed unmerged, reverts and merges without review', () => {
    const closed = pullRequest([opened('2025-05-05T09:00'), entry('closed', '2025-05-06T09:00')]);
    const merge = pullRequest([opened('2025-05-05T09:00'), entry('merged', '2025-05-06T09:00')], {
      teamId: null,
    });
    const revert = { ...merge, facts: { ...merge.facts, revertsNumber: 12 } };
    expect(summary(compute([closed, revert], '2025-05-06')).acme).toMatchObject({
      closedUnmerged: 1,
      merged: 1,
      reverted: 1,
      mergedWithoutReview: 1,
    });
    expect(summary(compute([closed, revert], '2025-05-06')).red).toEqual({ closedUnmerged: 1 });
  });

  test('whether the first review came within its target is told on the day of the merge', () => {
    const inTarget = (reviewedAt: string) => {
      const merge = entry('merged', '2025-05-06T09:00');
      const pull = pullRequest([opened('2025-05-05T09:00'), review(reviewedAt, 'r1'), merge]);
      return summary(compute([pull], '2025-05-06')).acme?.firstReviewsInTarget;
    };
    expect(inTarget('2025-05-05T11:00')).toBe(1);
    expect(inTarget('2025-05-05T11:01')).toBeUndefined();
  });

  test('bots and ghosts are left out', () => {
    const bot = pullRequest(life, { author: { id: '8', login: 'renovate[bot]', type: 'Bot' } });
    const ghost = pullRequest(life, { author: null });
    expect(compute([bot, ghost], '2025-05-06')).toEqual([]);
  });

  test('pushes count for people only', () => {
    const push: MeasuredPush = {
      at: at('2025-05-06T09:00'),
      repositoryId: 'web',
      contributorId: 'ada',
      teamId: null,
      isHuman: true,
    };
    const rows = compute([], '2025-05-06', {
      pushes: [push, { ...push, isHuman: false }, { ...push, at: at('2025-05-07T00:00') }],
    });
    expect(summary(rows)).toEqual({ acme: { pushes: 1 }, web: { pushes: 1 }, ada: { pushes: 1 } });
    expect(rows.map((row) => row.scopeType)).toEqual(['organization', 'repository', 'contributor']);
  });

  test('days are those of the organization', () => {
    const one = pullRequest([opened('2025-05-06T02:00')]);
    const zone = 'America/New_York';
    expect(summary(compute([one], '2025-05-05', { zone })).acme).toMatchObject({ opened: 1 });
    expect(summary(compute([one], '2025-05-06', { zone })).acme).not.toHaveProperty('opened');
  });
});

describe('snapshot', () => {
  test('stands as at the end of the day, the end exclusive', () => {
    const one = pullRequest([
      opened('2025-05-05T09:00', true),
      entry('ready_for_review', '2025-05-06T00:00'),
    ]);
    expect(summary(compute([one], '2025-05-05')).acme).toEqual({ opened: 1, openDraft: 1 });
    expect(summary(compute([one], '2025-05-06')).acme).toEqual({
      ready: 1,
      openReady: 1,
      waitingForReview: 1,
    });
  });

  test('of today stands as of now, and of tomorrow not at all', () => {
    const one = pullRequest([opened('2025-05-05T09:00'), review('2025-05-05T15:00', 'r1', 'approved')]);
    const morning = { now: at('2025-05-05T12:00') };
    expect(summary(compute([one], '2025-05-05', morning)).acme).toMatchObject({ waitingForReview: 1 });
    expect(summary(compute([one], '2025-05-05')).acme).toMatchObject({ approvedNotMerged: 1 });
    expect(compute([one], '2025-05-06', morning)).toEqual([]);
  });

  test('is older than the target only when over it, counted from ready on the working clock', () => {
    const one = pullRequest([
      opened('2025-05-01T09:00', true),
      entry('ready_for_review', '2025-05-05T15:00'),
    ]);
    // Monday 2 h, Tuesday 8 h: exactly the target of 10 h.
    expect(summary(compute([one], '2025-05-06')).acme).not.toHaveProperty('olderThanTarget');
    expect(summary(compute([one], '2025-05-07')).acme).toMatchObject({ olderThanTarget: 1, openReady: 1 });
  });
});
