import { expect, test } from 'vitest';
import {
  countFailure,
  THROTTLE_RULES,
  type ThrottleRule,
  type ThrottleState,
  waitOf,
} from './throttle-rules.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function failTimes(rule: ThrottleRule, times: number, now: number): ThrottleState | null {
  let state: ThrottleState | null = null;
  for (let n = 0; n < times; n += 1) state = countFailure(rule, state, now);
  return state;
}

test('five failures are free, then the wait doubles from a second to fifteen minutes', () => {
  const rule = THROTTLE_RULES.sign_in_account;
  const waits = [4, 5, 6, 7, 14, 15, 40].map((times) => waitOf(rule, failTimes(rule, times, 0), 0));
  expect(waits).toEqual([0, SECOND, 2 * SECOND, 4 * SECOND, 512 * SECOND, 15 * MINUTE, 15 * MINUTE]);
});

test('the wait counts from the last failure, and the window forgives', () => {
  const rule = THROTTLE_RULES.sign_in_account;
  const state = failTimes(rule, 6, 10 * SECOND);
  expect(waitOf(rule, state, 11 * SECOND)).toBe(SECOND);
  expect(waitOf(rule, state, 12 * SECOND)).toBe(0);
  expect(waitOf(rule, failTimes(rule, 40, 0), 15 * MINUTE)).toBe(0);
  expect(countFailure(rule, failTimes(rule, 40, 0), 15 * MINUTE)).toEqual({
    windowStart: 15 * MINUTE,
    failures: 1,
    lastFailureAt: 15 * MINUTE,
  });
});

test('a rule without waits closes until its window ends', () => {
  const rule = THROTTLE_RULES.sign_in_address;
  expect(waitOf(rule, failTimes(rule, 49, 0), MINUTE)).toBe(0);
  expect(waitOf(rule, failTimes(rule, 50, 0), MINUTE)).toBe(59 * MINUTE);
  expect(waitOf(rule, null, 0)).toBe(0);
});
