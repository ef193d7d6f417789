import { describe, expect, test } from 'vitest';
import { addDays } from '../time/local-day.ts';
import { computeDeliveryReliabilityScore, type Score } from './delivery-reliability-score.ts';
import { DAY, END, HOUR, pullRequest, SCORE_DAY, scoreInput, several } from './score.fixture.ts';
import type { ScoredPullRequest, ScoreInput } from './scored-pull-request.ts';

type Figure = Extract<Score, { kind: 'score' }>;

function scoreOf(pullRequests: readonly ScoredPullRequest[], extra: Partial<ScoreInput> = {}): Figure {
  const score = computeDeliveryReliabilityScore(scoreInput(pullRequests, extra));
  if (score.kind !== 'score') throw new Error(`no score: ${score.reason}`);
  return score;
}
const part = (score: Figure, id: string) => score.parts.find((one) => one.id === id);

/**
 * 45 merges, all over 14 days old, with a service level of 10 h: 34 in time and 8 late ones matured in the window, 3 matured
 * before it. At ends of days 22 stood open that were young, and 3 that were older.
 */
function workedExample(): ScoredPullRequest[] {
  const midnight = (days: number) => END - (16 + days) * DAY;
  const made: ScoredPullRequest[] = [];
  const add = (readyAt: number, hours: number) =>
    made.push(pullRequest({ id: `w${made.length}`, readyAt, endedAt: readyAt + hours * HOUR }));
  for (let index = 0; index < 22; index += 1) add(midnight(index) - HOUR, index < 11 ? 3 : 4);
  add(midnight(1) + HOUR, 5.5);
  for (let index = 0; index < 11; index += 1) add(midnight(index) + HOUR, 6 + index / 4);
  for (let index = 0; index < 4; index += 1) add(midnight(index) + 2 * HOUR, 12 + index);
  for (let index = 0; index < 3; index += 1) add(midnight(index) - 16 * HOUR, 17);
  add(midnight(5) + HOUR, 18);
  const start = END - 56 * DAY;
  for (let index = 0; index < 3; index += 1) add(start - 11 * HOUR - index * HOUR, 20);
  made[0] = { ...(made[0] as ScoredPullRequest), revertedAt: (made[0]?.endedAt ?? 0) + 2 * DAY };
  return made;
}

describe('the worked example', () => {
  const score = scoreOf(workedExample());

  test('is right to the digit', () => {
    expect(score.value).toBeCloseTo(87.148, 3);
    expect(score.printed).toBe(87.1);
    const rounded = score.parts.map(({ id, value, n, numerator, denominator, points }) => [
      id,
      Math.round(value * 100) / 100,
      n,
      numerator,
      denominator,
      points,
    ]);
    expect(rounded).toEqual([
      ['promise_kept', 95.24, 42, 34, 42, 38.1],
      ['predictability', 68.6, 45, 17 * 3600, 5.5 * 3600, 13.7],
      ['flow', 88, 25, 3, 25, 22],
      ['stability', 88.89, 45, 1, 45, 13.3],
    ]);
  });

  test('says what it is made of', () => {
    expect(score).toMatchObject({
      version: 1,
      day: SCORE_DAY,
      window: { from: addDays(SCORE_DAY, -55), to: addDays(SCORE_DAY, 1), weeks: 8 },
      serviceLevels: [{ teamId: null, workingSeconds: 36_000 }],
      n: 42,
      absentParts: [],
      exclusions: [],
      abandoned: { count: 0, of: 42, share: 0 },
    });
    expect(score.hits).toHaveLength(34);
    expect(score.misses).toHaveLength(8);
    expect(score.misses).not.toContain('w44');
    expect(score.interval.low).toBeLessThan(score.value);
    expect(score.interval.high).toBeGreaterThan(score.value);
  });
});

