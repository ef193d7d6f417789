import { expect, test } from 'vitest';
import { formatInstant } from './instant.ts';

test.each([0, 1, 10, 100, -1, 1_000, 1_795_305_600_120, 1_795_305_600_000, 8.64e15, -8.64e15])(
  '%d is written as Temporal writes it',
  (instant) => {
    expect(formatInstant(instant)).toBe(Temporal.Instant.fromEpochMilliseconds(instant).toString());
  },
);

test.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 8.64e15 + 1_000])('%d is no instant', (instant) => {
  expect(() => formatInstant(instant)).toThrow(RangeError);
});
