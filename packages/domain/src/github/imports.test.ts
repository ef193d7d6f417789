import { describe, expect, test } from 'vitest';
import { historyStart, secondsLeft } from './imports.ts';

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

describe('where a history begins', () => {
  test.each([
    [6, '2026-11-24T22:00:00Z', '2026-05-24T22:00:00Z'],
    [1, '2026-03-31T12:00:00Z', '2026-02-28T12:00:00Z'],
    [12, '2028-02-29T00:00:00Z', '2027-02-28T00:00:00Z'],
  ])('%i months before %s', (months, now, expected) => {
    expect(historyStart(months, at(now))).toBe(at(expected));
  });

  test('everything has no beginning', () => {
    expect(historyStart(null, at('2026-11-24T22:00:00Z'))).toBeNull();
  });
});

describe('how long it still takes', () => {
  test.each([
    ['half way', { read: 500, estimated: 1_000, activeSeconds: 10 }, 10],
    ['too few to tell', { read: 20, estimated: 1_000, activeSeconds: 1 }, null],
    ['of few, few are enough', { read: 20, estimated: 30, activeSeconds: 4 }, 2],
    ['no estimate', { read: 500, estimated: null, activeSeconds: 10 }, null],
    ['more than was estimated', { read: 1_200, estimated: 1_000, activeSeconds: 10 }, 0],
    ['nothing to read', { read: 0, estimated: 0, activeSeconds: 0 }, 0],
    ['not begun', { read: 0, estimated: 1_000, activeSeconds: 0 }, null],
  ])('%s', (_name, progress, expected) => {
    expect(secondsLeft(progress)).toBe(expected);
  });
});
