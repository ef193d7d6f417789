import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confidenceOf, isSignificantChange } from './confidence.ts';
import { oneDecimal, pointsByLargestRemainder } from './largest-remainder.ts';
import { type PartSums, partValues, weightedScore } from './parts.ts';
import { seededRandom } from './random.ts';

const example: PartSums = {
  kept: 34,
  matured: 42,
  spreads: [{ teamId: null, n: 45, p50: 5.5 * 3600, p85: 17 * 3600 }],
  olderDays: 12,
  openDays: 100,
  reverts: 1,
  merges: 45,
};
const partOf = (part: keyof ReturnType<typeof partValues>, sums: Partial<PartSums>) =>
  partValues({ ...example, ...sums })[part];
const ratio = (p85: number, p50 = 1) => ({ spreads: [{ teamId: null, n: 1, p50, p85 }] });

describe('the formulas', () => {
  test('the worked example, from its sums', () => {
    const values = partValues(example);
    expect(values.promise_kept).toBeCloseTo(95.238, 3);
    expect(values.predictability).toBeCloseTo(68.598, 3);
    expect(values.flow).toBe(88);
    expect(values.stability).toBeCloseTo(88.889, 3);
    expect(weightedScore(values)).toBeCloseTo(87.148, 3);
  });

  test.each([
    ['promise_kept', { kept: 85, matured: 100 }, 100],
    ['promise_kept', { kept: 100, matured: 100 }, 100],
    ['promise_kept', { kept: 84, matured: 100 }, (100 * 84) / 85],
    ['promise_kept', { kept: 0 }, 0],
    ['promise_kept', { kept: 0, matured: 0 }, 'nothing_matured'],
    ['predictability', ratio(1), 100],
    ['predictability', ratio(2), 100],
    ['predictability', ratio(4), 50],
    ['predictability', ratio(8), 0],
    ['predictability', ratio(80), 0],
    ['predictability', ratio(5, 0), 'median_is_zero'],
    ['predictability', { spreads: [] }, 'nothing_merged'],
    ['flow', { olderDays: 0 }, 100],
    ['flow', { olderDays: 100 }, 0],
    ['flow', { olderDays: 0.5, openDays: 2.5 }, 80],
    ['flow', { olderDays: 0, openDays: 0 }, 'nothing_open'],
    ['stability', { reverts: 0 }, 100],
    ['stability', { reverts: 9 }, 0],
    ['stability', { reverts: 20 }, 0],
    ['stability', { reverts: 4.5 }, 50],
    ['stability', { reverts: 0, merges: 0 }, 'no_merge_old_enough'],
  ] as const)('%s of %o is %s', (part, sums, expected) => {
    const value = partOf(part, sums);
    if (typeof expected === 'string') expect(value).toBe(expected);
    else expect(value).toBeCloseTo(expected, 10);
  });

  test('a team whose median is zero is left out of the mean', () => {
    const spreads = [
      { teamId: 'a', n: 30, p50: 0, p85: 10 },
      { teamId: 'b', n: 1, p50: 1, p85: 4 },
    ];
    expect(partOf('predictability', { spreads })).toBeCloseTo(50, 10);
  });

  test('parts that are present share the weight', () => {
    const values = partValues({ ...example, olderDays: 0, openDays: 0 });
    expect(weightedScore(values)).toBeCloseTo((40 * 95.2381 + 20 * 68.598 + 15 * 88.8889) / 75, 3);
  });
});

describe('printed points', () => {
  test('go to the largest remainders, the first of equal ones', () => {
    expect(pointsByLargestRemainder([38.0952, 13.7196, 22, 13.3333], 87.1481)).toEqual([
      38.1, 13.7, 22, 13.3,
    ]);
    expect(pointsByLargestRemainder([0.05, 0.05], 0.1)).toEqual([0.1, 0]);
    expect(pointsByLargestRemainder([10.04, 10.04, 10.04], 30.12)).toEqual([10.1, 10, 10]);
    expect(pointsByLargestRemainder([], 0)).toEqual([]);
    expect(() => pointsByLargestRemainder([1, 2], 4)).toThrow(RangeError);
    expect(() => pointsByLargestRemainder([1, 2], 2)).toThrow(RangeError);
  });

  test('sum to the printed total, each within a tenth', () => {
    const part = fc.double({ min: 0, max: 40, noNaN: true });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const total = parts.reduce((sum, value) => sum + value, 0);
        const points = pointsByLargestRemainder(parts, total);
        expect(points.reduce((sum, value) => sum + Math.round(value * 10), 0)).toBe(
          Math.round(oneDecimal(total) * 10),
        );
        for (const [index, value] of points.entries())
          expect(Math.abs(value - (parts[index] ?? 0))).toBeLessThan(0.1 + 1e-9);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('confidence', () => {
  test.each([
    [7.999, 0, 'high'],
    [8, 0, 'medium'],
    [15, 0, 'medium'],
    [15.001, 0, 'low'],
    [3, 0.15, 'high'],
    [3, 0.1501, 'low'],
    [10, 0.5, 'low'],
  ])('width %f with %f abandoned is %s', (width, abandoned, expected) => {
    expect(confidenceOf(width, abandoned)).toBe(expected);
  });
});

test.each([
  [80, 8, 84, 6, false],
  [80, 8, 84.1, 6, true],
  [84.1, 6, 80, 8, true],
  [80, 2, 84, 20, false],
  [80, 20, 84, 2, false],
  [80, 0, 80, 0, false],
])('from %f (width %f) to %f (width %f) is a change: %s', (a, widthA, b, widthB, expected) => {
  const figure = (value: number, width: number) => ({ value, interval: { width } });
  expect(isSignificantChange(figure(a, widthA), figure(b, widthB))).toBe(expected);
});

/** Mulberry32 and FNV-1a once more, with integers that do not overflow. */
function reference(seed: string, count: number): number[] {
  const MASK = 0xffffffffn;
  let state = 0x811c9dc5n;
  for (const letter of seed) state = ((state ^ BigInt(letter.charCodeAt(0))) * 0x01000193n) & MASK;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5n) & MASK;
    let mixed = ((state ^ (state >> 15n)) * (state | 1n)) & MASK;
    mixed ^= (mixed + (((mixed ^ (mixed >> 7n)) * (mixed | 61n)) & MASK)) & MASK;
    return Number((mixed ^ (mixed >> 14n)) & MASK);
  });
}

describe('the seeded generator', () => {
  test.each(['', 'team red 2025-06-29', 'organization acme 2025-06-29'])(
    'of "%s" is the documented one',
    (seed) => {
      const random = seededRandom(seed);
      expect(Array.from({ length: 200 }, random)).toEqual(reference(seed, 200));
    },
  );

  test('draws evenly', () => {
    const random = seededRandom('even');
    const counts = new Array<number>(20).fill(0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const index = Math.floor((random() * 20) / 2 ** 32);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    // Chi-squared with 19 degrees of freedom: 43.8 is exceeded once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0)).toBeLessThan(43.8);
  });
});
