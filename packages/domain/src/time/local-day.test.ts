import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayBounds, dayStart, daysBetween, daysIn, localDayOf } from './local-day.ts';

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const HOUR = 3_600_000;
const ZONES = [
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];

describe('local days', () => {
  test.each([
    ['2025-03-09', 'America/New_York', 23],
    ['2025-11-02', 'America/New_York', 25],
    ['2025-04-06', 'Australia/Lord_Howe', 24.5],
    ['2025-10-05', 'Australia/Lord_Howe', 23.5],
    ['2025-10-05', 'UTC', 24],
    ['2011-12-30', 'Pacific/Apia', 0],
  ])('%s in %s has %f hours', (day, zone, hours) => {
    const { from, to } = dayBounds(day, zone);
    expect((to - from) / HOUR).toBe(hours);
  });

  test('a midnight that clocks skip starts the day at its first instant', () => {
    expect(dayStart('2018-11-04', 'America/Sao_Paulo')).toBe(at('2018-11-04T03:00:00Z'));
    expect(localDayOf(at('2018-11-04T02:59:59Z'), 'America/Sao_Paulo')).toBe('2018-11-03');
  });

  test('days stay contiguous where clocks went back over midnight', () => {
    expect(localDayOf(at('2010-11-07T02:30:30Z'), 'America/St_Johns')).toBe('2010-11-07');
    expect(localDayOf(at('2010-11-07T02:59:00Z'), 'America/St_Johns')).toBe('2010-11-07');
  });

  test('agrees with Temporal at any instant since 2012', () => {
    const instants = fc.integer({ min: at('2012-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        const day = localDayOf(instant, zone);
        expect(day).toBe(zoned.toPlainDate().toString());
        const { from, to } = dayBounds(day, zone);
        expect(from <= instant && instant < to).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('date arithmetic', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2024-12-31', '2025-01-02')).toBe(2);
    expect(daysBetween('2025-01-02', '2024-12-31')).toBe(-2);
    expect(daysIn('2025-02-27', '2025-03-02')).toEqual(['2025-02-27', '2025-02-28', '2025-03-01']);
    expect(daysIn('2025-03-02', '2025-03-02')).toEqual([]);
    expect(() => addDays('2025-02-30', 1)).toThrow(RangeError);
  });
});
