import type { Instant } from '../time/instant.ts';
import { addDays, dayStart, type LocalDay } from '../time/local-day.ts';
import type { DayRange } from '../time/range.ts';
import { type WorkingCalendar, workingSecondsBetween } from '../time/working-calendar.ts';

export const SHORTEST_WINDOW_WEEKS = 8;
export const LONGEST_WINDOW_WEEKS = 26;

/** Local days, half-open, with the same as instants of the organization's zone. */
export type ScoreWindow = DayRange & {
  readonly weeks: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

/** The whole weeks of calendar days that end with a day. */
export function windowOfWeeks(at: { day: LocalDay; zone: string }, weeks: number): ScoreWindow {
  const to = addDays(at.day, 1);
  const from = addDays(to, -7 * weeks);
  return { from, to, weeks, startsAt: dayStart(from, at.zone), endsAt: dayStart(to, at.zone) };
}

/** No service level reaches further back, whatever the calendar: also the end for a calendar without hours. */
const FURTHEST_DAYS = 366;

/**
 * Instants `[from, to)` that the pull requests of a score lie in, at its longest window or one of `weeks`: it needs those that
 * were opened or ready before `to` and are open or ended at or after `from`. `judgedBy`: every service level with its calendar.
 */
export function scoreReach(
  at: { day: LocalDay; zone: string },
  judgedBy: readonly { calendar: WorkingCalendar; sleWorkingSeconds: number }[],
  weeks: number = LONGEST_WINDOW_WEEKS,
): { from: Instant; to: Instant } {
  const { from: first, startsAt, endsAt } = windowOfWeeks(at, weeks);
  let days = 0;
  for (const { calendar, sleWorkingSeconds } of judgedBy) {
    const isShort = () =>
      workingSecondsBetween(calendar, dayStart(addDays(first, -days), at.zone), startsAt) <=
      sleWorkingSeconds;
    while (days < FURTHEST_DAYS && isShort()) days += 1;
  }
  return { from: dayStart(addDays(first, -days), at.zone), to: endsAt };
}
