import type { Delta, Figure } from '@devpulse/contracts/analytics/figures';
import { expect, test } from 'vitest';
import { deltaView } from './delta-words.ts';

function figure(delta: Partial<Delta>, rest: Partial<Figure> = {}): Figure {
  return {
    metric: 'cycle_time',
    version: 1,
    unit: 'seconds',
    value: 33_840,
    n: 62,
    p85: null,
    elapsed: null,
    previous: { value: 38_520, n: 55 },
    delta: { kind: 'change', direction: 'down', ratio: -0.1215, verdict: 'good', ...delta },
    withheld: null,
    evidence: null,
    series: [],
    previousSeries: [],
    ...rest,
  };
}
const wording = { period: 'the 30 days before', when: 'in the 30 days before', previous: '10.7 h' };

test('a duration that fell is faster, in words and with the figure before', () => {
  expect(deltaView(figure({}), wording)).toEqual({
    direction: 'down',
    verdict: 'good',
    words: '12 % faster than the 30 days before (10.7 h)',
  });
});

test('a count that rose is more, and keeps the verdict of the API', () => {
  const merged = figure({ direction: 'up', ratio: 0.127, verdict: 'neutral' }, { unit: 'count' });
  expect(deltaView(merged, { ...wording, previous: '55' })?.words).toBe(
    '13 % more than the 30 days before (55)',
  );
});

test.each([
  [{ kind: 'same', direction: 'same' }, 'no change from the 30 days before (10.7 h)'],
  [{ kind: 'new', direction: 'up', ratio: null }, 'new, none in the 30 days before'],
  [{ kind: 'too_few', verdict: 'neutral' }, 'too few to compare (n 62 and 55)'],
  [{ kind: 'none' }, 'nothing to compare with in the 30 days before'],
  [{ ratio: 0.004, direction: 'up' }, 'under 1 % slower than the 30 days before (10.7 h)'],
] as const)('%j', (delta, words) => {
  expect(deltaView(figure(delta), wording)?.words).toBe(words);
});

test('without a comparison there is no delta', () => {
  expect(deltaView(figure({ kind: 'none' }, { previous: null }), wording)).toBeNull();
});
