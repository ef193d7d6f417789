import { describe, expect, test } from 'vitest';
import { scoreSummary } from './score-summary.ts';

describe('the score', () => {
  const score = {
    day: '2026-11-19',
    value: 80,
    low: 76,
    high: 84,
    confidence: 'medium' as const,
    matured: 40,
  };
  const scoreOf = (before: Partial<typeof score> | null) =>
    scoreSummary({
      score,
      scoreBefore: before === null ? null : { ...score, day: '2026-10-22', ...before },
    });

  test('is that of the last day that has one', () => {
    expect(scoreOf(null)).toEqual({
      day: '2026-11-19',
      value: 80,
      low: 76,
      high: 84,
      confidence: 'medium',
      n: 40,
      change: null,
    });
    expect(scoreSummary({ score: null, scoreBefore: null })).toBeNull();
  });

  test.each([
    [{ value: 76, low: 72, high: 80 }, false],
    [{ value: 75.9, low: 72, high: 80 }, true],
    [{ value: 75.9, low: 70, high: 80 }, false],
  ])('has changed from %j: %s', (before, isChanged) => {
    expect(scoreOf(before)?.change).toEqual({ day: '2026-10-22', value: before.value, isChanged });
  });
});