describe('enough data', () => {
  test('19 matured are none, whatever else there is; 20 are enough', () => {
    const few = [
      ...several('m', 19, { hours: 15 }),
      ...several('young', 30, { hours: 15, daysBefore: 0 }),
    ].filter(({ id, readyAt }) => id.startsWith('m') || (readyAt ?? 0) > END - 10 * HOUR);
    const score = computeDeliveryReliabilityScore(scoreInput(few));
    expect(score).toMatchObject({ kind: 'not_enough_data', reason: 'too_few_matured', n: 19, needed: 20 });
    expect(score).not.toHaveProperty('value');
    expect(score.window.weeks).toBe(26);
    expect(scoreOf(several('m', 20, { hours: 15 })).window.weeks).toBe(8);
  });

  test.each([
    [1, 9, 9],
    [70, 11, 11],
    [170, 26, 26],
  ])('the window grows by whole weeks: the 20th was ready %i days before a window of 8', (_days, weeks) => {
    const far = pullRequest({
      id: 'far',
      readyAt: END - (weeks * 7 - 6) * DAY,
      endedAt: END - (weeks * 7 - 7) * DAY,
    });
    const score = scoreOf([...several('m', 19, { hours: 15 }), far]);
    expect(score.window.weeks).toBe(weeks);
    expect(score.window.from).toBe(addDays(SCORE_DAY, 1 - 7 * weeks));
    expect(score.misses).toContain('far');
  });

  test('no window is longer than 26 weeks', () => {
    const far = pullRequest({ id: 'far', readyAt: END - 183 * DAY, endedAt: END - 182 * DAY });
    expect(computeDeliveryReliabilityScore(scoreInput([...several('m', 19, { hours: 15 }), far])).kind).toBe(
      'not_enough_data',
    );
  });

  test('those closed unmerged in time are not matured ones', () => {
    const closed = several('c', 5, { hours: 2, state: 'closed' });
    const score = computeDeliveryReliabilityScore(
      scoreInput([...several('m', 19, { hours: 15 }), ...closed]),
    );
    expect(score).toMatchObject({ kind: 'not_enough_data', n: 19 });
    expect(score.exclusions).toContainEqual({
      part: 'promise_kept',
      reason: 'closed_unmerged_in_time',
      count: 5,
    });
  });
});

describe('absent parts', () => {
  const open = several('o', 20, { hours: null });
  const atOnce = several('z', 20, { hours: 0 });
  const sameDay = several('s', 20, { hours: 2 });
  const recent = several('r', 20, { hours: 20, daysBefore: 1 });

  test('nothing stood open at the end of a day', () => {
    const score = scoreOf(sameDay);
    expect(score.absentParts).toEqual([{ id: 'flow', reason: 'nothing_open' }]);
    expect(score.value).toBe(100);
    expect(score.parts.map(({ points }) => points)).toEqual([53.3, 26.7, 20]);
  });

  test('no merge is over 14 days old', () => {
    const score = scoreOf(recent);
    expect(score.absentParts).toEqual([{ id: 'stability', reason: 'no_merge_old_enough' }]);
    expect(score.exclusions).toContainEqual({ part: 'stability', reason: 'revert_may_come', count: 20 });
    expect(score.value).toBeCloseTo((0 * 40 + 100 * 20 + 100 * (1 - 20 / 20) * 25) / 85, 10);
  });

  test('a median of zero has no multiples', () => {
    const score = scoreOf([...atOnce, ...several('o', 1, { hours: 15 })]);
    expect(score.absentParts).toEqual([{ id: 'predictability', reason: 'median_is_zero' }]);
    expect(score.exclusions).toContainEqual({ part: 'predictability', reason: 'median_is_zero', count: 21 });
  });

  test('the promise and two more must be present', () => {
    expect(computeDeliveryReliabilityScore(scoreInput(open))).toMatchObject({
      kind: 'not_enough_data',
      reason: 'too_few_parts',
      needed: 3,
      absentParts: [
        { id: 'predictability', reason: 'nothing_merged' },
        { id: 'stability', reason: 'no_merge_old_enough' },
      ],
    });
    expect(computeDeliveryReliabilityScore(scoreInput(atOnce))).toMatchObject({
      reason: 'too_few_parts',
      absentParts: [{ id: 'predictability' }, { id: 'flow' }],
    });
  });
});

