import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_CALENDAR,
  type WorkingCalendar,
  workingSecondsBetween,
  workingSecondsSince2000,
} from './working-calendar.ts';

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const local = (text: string, zone: string): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
const hours = (calendar: WorkingCalendar, from: number, to: number): number =>
  workingSecondsBetween(calendar, from, to) / 3600;

const allWeek = [1, 2, 3, 4, 5, 6, 7];
const NEW_YORK = 'America/New_York';
const LORD_HOWE = 'Australia/Lord_Howe';

describe('working seconds', () => {
  test('Friday 20:00 to Monday 08:00 is 60 elapsed hours and 12 without the weekend days', () => {
    const from = at('2025-03-14T20:00:00Z');
    const to = at('2025-03-17T08:00:00Z');
    expect((to - from) / 3_600_000).toBe(60);
    const roundTheClock = { ...DEFAULT_CALENDAR, startMinute: 0, endMinute: 1440 };
    expect(hours({ ...roundTheClock, weekdays: allWeek }, from, to)).toBe(60);
    expect(hours(roundTheClock, from, to)).toBe(12);
    expect(hours(DEFAULT_CALENDAR, from, to)).toBe(0);
  });

  test.each([
    ['a night and a weekend between', '2025-03-14T16:00:00Z', '2025-03-17T10:00:00Z', 2],
    ['within one day', '2025-03-14T10:15:00Z', '2025-03-14T11:00:00Z', 0.75],
    ['a whole week', '2025-03-10T00:00:00Z', '2025-03-17T00:00:00Z', 40],
    ['backwards is negative', '2025-03-14T12:00:00Z', '2025-03-14T11:00:00Z', -1],
  ])('%s', (_name, from, to, expected) => {
    expect(hours(DEFAULT_CALENDAR, at(from), at(to))).toBe(expected);
  });

  test.each([
    ['2025-03-09', NEW_YORK, 0, 1440, 23],
    ['2025-11-02', NEW_YORK, 0, 1440, 25],
    ['2025-04-06', LORD_HOWE, 0, 1440, 24.5],
    ['2025-10-05', LORD_HOWE, 0, 1440, 23.5],
    ['2025-03-09', NEW_YORK, 540, 1020, 8],
    ['2025-10-05', LORD_HOWE, 540, 1020, 8],
    ['2025-03-09', NEW_YORK, 60, 180, 1],
    ['2025-11-02', NEW_YORK, 60, 180, 3],
    // 02:30 does not exist that day and becomes 03:30.
    ['2025-03-09', NEW_YORK, 150, 240, 0.5],
    ['2025-03-09', NEW_YORK, 150, 180, 0],
  ])('%s in %s, minutes %i to %i: %f hours', (day, zone, startMinute, endMinute, expected) => {
    const calendar = { zone, weekdays: allWeek, startMinute, endMinute, holidays: [] };
    const next = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
    expect(hours(calendar, local(`${day}T00:00`, zone), local(`${next}T00:00`, zone))).toBe(expected);
  });

  test('holidays and skipped dates have no hours', () => {
    const calendar = { ...DEFAULT_CALENDAR, holidays: ['2025-12-25'] };
    expect(hours(calendar, at('2025-12-24T00:00:00Z'), at('2025-12-27T00:00:00Z'))).toBe(16);
    // Thursday 29 from 14:00 local; Friday 30 never was, and its hours do not slip into Saturday 31.
    const apia = { ...DEFAULT_CALENDAR, zone: 'Pacific/Apia' };
    expect(hours(apia, at('2011-12-30T00:00:00Z'), at('2012-01-01T00:00:00Z'))).toBe(3);
  });

  test('counts from local midnight of 2000-01-01 and stops at both ends', () => {
    const calendar = {
      ...DEFAULT_CALENDAR,
      zone: NEW_YORK,
      weekdays: allWeek,
      startMinute: 0,
      endMinute: 1440,
    };
    expect(workingSecondsSince2000(calendar, at('1970-01-01T00:00:00Z'))).toBe(0);
    expect(workingSecondsSince2000(calendar, at('2000-01-01T05:00:07.999Z'))).toBe(7);
    const end = workingSecondsSince2000(calendar, at('2100-01-01T05:00:00Z'));
    expect(end).toBe(36_525 * 86_400);
    expect(workingSecondsSince2000(calendar, at('2150-06-01T00:00:00Z'))).toBe(end);
  });

  test('a calendar without hours or with an unknown zone', () => {
    const none = { ...DEFAULT_CALENDAR, startMinute: 600, endMinute: 600 };
    expect(hours(none, at('2025-01-01T00:00:00Z'), at('2025-06-01T00:00:00Z'))).toBe(0);
    expect(() => hours({ ...DEFAULT_CALENDAR, zone: 'Mars/Olympus' }, 0, 1)).toThrow(RangeError);
  });
});

/** The definition, read literally: the hours of each local day as instants, cut to the range. */
function byDefinition(calendar: WorkingCalendar, from: number, to: number): number {
  const dateOf = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(calendar.zone).toPlainDate();
  const [first, last] = [Math.floor(from / 1000), Math.floor(to / 1000)];
  let seconds = 0;
  for (let day = dateOf(from); Temporal.PlainDate.compare(day, dateOf(to)) <= 0; day = day.add({ days: 1 })) {
    if (!calendar.weekdays.includes(day.dayOfWeek) || calendar.holidays.includes(day.toString())) continue;
    const instantOf = (minute: number): number =>
      day
        .add({ days: Math.floor(minute / 1440) })
        .toPlainDateTime({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 })
        .toZonedDateTime(calendar.zone).epochMilliseconds / 1000;
    const start = Math.max(instantOf(calendar.startMinute), first);
    seconds += Math.max(0, Math.min(instantOf(calendar.endMinute), last) - start);
  }
  return seconds;
}

const calendars: fc.Arbitrary<WorkingCalendar> = fc
  .record({
    zone: fc.constantFrom('UTC', NEW_YORK, LORD_HOWE, 'Asia/Kathmandu', 'Europe/Dublin'),
    weekdays: fc.subarray(allWeek, { minLength: 1 }),
    hours: fc.tuple(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 1440 })),
    holidays: fc.subarray(['2025-03-09', '2025-10-05', '2024-12-25', '2025-11-03']),
  })
  .map(({ hours: [a, b], ...rest }) => ({ ...rest, startMinute: Math.min(a, b), endMinute: Math.max(a, b) }));

describe('working seconds of any calendar', () => {
  const instants = fc.integer({ min: at('2024-06-01T00:00:00Z'), max: at('2025-12-01T00:00:00Z') });
  const lengths = fc.integer({ min: 0, max: 40 * 86_400_000 });

  test('equal the definition read literally', () => {
    fc.assert(
      fc.property(calendars, instants, lengths, (calendar, from, length) => {
        expect(workingSecondsBetween(calendar, from, from + length)).toBe(
          byDefinition(calendar, from, from + length),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('add up exactly and never decrease', () => {
    fc.assert(
      fc.property(calendars, instants, lengths, lengths, (calendar, a, first, second) => {
        const [b, c] = [a + first, a + first + second];
        const [ab, bc] = [workingSecondsBetween(calendar, a, b), workingSecondsBetween(calendar, b, c)];
        expect(ab + bc).toBe(workingSecondsSince2000(calendar, c) - workingSecondsSince2000(calendar, a));
        expect(Math.min(ab, bc)).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(ab)).toBe(true);
      }),
    );
  });
});
