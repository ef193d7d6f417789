import { expect, test } from 'vitest';
import { untilNextStep } from './running.ts';

test.each([
  [0, 1000, 1000],
  [1, 1000, 999],
  [999.5, 1000, 1],
  [1_234_567.25, 1000, 433],
  [59_999, 60_000, 1],
])('%d ms into a step of %d, the next one comes in %d', (elapsed, step, wait) => {
  expect(untilNextStep(elapsed, step)).toBe(wait);
});
