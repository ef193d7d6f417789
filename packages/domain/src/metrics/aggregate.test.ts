import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../time/local-day.ts';
import {
  aggregateRows,
  type DatedSketch,
  type Delta,
  dailySketches,
  delta,
  phaseShares,
  trailingQuantile,
} from './aggregate.ts';
import { type DailyMetricsRow, zeroCounts, zeroSnapshot } from './daily-row.ts';
import type { Better } from './definitions.ts';
import { mergeSketches, quantile, type Sketch, sketchOf } from './sketch.ts';

const row = (day: string, part: Partial<DailyMetricsRow> = {}): DailyMetricsRow => ({
  day,
  scopeType: 'team',
  scopeId: 'red',
  definitionVersion: 1,
  counts: zeroCounts(),
  snapshot: zeroSnapshot(),
  sketches: {},
  ...part,
});

describe('aggregateRows', () => {
  const rows = [
    row('2025-05-02', {
      counts: { ...zeroCounts(), merged: 2 },
      snapshot: { ...zeroSnapshot(), openReady: 7 },
      sketches: { cycle_working: sketchOf([3]) },
    }),
    row('2025-05-01', {
      counts: { ...zeroCounts(), merged: 1, opened: 4 },
      snapshot: { ...zeroSnapshot(), openReady: 9 },
      sketches: { cycle_working: sketchOf([1, 2]) },
    }),
  ];

  test('adds counts, merges sketches and keeps the last snapshot, in any order of rows', () => {
    const total = aggregateRows(rows);
    expect(total.counts).toMatchObject({ merged: 3, opened: 4 });
    expect(total.sketches).toEqual({ cycle_working: sketchOf([1, 2, 3]) });
    expect(total).toMatchObject({ snapshotDay: '2025-05-02', snapshot: { openReady: 7 } });
    expect(aggregateRows(rows.toReversed())).toEqual(total);
  });

  test('the snapshot of a named last day without a row is zero', () => {
    expect(aggregateRows(rows, '2025-05-03').snapshot).toEqual(zeroSnapshot());
    expect(aggregateRows([]).snapshot).toBeNull();
  });
});

describe('delta', () => {
  const figure = (value: number | null, n = 20) => ({ value, n });
  test.each<[string, number | null, number | null, Better, Partial<Delta>]>([
    [
      'faster is good',
      88,
      100,
      'lower',
      { direction: 'down', ratio: -0.12, kind: 'change', verdict: 'good' },
    ],
    ['slower is bad', 150, 100, 'lower', { direction: 'up', ratio: 0.5, kind: 'change', verdict: 'bad' }],
    ['more is good', 15, 10, 'higher', { direction: 'up', ratio: 0.5, kind: 'change', verdict: 'good' }],
    ['fewer is bad', 5, 10, 'higher', { direction: 'down', ratio: -0.5, kind: 'change', verdict: 'bad' }],
    [
      'more without a better',
      15,
      10,
      'neither',
      { direction: 'up', ratio: 0.5, kind: 'change', verdict: 'neutral' },
    ],
    ['previous 0 is new', 15, 0, 'higher', { direction: 'up', ratio: null, kind: 'new', verdict: 'neutral' }],
    ['0 and 0', 0, 0, 'higher', { direction: 'same', ratio: 0, kind: 'same', verdict: 'neutral' }],
    ['equal', 7, 7, 'higher', { direction: 'same', kind: 'same' }],
    [
      'would print as 0 %',
      1_004,
      1_000,
      'lower',
      { direction: 'same', ratio: 0, kind: 'same', verdict: 'neutral' },
    ],
    ['prints as 1 %', 1_005, 1_000, 'lower', { kind: 'change', verdict: 'bad' }],
    ['to zero is 100 % less', 0, 10, 'lower', { ratio: -1, kind: 'change', verdict: 'good' }],
    ['absent now', null, 10, 'lower', { ratio: null, kind: 'none', verdict: 'neutral' }],
    ['absent before', 10, null, 'lower', { ratio: null, kind: 'none', verdict: 'neutral' }],
  ])('%s', (_name, current, previous, better, expected) => {
    expect(delta(figure(current), figure(previous), better)).toMatchObject(expected);
  });

  test.each([
    [4, 20],
    [20, 4],
  ])('a sample of %i against %i is too small for a ratio or a verdict', (now, before) => {
    expect(delta(figure(50, now), figure(100, before), 'lower')).toEqual({
      direction: 'down',
      ratio: null,
      kind: 'too_few',
      verdict: 'neutral',
    });
    expect(delta(figure(50, 5), figure(100, 5), 'lower').verdict).toBe('good');
  });
});

describe('phaseShares', () => {
  test('shares are of the total time, medians stand beside them', () => {
    const rows = [
      row('2025-05-01', { sketches: { pickup_working: sketchOf([10, 20]), review_working: sketchOf([30]) } }),
      row('2025-05-02', {
        sketches: { pickup_working: sketchOf([30]), unreviewed_elapsed: sketchOf([999]) },
      }),
    ];
    expect(phaseShares(rows, 'working')).toEqual([
      { phase: 'pickup', totalSeconds: 60, share: 60 / 90, medianSeconds: 20, n: 3 },
      { phase: 'review', totalSeconds: 30, share: 30 / 90, medianSeconds: 30, n: 1 },
      { phase: 'mergeWait', totalSeconds: 0, share: 0, medianSeconds: null, n: 0 },
      { phase: 'unreviewed', totalSeconds: 0, share: 0, medianSeconds: null, n: 0 },
    ]);
    expect(phaseShares([], 'working').map(({ share }) => share)).toEqual([null, null, null, null]);
  });
});

describe('trailingQuantile', () => {
  test('equals the quantile of the merged sketches of each window', () => {
    const days = fc.array(
      fc.record({
        skip: fc.integer({ min: 1, max: 3 }),
        seconds: fc.option(fc.array(fc.nat({ max: 90_000 }))),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 10 }), fc.constantFrom(0.5, 0.85), (steps, width, q) => {
        let day = '2025-02-20';
        const dated: DatedSketch[] = steps.map(({ skip, seconds }) => {
          day = addDays(day, skip);
          return { day, sketch: seconds ? sketchOf(seconds) : null };
        });
        const expected = dated.map((last) => {
          const inside = dated.filter((one) => {
            const age = daysBetween(one.day, last.day);
            return age >= 0 && age < width;
          });
          const merged = mergeSketches(inside.flatMap((one): Sketch[] => (one.sketch ? [one.sketch] : [])));
          return { day: last.day, seconds: quantile(merged, q), n: merged.n };
        });
        expect(trailingQuantile(dated, width, q)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('a window without durations is a gap', () => {
    const rows = [row('2025-05-01', { sketches: { cycle_working: sketchOf([7]) } })];
    const days = dailySketches(rows, 'cycle_working', { from: '2025-04-30', to: '2025-05-04' });
    expect(days.map(({ sketch }) => sketch?.n ?? null)).toEqual([null, 1, null, null]);
    expect(trailingQuantile(days, 2, 0.5).map(({ seconds }) => seconds)).toEqual([null, 7, 7, null]);
  });
});
