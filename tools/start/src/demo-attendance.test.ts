import { expect, test } from 'vitest';
import { demoHours } from './demo-attendance.ts';

const MONDAY_MORNING = Date.parse('2026-11-30T06:00:00Z');

test('the hours of the demo are of the working days of three weeks before today, each in its order', () => {
  const told = demoHours(MONDAY_MORNING);
  expect(told).toHaveLength(15 * 4);
  expect(told.slice(0, 4).map(({ action }) => action.type)).toEqual([
    'clock_in',
    'break_start',
    'break_end',
    'clock_out',
  ]);
  const instants = told.map(({ at }) => at);
  expect(instants).toEqual([...instants].sort((one, other) => one - other));
  expect(instants.at(-1)).toBeLessThan(MONDAY_MORNING);
  expect(MONDAY_MORNING - (instants[0] ?? 0)).toBeLessThan(30 * 86_400_000);
});
