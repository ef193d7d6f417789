import { expect, test } from 'vitest';
import { readIdle, readLimits, readRules, readSharing } from './settings-input.ts';

function form(values: Record<string, string>) {
  const text = (name: string) => values[name] ?? '';
  return { text, all: (name: string) => [text(name)], isOn: (name: string) => name in values };
}

test('hours become minutes; a switch that is off is off', () => {
  expect(readLimits(form({ maxOpenHours: '14', reminderHours: '9,5', breakReminderMinutes: '120' }))).toEqual(
    {
      maxOpenMinutes: 840,
      reminderMinutes: 570,
      breakReminderMinutes: 120,
    },
  );
  expect(readSharing(form({ sharesPresence: 'on' }))).toEqual({
    sharesPresence: true,
    showsSessionTimes: false,
  });
});

test('what is no number is left for the API to refuse', () => {
  expect(readLimits(form({ maxOpenHours: 'long' })).maxOpenMinutes).toBe(-1);
  expect(readRules(form({ retentionMonths: '2e3' })).retentionMonths).toBe(-1);
  expect(readIdle(form({ idleThresholdMinutes: '' })).idleThresholdMinutes).toBe(-1);
});
