import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import { formatCount, formatElapsed, formatWorking } from './format.ts';

const HOUR = 3600;
const DAY = 86_400;

describe('formatElapsed', () => {
  test.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [59 * 60 + 29, '59 min'],
    [59 * 60 + 30, '1 h'],
    [3 * HOUR + 20 * 60, '3 h 20 min'],
    [DAY - 31, '23 h 59 min'],
    [DAY - 30, '1 d'],
    [2 * DAY + 4 * HOUR, '2 d 4 h'],
    [2 * DAY + 23.5 * HOUR, '3 d'],
    [99 * DAY + 23 * HOUR, '99 d 23 h'],
    [100 * DAY + 5 * HOUR, '100 d'],
    [2_558 * DAY, '2,558 d'],
  ])('%f s is %s', (seconds, text) => {
    expect(formatElapsed(seconds)).toBe(text);
  });
});

describe('formatWorking', () => {
  test.each([
    [0, '0 h'],
    [90, '0.025 h'],
    [5.25 * HOUR, '5.25 h'],
    [12.345 * HOUR, '12.3 h'],
    [24 * HOUR, '24 h'],
    [24 * HOUR + 1, '3 working days'],
    [25.6 * HOUR, '3.2 working days'],
    [99.94 * 8 * HOUR, '99.9 working days'],
    [1_234 * 8 * HOUR, '1,234 working days'],
  ])('%f s is %s', (seconds, text) => {
    expect(formatWorking(seconds, DEFAULT_CALENDAR)).toBe(text);
  });

  test('days are the calendar days of work', () => {
    const roundTheClock = { ...DEFAULT_CALENDAR, startMinute: 0, endMinute: 1440 };
    expect(formatWorking(36 * HOUR, roundTheClock)).toBe('1.5 working days');
    expect(formatWorking(24 * HOUR + 60, roundTheClock)).toBe('1 working day');
    expect(formatWorking(36 * HOUR, { ...DEFAULT_CALENDAR, endMinute: 540 })).toBe('36 h');
  });
});

test.each([
  [0, '0'],
  [9_999, '9,999'],
  [10_000, '10K'],
  [12_345, '12.3K'],
  [1_234_567, '1.23M'],
  [2.4567, '2.46'],
])('count %f is %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});
