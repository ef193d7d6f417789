import { describe, expect, test } from 'vitest';
import { dayOffText, minuteOfTime, readCalendar, timeOfMinute, workingHoursText } from './calendar-words.ts';

test.each([
  [0, '00:00'],
  [540, '09:00'],
  [1035, '17:15'],
  [1440, '00:00'],
])('minute %i is %s', (minute, time) => {
  expect(timeOfMinute(minute)).toBe(time);
});

test.each([
  ['09:00', 'start', 540],
  ['00:00', 'start', 0],
  ['00:00', 'end', 1440],
  ['24:00', 'end', null],
  ['9:00', 'start', null],
  ['', 'start', null],
] as const)('%s as a %s is minute %s', (time, edge, minute) => {
  expect(minuteOfTime(time, edge)).toBe(minute);
});

describe('working hours', () => {
  test.each([
    [[1, 2, 3, 4, 5], 'Mon to Fri, 09:00 to 17:00'],
    [[1, 2], 'Mon and Tue, 09:00 to 17:00'],
    [[1, 3, 5], 'Mon, Wed and Fri, 09:00 to 17:00'],
    [[7], 'Sun, 09:00 to 17:00'],
  ])('%j: %s', (weekdays, text) => {
    expect(workingHoursText({ weekdays, startMinute: 540, endMinute: 1020 })).toBe(text);
  });

  test('end at midnight', () => {
    expect(workingHoursText({ weekdays: [1], startMinute: 600, endMinute: 1440 })).toBe(
      'Mon, 10:00 to midnight',
    );
  });
});

test('a form is read whole, and a missing time is no time of the day', () => {
  const sent: Record<string, string[]> = {
    zone: ['Europe/Berlin'],
    weekday: ['1', '2'],
    start: ['08:30'],
    holiday: ['2026-12-25'],
  };
  const form = { text: (name: string) => sent[name]?.[0] ?? '', all: (name: string) => sent[name] ?? [] };
  expect(readCalendar(form)).toEqual({
    zone: 'Europe/Berlin',
    weekdays: [1, 2],
    startMinute: 510,
    endMinute: -1,
    holidays: ['2026-12-25'],
  });
});

test.each([
  ['2026-12-25', 'Fri 25 Dec 2026'],
  ['2027-01-03', 'Sun 3 Jan 2027'],
  ['2028-02-29', 'Tue 29 Feb 2028'],
])('%s is called %s', (day, text) => {
  expect(dayOffText(day)).toBe(text);
});
