import { expect, it } from 'vitest';
import { isClockInDue } from './clock-in-reminder.ts';

const zone = 'Europe/Berlin';
const at = (time: string) => Temporal.ZonedDateTime.from(`2026-10-22T${time}[${zone}]`).epochMilliseconds;
const asked = {
  now: at('09:30'),
  zone,
  by: '09:30',
  isClockedIn: false,
  workedTodayMs: 0,
  targetMinutes: 480,
  remindedOn: null,
};

it.each([
  ['09:29:59.999', false],
  ['09:30', true],
  ['11:29:59.999', true],
  ['11:30', false],
])('at %s of a wish for 09:30: %s', (time, isDue) => {
  expect(isClockInDue({ ...asked, now: at(time) })).toBe(isDue);
});

it.each([
  ['switched off', { by: null }],
  ['clocked in', { isClockedIn: true }],
  ['worked today', { workedTodayMs: 1 }],
  ['a day without a target', { targetMinutes: 0 }],
  ['no target known', { targetMinutes: null }],
  ['told today', { remindedOn: '2026-10-22' }],
])('is not told when %s', (_name, other) => {
  expect(isClockInDue({ ...asked, ...other })).toBe(false);
});

it('is told again on the next day', () => {
  expect(isClockInDue({ ...asked, remindedOn: '2026-10-21' })).toBe(true);
});
