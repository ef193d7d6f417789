import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addToSketch,
  bucketOf,
  emptySketch,
  mean,
  mergeSketches,
  quantile,
  quantileRank,
  representativeOf,
  SKETCH_THRESHOLDS,
  sketchOf,
} from './sketch.ts';

const THIRTY_YEARS = 30 * 366 * 86_400;
const durations = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 0, max: 400_000 }),
  fc.integer({ min: 0, max: THIRTY_YEARS }),
);
const samples = fc.array(durations, { minLength: 1, maxLength: 80 });

describe('buckets', () => {
  test('thresholds are ascending integers that PostgreSQL can hold', () => {
    expect(SKETCH_THRESHOLDS[0]).toBe(1);
    expect(SKETCH_THRESHOLDS.at(-1)).toBeGreaterThan(THIRTY_YEARS * 0.97);
    expect(SKETCH_THRESHOLDS.at(-1)).toBeLessThanOrEqual(2 ** 31 - 1);
    for (const [index, threshold] of SKETCH_THRESHOLDS.entries()) {
      expect(Number.isInteger(threshold)).toBe(true);
      if (index > 0) expect(threshold).toBeGreaterThan(SKETCH_THRESHOLDS[index - 1] ?? 0);
    }
  });

  // Stored counts are by bucket number: other thresholds would give old rows another meaning.
  test('never change', () => {
    expect(SKETCH_THRESHOLDS).toHaveLength(866);
    expect(SKETCH_THRESHOLDS.slice(48, 56)).toEqual([49, 50, 52, 54, 56, 58, 60, 62]);
    expect([3_600, 86_400, 604_800].map(bucketOf)).toEqual([243, 401, 498]);
  });

  test('bucketOf counts the thresholds at or below', () => {
    const linear = (seconds: number) => SKETCH_THRESHOLDS.filter((threshold) => threshold <= seconds).length;
    const edges = fc
      .tuple(fc.constantFrom(...SKETCH_THRESHOLDS), fc.integer({ min: -1, max: 1 }))
      .map(([threshold, step]) => threshold + step);
    fc.assert(
      fc.property(fc.oneof(durations, edges, fc.constant(2 ** 40)), (seconds) => {
        expect(bucketOf(seconds)).toBe(linear(seconds));
      }),
      { numRuns: 1_000 },
    );
  });

  test('every bucket is within 1 % of both its ends, and exact up to 49 seconds', () => {
    for (const [index, lower] of SKETCH_THRESHOLDS.entries()) {
      const upper = (SKETCH_THRESHOLDS[index + 1] ?? THIRTY_YEARS + 1) - 1;
      const value = representativeOf(index + 1);
      for (const end of [lower, upper]) expect(Math.abs(value - end)).toBeLessThanOrEqual(end * 0.01 + 1e-6);
    }
    for (let seconds = 0; seconds < 50; seconds += 1)
      expect(representativeOf(bucketOf(seconds))).toBe(seconds);
  });
});

describe('quantiles', () => {
  test('are within 1 % of the exact sample at the rank', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(0, 0.25, 0.5, 0.75, 0.85, 0.95, 1), (values, q) => {
        const exact = values.toSorted((a, b) => a - b)[quantileRank(q, values.length)] ?? Number.NaN;
        const estimate = quantile(sketchOf(values), q) ?? Number.NaN;
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(exact * 0.01 + 1e-6);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    [0.5, 1, 0],
    [0.5, 2, 0],
    [0.5, 3, 1],
    [0.5, 4, 1],
    [0.85, 20, 16],
    [0, 5, 0],
    [1, 5, 4],
  ])('rank of %f among %i is %i, as percentile_disc', (q, n, rank) => {
    expect(quantileRank(q, n)).toBe(rank);
  });

  test('absent is not zero', () => {
    expect(quantile(emptySketch(), 0.5)).toBeNull();
    expect(mean(emptySketch())).toBeNull();
    expect(quantile(sketchOf([0]), 0.5)).toBe(0);
    expect(mean(sketchOf([1, 2, 6]))).toBe(3);
  });
});

describe('merging', () => {
  test('is the sketch of all, in any order and grouping', () => {
    fc.assert(
      fc.property(samples, samples, samples, (a, b, c) => {
        const [x, y, z] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        const all = sketchOf([...a, ...b, ...c]);
        expect(mergeSketches([x, y, z])).toEqual(all);
        expect(mergeSketches([mergeSketches([z, x]), y])).toEqual(all);
        expect(mergeSketches([x, mergeSketches([y, z])])).toEqual(all);
      }),
    );
  });

  test('with nothing changes nothing, and neither argument is changed', () => {
    const sketch = sketchOf([5, 7_000]);
    const copy = structuredClone(sketch);
    expect(mergeSketches([sketch, emptySketch()])).toEqual(copy);
    expect(addToSketch(sketch, 9)).toEqual(sketchOf([9, 7_000, 5]));
    expect(sketch).toEqual(copy);
    expect(mergeSketches([])).toEqual(emptySketch());
  });

  test('survives JSON', () => {
    const sketch = sketchOf([1, 100, 100_000, 3]);
    expect(quantile(JSON.parse(JSON.stringify(sketch)), 0.95)).toBe(quantile(sketch, 0.95));
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %f', (seconds) => {
    expect(() => addToSketch(emptySketch(), seconds)).toThrow(RangeError);
  });
});
