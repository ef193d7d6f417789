import { expect, test } from 'vitest';
import { dialArcs } from './dial-arcs.ts';

const MINUTE = 60_000;
const segments = (path: string) => path.split('M').length - 1;

test('a segment for each hour of the target, the last one as short as what is left of it', () => {
  expect(segments(dialArcs(480, 0).track)).toBe(8);
  expect(segments(dialArcs(450, 0).track)).toBe(8);
  expect(dialArcs(480, 0).fill).toBe('');
});

test.each([
  [1, 1],
  [60, 1],
  [327, 6],
  [480, 8],
  [900, 8],
])('%i minutes of 480 reach into %i segments', (minutes, count) => {
  expect(segments(dialArcs(480, minutes * MINUTE).fill)).toBe(minutes < 2 ? 0 : count);
});

test('the whole target fills what the track draws', () => {
  const { track, fill } = dialArcs(480, 480 * MINUTE);
  expect(fill).toBe(track);
});

test.each([null, 0])('without a target (%s) it is one plain ring', (target) => {
  const { track, fill } = dialArcs(target, 213 * MINUTE);
  expect(segments(track)).toBe(1);
  expect(fill).toBe('');
});
