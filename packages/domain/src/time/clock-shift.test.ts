import { expect, test } from 'vitest';
import { clockShiftOf } from './clock-shift.ts';

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
