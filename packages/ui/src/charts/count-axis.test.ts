import { expect, test } from 'vitest';
import { countTicks } from './count-axis.ts';

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6]],
  [8, [0, 2, 4, 6, 8]],
  [9, [0, 5, 10]],
  [21, [0, 10, 20, 30]],
  [37, [0, 10, 20, 30, 40]],
  [140, [0, 50, 100, 150]],
])('%i', (highest, ticks) => {
  expect(countTicks(highest)).toEqual(ticks);
});
