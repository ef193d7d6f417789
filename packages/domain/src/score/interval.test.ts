import { expect, test } from 'vitest';
import { computeDeliveryReliabilityScore } from './delivery-reliability-score.ts';
import { scoreInput, several } from './score.fixture.ts';

/** Half of them in time by 6 minutes, half late by 6: only the promise varies, and all end on the day they were ready. */
const halfKept = (each: number) => [
  ...several('kept', each, { hours: 9.9 }),
  ...several('late', each, { hours: 10.1 }),
];

test.each([50, 200, 800])('is as wide as theory expects, for %i kept and as many late', (each) => {
  const score = computeDeliveryReliabilityScore(scoreInput(halfKept(each)));
  if (score.kind !== 'score') throw new Error(score.reason);
  expect(score.value).toBeCloseTo((40 * (50 / 0.85) + 35 * 100) / 75, 9);
  // A share of one half has the deviation 0.5/√n; 80 % of a normal distribution lie within 1.2816 of it.
  const deviation = ((40 / 75) * 100 * 0.5) / 0.85 / Math.sqrt(2 * each);
  expect(score.interval.width / (2 * 1.2816 * deviation)).toBeGreaterThan(0.87);
  expect(score.interval.width / (2 * 1.2816 * deviation)).toBeLessThan(1.13);
  const middle = (score.interval.low + score.interval.high) / 2;
  expect(Math.abs(middle - score.value)).toBeLessThan(deviation / 4);
  expect(score.interval.width).toBe(score.interval.high - score.interval.low);
});

test('has no width where nothing varies', () => {
  const score = computeDeliveryReliabilityScore(scoreInput(several('kept', 30, { hours: 2 })));
  expect(score).toMatchObject({
    value: 100,
    interval: { low: 100, high: 100, width: 0 },
    confidence: 'high',
  });
});

test('is of the parts that the score has: a median that is zero only in the sample stays absent', () => {
  // 16 of 30 merges took no working time, so some resamples have a median above zero and a ratio of 10.
  const mixed = [
    ...several('at-once', 16, { hours: 0 }),
    ...several('fast', 7, { hours: 1 }),
    ...several('slow', 7, { hours: 10 }),
    ...several('open-at-night', 1, { hours: 13 }),
  ].map((one) => ({ ...one, sleWorkingSeconds: 13 * 3600 }));
  const score = computeDeliveryReliabilityScore(scoreInput(mixed));
  expect(score.absentParts).toEqual([{ id: 'predictability', reason: 'median_is_zero' }]);
  expect(score).toMatchObject({ value: 100, interval: { width: 0 } });
});

test('is widened to its score where small teams bend the resamples to one side', () => {
  // 60 teams of two merges, 1 h and 20 h: the worst ratio in the sample, and 1 in every second resample.
  const teams = Array.from({ length: 60 }, (_, index) => `t${index}`);
  const small = teams.flatMap((teamId) => [
    ...several(`${teamId}-fast`, 1, { hours: 1, teamId }),
    ...several(`${teamId}-slow`, 1, { hours: 20, teamId }),
  ]);
  const score = computeDeliveryReliabilityScore(scoreInput(small));
  if (score.kind !== 'score') throw new Error(score.reason);
  expect(score.interval.low).toBe(score.value);
  expect(score.interval.high).toBeGreaterThan(score.value);
});
