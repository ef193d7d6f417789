import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR, type WorkingCalendar } from '../time/working-calendar.ts';
import { dayEnds, openDays } from './open-days.ts';
import { DAY, END, HOUR, pullRequest } from './score.fixture.ts';
import { windowOfWeeks } from './score-window.ts';

const at = (text: string): number => Temporal.Instant.from(`${text}:00Z`).epochMilliseconds;
const window = windowOfWeeks({ day: '2025-06-29', zone: 'UTC' }, 8);
const count = (story: Parameters<typeof pullRequest>[0], calendar: WorkingCalendar = DEFAULT_CALENDAR) =>
  openDays(pullRequest(story, calendar), dayEnds(window, 'UTC', calendar));

describe('ends of working days (Monday to Friday 9 to 17, service level 8 h)', () => {
  const id = 'x';
  const sleHours = 8;
  test.each<[string, Parameters<typeof pullRequest>[0], number, number]>([
    [
      'merged on the day',
      { id, sleHours, readyAt: at('2025-06-16T09:00'), endedAt: at('2025-06-16T23:59') },
      0,
      0,
    ],
    [
      'ended at midnight',
      { id, sleHours, readyAt: at('2025-06-16T09:00'), endedAt: at('2025-06-17T00:00') },
      1,
      0,
    ],
    [
      'exactly the service level old',
      { id, sleHours, readyAt: at('2025-06-16T09:00'), endedAt: at('2025-06-17T08:00') },
      1,
      0,
    ],
    [
      'over it on the second day',
      { id, sleHours, readyAt: at('2025-06-16T09:00'), endedAt: at('2025-06-18T08:00') },
      2,
      1,
    ],
    [
      'a weekend has no ends',
      { id, sleHours, readyAt: at('2025-06-20T09:00'), endedAt: at('2025-06-23T12:00') },
      1,
      0,
    ],
    ['open at the end', { id, sleHours, readyAt: at('2025-06-27T09:00') }, 1, 0],
    ['open all the window', { id, sleHours, readyAt: at('2025-01-01T09:00') }, 40, 40],
    [
      'ready at the end of a day',
      { id, sleHours, readyAt: at('2025-06-17T00:00'), endedAt: at('2025-06-17T12:00') },
      0,
      0,
    ],
    ['ready after the day', { id, sleHours, readyAt: END + HOUR }, 0, 0],
    [
      'a return to draft leaves days out and keeps the age',
      {
        id,
        sleHours,
        readyAt: at('2025-06-16T10:00'),
        draftAgain: { from: at('2025-06-17T10:00'), to: at('2025-06-19T10:00') },
        endedAt: at('2025-06-20T12:00'),
      },
      2,
      1,
    ],
  ])('%s', (_name, story, open, older) => {
    expect(count(story)).toEqual({ open, older });
  });

  test('hours that end at midnight end on their own day', () => {
    const calendar = { ...DEFAULT_CALENDAR, startMinute: 0, endMinute: 1440 };
    const over = (from: string, to: string) =>
      count({ id, sleHours, readyAt: at(from), endedAt: at(to) }, calendar);
    expect(over('2025-06-20T20:00', '2025-06-21T12:00')).toEqual({ open: 1, older: 0 });
    expect(over('2025-06-21T12:00', '2025-06-23T12:00')).toEqual({ open: 0, older: 0 });
  });

  test('holidays are no working days', () => {
    const calendar = { ...DEFAULT_CALENDAR, holidays: ['2025-06-17'] };
    const story = { id, sleHours, readyAt: at('2025-06-16T09:00'), endedAt: at('2025-06-19T08:00') };
    expect(count(story, calendar)).toEqual({ open: 2, older: 1 });
  });

  test('a team far to the east works on the Sunday of the organization', () => {
    const calendar = { ...DEFAULT_CALENDAR, zone: 'Pacific/Auckland' };
    const inHonolulu = dayEnds(
      windowOfWeeks({ day: '2025-06-29', zone: 'Pacific/Honolulu' }, 8),
      'Pacific/Honolulu',
      calendar,
    );
    const [friday, sunday] = ['2025-06-28T01:00', '2025-06-23T01:00'].map((text) =>
      openDays(
        pullRequest({ id, readyAt: at(text), endedAt: at(text) + DAY, sleHours: 1 }, calendar),
        inHonolulu,
      ),
    );
    // Auckland is 22 hours ahead: its Saturday falls on Honolulu's Friday, and its Monday ends there on Sunday at 19:00.
    expect([friday, sunday]).toEqual([
      { open: 0, older: 0 },
      { open: 1, older: 1 },
    ]);
  });
});

describe('drafts', () => {
  test('count half in both once they are over 10 working days old', () => {
    // From Monday 9:00: the tenth working day ends on Friday of the next week with exactly 80 hours.
    const draft = (endedAt: number) =>
      count({ id: 'd', readyAt: null, draftFrom: at('2025-06-02T09:00'), endedAt, state: 'closed' });
    expect(draft(at('2025-06-16T12:00'))).toEqual({ open: 0, older: 0 });
    expect(draft(at('2025-06-17T12:00'))).toEqual({ open: 0.5, older: 0.5 });
    expect(draft(at('2025-06-19T12:00'))).toEqual({ open: 1.5, older: 1.5 });
  });

  test('a return to draft starts its ten days anew, and it is never both', () => {
    const story = {
      id: 'd',
      readyAt: at('2025-05-05T09:00'),
      draftAgain: { from: at('2025-05-06T08:00'), to: at('2025-05-22T12:00') },
      endedAt: at('2025-05-22T13:00'),
      sleHours: 8,
    };
    // Ready at the end of 5 May; over 80 hours of draft at the ends of 20 and 21 May.
    expect(count(story)).toEqual({ open: 2, older: 1 });
  });
});
