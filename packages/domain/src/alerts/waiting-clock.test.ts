import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import { at, HOUR } from './alerts.fixture.ts';
import { instantAfter, passedAt, secondsWaited } from './waiting-clock.ts';

const clock = (from: string, pauses: { from: number; to: number | null }[] = []) => ({
  calendar: DEFAULT_CALENDAR,
  from: at(from),
  pauses,
});
const HOURS = 3_600;

describe('the clock of what waits', () => {
  test('pauses that overlap or reach out of the time count once', () => {
    const pauses = [
      { from: at('2025-06-16T11:00:00Z'), to: at('2025-06-16T13:00:00Z') },
      { from: at('2025-06-16T12:00:00Z'), to: at('2025-06-16T14:00:00Z') },
      { from: at('2025-06-16T09:00:00Z'), to: at('2025-06-16T10:00:00Z') },
      { from: at('2025-06-16T16:00:00Z'), to: null },
    ];
    expect(secondsWaited(clock('2025-06-16T09:30:00Z', pauses), at('2025-06-16T17:00:00Z'))).toBe(3 * HOURS);
  });

  test('an instant before the start has waited for nothing', () => {
    expect(secondsWaited(clock('2025-06-17T12:00:00Z'), at('2025-06-16T12:00:00Z'))).toBe(0);
  });

  test.each([
    ['in working hours', '2025-06-16T10:00:00Z', '2025-06-17T10:00:00Z'],
    [
      'reached at the end of a Friday, passed when Monday begins',
      '2025-06-20T09:00:00Z',
      '2025-06-23T09:00:00Z',
    ],
    ['begun on a Saturday', '2025-06-21T12:00:00Z', '2025-06-24T09:00:00Z'],
  ])('8 h are passed: %s', (_name, from, expected) => {
    expect(passedAt(clock(from), 8 * HOURS, at('2025-07-04T12:00:00Z'))).toBe(at(expected));
  });

  test('at the instant it was passed the target is not exceeded, and a second of work later it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2025-06-02T00:00:00Z') / 1000, max: at('2025-06-30T00:00:00Z') / 1000 }),
        fc.integer({ min: 0, max: 40 * HOURS }),
        fc.array(fc.tuple(fc.nat(600), fc.nat(50)), { maxLength: 4 }),
        (second, seconds, pauses) => {
          const from = second * 1000;
          const spans = pauses.map(([start, length]) => ({
            from: from + start * HOUR,
            to: from + (start + length) * HOUR,
          }));
          const waiting = { calendar: DEFAULT_CALENDAR, from, pauses: spans };
          const passed = passedAt(waiting, seconds, from + 120 * 24 * HOUR);
          expect(secondsWaited(waiting, passed)).toBe(seconds);
          expect(secondsWaited(waiting, passed + 1000)).toBe(seconds + 1);
        },
      ),
    );
  });

  test('two days of work from a Friday noon end on Tuesday noon, leave apart', () => {
    const monday = { from: at('2025-06-23T00:00:00Z'), to: at('2025-06-24T00:00:00Z') };
    expect(instantAfter(clock('2025-06-20T13:00:00Z'), 16 * HOURS)).toBe(at('2025-06-24T13:00:00Z'));
    expect(instantAfter(clock('2025-06-20T13:00:00Z', [monday]), 16 * HOURS)).toBe(
      at('2025-06-25T13:00:00Z'),
    );
  });
});
