import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR, type WorkingCalendar } from '../time/working-calendar.ts';
import { calendarOf, type TeamTime } from './clock.ts';
import { asked, fold, h, merged, opened, ready, review } from './timeline.fixture.ts';

const EVENINGS: WorkingCalendar = { ...DEFAULT_CALENDAR, startMinute: 1080, endMinute: 1200 };
const SUNDAYS: WorkingCalendar = { ...DEFAULT_CALENDAR, weekdays: [7] };
const time = (calendar: WorkingCalendar | null, from: number | null, to: number | null): TeamTime => ({
  calendar,
  startsAt: from === null ? null : h(from),
  endsAt: to === null ? null : h(to),
});

describe('the calendar of a pull request', () => {
  test.each<[string, TeamTime[], { readyAt: number | null; openedAt: number }, WorkingCalendar]>([
    ['the organization’s without a team', [], { readyAt: h(1), openedAt: h(0) }, DEFAULT_CALENDAR],
    ['the team’s', [time(EVENINGS, null, null)], { readyAt: h(1), openedAt: h(0) }, EVENINGS],
    [
      'the organization’s of a team without its own',
      [time(null, null, null), time(EVENINGS, 0, null)],
      { readyAt: h(1), openedAt: h(0) },
      DEFAULT_CALENDAR,
    ],
    [
      'that of the longest-standing team',
      [time(SUNDAYS, null, null), time(EVENINGS, 0, null)],
      { readyAt: h(1), openedAt: h(0) },
      SUNDAYS,
    ],
    [
      'that of the team at ready, not at the opening',
      [time(EVENINGS, null, 1), time(SUNDAYS, 1, null)],
      { readyAt: h(1), openedAt: h(0) },
      SUNDAYS,
    ],
    [
      'that of the team at the opening before it is ready',
      [time(EVENINGS, null, 1), time(SUNDAYS, 1, null)],
      { readyAt: null, openedAt: h(0) },
      EVENINGS,
    ],
    [
      'the organization’s before the first team',
      [time(EVENINGS, 2, null)],
      { readyAt: h(1), openedAt: h(0) },
      DEFAULT_CALENDAR,
    ],
    [
      'the organization’s from the end of the last team',
      [time(EVENINGS, null, 1)],
      { readyAt: h(1), openedAt: h(0) },
      DEFAULT_CALENDAR,
    ],
  ])('is %s', (_name, teamTimes, pull, expected) => {
    expect(calendarOf({ teamTimes, calendar: DEFAULT_CALENDAR }, pull)).toBe(expected);
  });

  test('measures its durations and its requests for reviews, and elapsed time does not know of it', () => {
    const entries = [opened(0, true), ready(1), asked(1, '2'), review(10, '2', 'approved'), merged(24)];
    const own = fold(entries, { teamTimes: [time(EVENINGS, 1, null)] });
    const other = fold(entries, { teamTimes: [time(EVENINGS, 2, null)] });
    expect(own.durations.pickup).toEqual({ elapsed: 9 * 3600, working: 3600 });
    expect(own.durations.mergeWait).toEqual({ elapsed: 14 * 3600, working: 3600 });
    expect(own.reviewRequests[0]?.answeredWorkingSeconds).toBe(3600);
    expect(other.durations.pickup).toEqual({ elapsed: 9 * 3600, working: 7 * 3600 });
    expect(other.reviewRequests[0]?.answeredWorkingSeconds).toBe(7 * 3600);
  });
});
