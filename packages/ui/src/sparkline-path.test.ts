import { expect, test } from 'vitest';
import { sparklinePaths } from './sparkline-path.ts';

const count = { startsAtZero: true, isLastIncomplete: false };

test('a gap in the data stays a gap', () => {
  const { line, lonely } = sparklinePaths([0, 4, null, 4, 0], [], count);
  expect(line).toBe('M0 96L25 4M75 4L100 96');
  expect(lonely).toEqual([]);
});

test('a value between two gaps is a dot, not a line', () => {
  const { line, lonely } = sparklinePaths([null, 2, null], [], count);
  expect(line).toBe('');
  expect(lonely).toEqual([{ x: 50, y: 4 }]);
});

test('the unfinished last step is drawn apart', () => {
  const { line, incomplete } = sparklinePaths([1, 2, 1], [], { startsAtZero: true, isLastIncomplete: true });
  expect(line).toBe('M0 50L50 4');
  expect(incomplete).toBe('M50 4L100 50');
});

test('both periods share one scale, and durations use the whole height', () => {
  const { line, previous } = sparklinePaths([10, 20], [30, 20], {
    startsAtZero: false,
    isLastIncomplete: false,
  });
  expect(line).toBe('M0 96L100 50');
  expect(previous).toBe('M0 4L100 50');
});

test('nothing to draw is nothing', () => {
  expect(sparklinePaths([null, null], [], count)).toEqual({
    line: '',
    incomplete: '',
    previous: '',
    lonely: [],
  });
  expect(sparklinePaths([], [], count).line).toBe('');
  expect(sparklinePaths([5, 5], [], { startsAtZero: false, isLastIncomplete: false }).line).toBe(
    'M0 50L100 50',
  );
});