describe('organization', () => {
  const quick = [
    ...several('q', 9, { hours: 2, teamId: 'quick' }),
    ...several('qq', 3, { hours: 4, teamId: 'quick' }),
  ];
  const slow = [
    ...several('s', 18, { hours: 40, teamId: 'slow' }),
    ...several('ss', 6, { hours: 160, teamId: 'slow' }),
  ];

  test('predictability is the mean of the teams by merges, not that of the pool', () => {
    const score = scoreOf([...quick, ...slow]);
    // Ratios: quick 4 h ÷ 2 h = 2 → 100; slow 160 h ÷ 40 h = 4 → 50; the pool 160 h ÷ 40 h.
    expect(score.spreads).toMatchObject([
      { teamId: 'quick', n: 12, p50: 7200, p85: 14_400 },
      { teamId: 'slow', n: 24, p50: 144_000, p85: 576_000 },
    ]);
    expect(score.spreads.map(({ value }) => value)).toEqual([100, expect.closeTo(50, 10)]);
    expect(part(score, 'predictability')?.value).toBeCloseTo((12 * 100 + 24 * 50) / 36, 10);
    expect(part(score, 'predictability')).toMatchObject({ n: 36, numerator: null, denominator: null });
    const pooled = scoreOf([...quick, ...slow].map((one) => ({ ...one, teamId: null })));
    expect(part(pooled, 'predictability')?.value).toBeCloseTo(50, 10);
  });

  test('each is judged by its own service level, and people of no team are a group of their own', () => {
    const own = slow.map((one) => ({ ...one, sleWorkingSeconds: 50 * 3600 }));
    const nobody = several('n', 5, { hours: 3 });
    const score = scoreOf([...nobody, ...quick, ...own]);
    expect(score.serviceLevels).toEqual([
      { teamId: 'quick', workingSeconds: 36_000 },
      { teamId: 'slow', workingSeconds: 180_000 },
      { teamId: null, workingSeconds: 36_000 },
    ]);
    expect(part(score, 'promise_kept')).toMatchObject({ numerator: 12 + 18 + 5, denominator: 41 });
    expect(score.spreads.map(({ teamId, n }) => [teamId, n])).toEqual([
      ['quick', 12],
      ['slow', 24],
      [null, 5],
    ]);
  });
});

describe('abandoned work caps confidence', () => {
  const kept = several('k', 85, { hours: 2 });

  test.each([
    ['at 15 %', 15, 15, 100, 'high'],
    ['over 15 %', 16, 16, 101, 'low'],
  ])('%s', (_name, closed, count, of, confidence) => {
    const score = scoreOf([...kept, ...several('c', closed, { hours: 3, state: 'closed' })]);
    expect(score.abandoned).toEqual({ count, of, share: count / of });
    expect(score.interval.width).toBeLessThan(8);
    expect(score.confidence).toBe(confidence);
  });

  test('those closed late are abandoned too, and misses', () => {
    const score = scoreOf([...kept, ...several('c', 16, { hours: 30, state: 'closed' })]);
    expect(score.abandoned.count).toBe(16);
    expect(score.misses).toHaveLength(16);
    expect(score.confidence).toBe('low');
  });
});

test('what the caller left out comes first in the exclusions', () => {
  const bots = { part: null, reason: 'author_is_bot', count: 7 } as const;
  const young = several('y', 2, { hours: 1, daysBefore: 0 }).map((one) => ({ ...one, readyAt: END - HOUR }));
  expect(scoreOf([...several('k', 20, { hours: 2 }), ...young], { leftOut: [bots] }).exclusions).toEqual([
    bots,
    { part: 'promise_kept', reason: 'too_recent', count: 2 },
    { part: 'stability', reason: 'revert_may_come', count: 2 },
  ]);
});

test('the interval repeats and depends on the seed', () => {
  const example = workedExample();
  const first = scoreOf(example);
  expect(scoreOf(example)).toEqual(first);
  expect(scoreOf(example, { seed: 'team red 2025-06-30' }).interval).not.toEqual(first.interval);
  expect(scoreOf(example, { seed: 'team red 2025-06-30' }).value).toBe(first.value);
});
