import { describe, expect, test } from 'vitest';
import { clockChangeIn, clockShiftOf } from './clock-shift.ts';

const at = (text: string) => Date.parse(text);

test.each([
  [
    '2026-03-29',
    'Europe/Berlin',
    { at: at('2026-03-29T01:00Z'), wallMinuteBefore: 120, wallMinuteAfter: 180 },
  ],
  [
    '2026-10-25',
    'Europe/Berlin',
    { at: at('2026-10-25T01:00Z'), wallMinuteBefore: 180, wallMinuteAfter: 120 },
  ],
  [
    '2026-11-01',
    'America/New_York',
    { at: at('2026-11-01T06:00Z'), wallMinuteBefore: 120, wallMinuteAfter: 60 },
  ],
  [
    '2026-09-06',
    'America/Santiago',
    { at: at('2026-09-06T04:00Z'), wallMinuteBefore: 0, wallMinuteAfter: 60 },
  ],
  [
    '2026-10-04',
    'Australia/Lord_Howe',
    { at: at('2026-10-03T15:30Z'), wallMinuteBefore: 120, wallMinuteAfter: 150 },
  ],
])('%s in %s', (day, zone, expected) => {
  expect(clockShiftOf(day, zone)).toEqual(expected);
});

test.each([
  ['2026-03-28', 'Europe/Berlin'],
  ['2026-03-30', 'Europe/Berlin'],
  ['2026-10-25', 'UTC'],
  ['2026-10-25', 'Asia/Kolkata'],
])('no clock is changed on %s in %s', (day, zone) => {
  expect(clockShiftOf(day, zone)).toBeNull();
});

describe('what a change of the clocks makes of a span', () => {
  const HOUR = 3_600_000;
  const changeIn = (day: string, from: string, to: string, zone = 'Europe/Berlin') =>
    clockChangeIn({ startedAt: at(`${day}T${from}Z`), endedAt: at(`${day}T${to}Z`) }, zone);

  test.each([
    ['00:30', '01:30', '02:30 and 02:30 an hour later'],
    ['00:59', '01:01', '02:59 to 02:01'],
    ['00:00', '02:00', '02:00 to 03:00, which is two hours'],
  ])('2026-10-25, %s to %s UTC: %s', (from, to) => {
    expect(changeIn('2026-10-25', from, to)).toEqual({ movedMs: -HOUR, side: 'within' });
  });

  test('what ends as the clocks go back has not seen it', () => {
    expect(changeIn('2026-10-24', '22:00', '23:00')).toBeNull();
    expect(
      clockChangeIn(
        { startedAt: at('2026-10-24T22:00Z'), endedAt: at('2026-10-25T01:00Z') },
        'Europe/Berlin',
      ),
    ).toBeNull();
    expect(changeIn('2026-10-25', '01:00', '03:00')).toBeNull();
  });

  test('a span within the hour that came twice is of the first or of the second', () => {
    expect(changeIn('2026-10-25', '00:10', '00:50')).toEqual({ movedMs: -HOUR, side: 'before' });
    expect(changeIn('2026-10-25', '00:00', '01:00')).toEqual({ movedMs: -HOUR, side: 'before' });
    expect(changeIn('2026-10-25', '01:00', '02:00')).toEqual({ movedMs: -HOUR, side: 'after' });
    expect(changeIn('2026-10-25', '01:10', '02:01')).toBeNull();
  });

  test('clocks that go forward make it shorter than it reads; no time comes twice', () => {
    expect(changeIn('2026-03-29', '00:30', '01:30')).toEqual({ movedMs: HOUR, side: 'within' });
    expect(changeIn('2026-03-29', '00:30', '01:00')).toBeNull();
    expect(changeIn('2026-03-29', '01:00', '01:30')).toBeNull();
    expect(changeIn('2026-03-29', '01:00', '01:00')).toBeNull();
  });

  test('where clocks move by half an hour, and where they never do', () => {
    const day = '2026-04-04';
    expect(changeIn(day, '14:00', '16:00', 'Australia/Lord_Howe')).toEqual({
      movedMs: -HOUR / 2,
      side: 'within',
    });
    expect(changeIn('2026-10-25', '00:30', '01:30', 'Asia/Kolkata')).toBeNull();
  });
});
