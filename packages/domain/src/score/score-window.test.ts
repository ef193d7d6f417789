import { describe, expect, test } from 'vitest';
import { dayStart } from '../time/local-day.ts';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import { scoreReach, windowOfWeeks } from './score-window.ts';

const NEW_YORK = { day: '2025-06-29', zone: 'America/New_York' };

test('a window is of calendar days, also over a change of clocks', () => {
  const window = windowOfWeeks(NEW_YORK, 26);
  expect(window).toMatchObject({ from: '2024-12-30', to: '2025-06-30', weeks: 26 });
  expect(window.endsAt - window.startsAt).toBe(182 * 86_400_000 - 3_600_000);
});

describe('the reach', () => {
  const from = (judgedBy: Parameters<typeof scoreReach>[1]) => scoreReach(NEW_YORK, judgedBy).from;
  const eight = { calendar: { ...DEFAULT_CALENDAR, zone: NEW_YORK.zone }, sleWorkingSeconds: 8 * 3600 };

  test.each([
    ['the longest window alone', [], '2024-12-30'],
    // Monday 30 December: eight hours since Friday are not more than the service level, those since Thursday are.
    ['a service level of a day', [eight], '2024-12-26'],
    ['a second less', [{ ...eight, sleWorkingSeconds: 8 * 3600 - 1 }], '2024-12-27'],
    ['the longest of several', [{ ...eight, sleWorkingSeconds: 40 * 3600 }, eight], '2024-12-20'],
    ['no hours at all', [{ ...eight, calendar: { ...DEFAULT_CALENDAR, weekdays: [] } }], '2023-12-30'],
  ])('%s', (_name, judgedBy, day) => {
    expect(from(judgedBy)).toBe(dayStart(day, NEW_YORK.zone));
  });

  test('ends with the day', () => {
    expect(scoreReach(NEW_YORK, []).to).toBe(dayStart('2025-06-30', NEW_YORK.zone));
  });
});
