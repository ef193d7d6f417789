import type { ScoreSummary, ScoreView } from '@devpulse/contracts/analytics/score';
import { DEFAULT_CALENDAR } from '@devpulse/domain/time/working-calendar';
import { expect, test } from 'vitest';
import { basisText, changeView, missingText, scoreLines } from './score-view.ts';

const summary: ScoreSummary = {
  day: '2026-11-19',
  value: 87.148,
  low: 83.4,
  high: 90.2,
  confidence: 'high',
  n: 42,
  change: null,
};
type Part = ScoreView['parts'][number];
const part = (rest: Partial<Part>): Part => ({
  part: 'promise_kept',
  weight: 40,
  value: 95.24,
  points: 38.1,
  n: 42,
  numerator: 34,
  denominator: 42,
  absent: null,
  evidence: '',
  ...rest,
});
const line = (rest: Partial<Part>) => scoreLines([part(rest)], DEFAULT_CALENDAR)[0];

test.each([
  [{}, '34 of 42 in time'],
  [{ part: 'predictability', numerator: 61_200, denominator: 19_800 }, 'P85 17 h, P50 5.5 h'],
  [{ part: 'predictability', numerator: null, denominator: null }, 'mean over the teams, by their merges'],
  [{ part: 'flow', numerator: 3.5, denominator: 25 }, '3.5 of 25 days open over the service level'],
  [{ part: 'stability', numerator: 1, denominator: 45 }, '1 of 45 reverted'],
] as const)('%j reads %s', (rest, detail) => {
  expect(line(rest)?.detail).toBe(detail);
});

test('points have one decimal; an absent part says why and is no zero', () => {
  expect(line({})?.share).toBeCloseTo(0.9524, 10);
  expect(line({ points: 22 })).toMatchObject({
    value: '95.2',
    weight: '× 40',
    points: '22.0',
  });
  expect(line({ part: 'flow', value: null, points: null, absent: 'nothing_open' })).toMatchObject({
    detail: 'absent: nothing stood open at the end of a working day',
    value: '–',
    points: '–',
    share: null,
  });
});

test.each([
  [{ day: '2026-10-22', value: 81.6, isChanged: true }, 'up', 'good', 'rose 5.5 since 22 Oct (81.6)'],
  [{ day: '2026-10-22', value: 92.1, isChanged: true }, 'down', 'bad', 'fell 5.0 since 22 Oct (92.1)'],
  [
    { day: '2026-10-22', value: 85.0, isChanged: false },
    'same',
    'neutral',
    'no real change since 22 Oct (85.0): the difference is inside both intervals',
  ],
  [
    { day: '2026-10-22', value: null, isChanged: false },
    'same',
    'neutral',
    'nothing to compare with, since 22 Oct',
  ],
] as const)('%j', (change, direction, verdict, words) => {
  expect(changeView(87.1, change)).toEqual({ direction, verdict, words });
});

test('without a day to compare with nothing is said', () => {
  expect(changeView(87.1, null)).toBeNull();
});

test('the basis has confidence, number and days', () => {
  const view = { window: { from: '2026-09-25', to: '2026-11-20' } } as ScoreView;
  expect(basisText(summary, view)).toBe('High confidence. 42 matured pull requests, 25 Sept to 19 Nov 2026.');
  expect(basisText(summary, null)).toBe('High confidence. 42 matured pull requests, to 19 Nov 2026.');
});

test('not enough data is said with what is missing', () => {
  const few = { ...summary, value: null, n: 7 };
  const view = (missing: ScoreView['missing']) => ({ missing }) as ScoreView;
  expect(missingText(few, view({ reason: 'too_few_matured', needed: 20 }))).toContain(
    '7 pull requests of the 20 that a score needs have matured in 26 weeks',
  );
  expect(missingText(few, view({ reason: 'too_few_parts', needed: 3 }))).toContain(
    'fewer than 3 of the parts',
  );
  expect(missingText({ ...few, n: 1 }, null)).toContain('1 pull request has matured');
});
