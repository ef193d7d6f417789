import type { Instant } from '../time/instant.ts';
import {
  dayBounds,
  dayNumberOf,
  dayOfNumber,
  dayStartOfNumber,
  daysIn,
  weekdayOfNumber,
} from '../time/local-day.ts';
import type { DayRange } from '../time/range.ts';
import {
  type WorkingCalendar,
  workingDaySeconds,
  workingSecondsSince2000,
} from '../time/working-calendar.ts';
import type { ScoredPullRequest } from './scored-pull-request.ts';

export const DRAFT_WORKING_DAYS = 10;

/** The ends of the days of a window, with the working clock of one calendar read at each. */
export type DayEnds = {
  readonly calendar: WorkingCalendar;
  readonly ends: readonly Instant[];
  readonly workingSeconds: readonly number[];
  /** How many of the days before this one are working days; one more than there are days. */
  readonly workingDaysBefore: readonly number[];
};

/** The instant at which the hours of a day of the calendar's zone end; null when it is no working day. */
function endOfHours(number: number, calendar: WorkingCalendar): Instant | null {
  const day = dayOfNumber(number);
  if (!calendar.weekdays.includes(weekdayOfNumber(number)) || calendar.holidays.includes(day)) return null;
  if (calendar.endMinute <= calendar.startMinute) return null;
  if (calendar.endMinute === 1440) return dayStartOfNumber(number + 1, calendar.zone);
  const hour = Math.floor(calendar.endMinute / 60);
  const time = { hour, minute: calendar.endMinute % 60 };
  return Temporal.PlainDate.from(day).toPlainDateTime(time).toZonedDateTime(calendar.zone).epochMilliseconds;
}

/** Whether a working day of the calendar ends in `(from, to]`. */
function hasWorkingDay({ from, to }: { from: Instant; to: Instant }, calendar: WorkingCalendar): boolean {
  const last = dayNumberOf(to, calendar.zone);
  for (let number = dayNumberOf(from, calendar.zone) - 1; number <= last; number += 1) {
    const end = endOfHours(number, calendar);
    if (end !== null && from < end && end <= to) return true;
  }
  return false;
}

/**
 * Days are cut in the organization's zone. One is a working day of a calendar when a working day of that ends in it, so each
 * is looked at once, even that of a team far to the east, whose Monday may end on the organization's Sunday.
 */
export function dayEnds(range: DayRange, zone: string, calendar: WorkingCalendar): DayEnds {
  const ends: Instant[] = [];
  const workingSeconds: number[] = [];
  const workingDaysBefore = [0];
  let workingDays = 0;
  for (const day of daysIn(range.from, range.to)) {
    const bounds = dayBounds(day, zone);
    ends.push(bounds.to);
    workingSeconds.push(workingSecondsSince2000(calendar, bounds.to));
    if (hasWorkingDay(bounds, calendar)) workingDays += 1;
    workingDaysBefore.push(workingDays);
  }
  return { calendar, ends, workingSeconds, workingDaysBefore };
}

/** Index of the first of ascending numbers that is above a limit. */
function firstAbove(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

export type OpenDays = { readonly open: number; readonly older: number };

/**
 * At how many ends of working days the pull request stood open and ready, and at how many of these it was older than its
 * service level. A draft counts half in both, once it has been one for over 10 working days without a break; before that
 * not at all. Sums over pull requests are the ΣW and ΣO over days. Source: metrics.md, section 5, S3.
 */
export function openDays(pullRequest: ScoredPullRequest, days: DayEnds): OpenDays {
  const { calendar, ends, workingSeconds, workingDaysBefore } = days;
  const count = (from: number, to: number): number =>
    from >= to ? 0 : (workingDaysBefore[to] as number) - (workingDaysBefore[from] as number);
  const firstOlder = (since: Instant, seconds: number): number =>
    firstAbove(workingSeconds, workingSecondsSince2000(calendar, since) + seconds);
  const endOf = (to: Instant | null): number => (to === null ? ends.length : firstAbove(ends, to));
  let open = 0;
  let older = 0;
  for (const span of pullRequest.readySpans) {
    if (pullRequest.readyAt === null) break;
    const [from, to] = [firstAbove(ends, span.from), endOf(span.to)];
    open += count(from, to);
    older += count(Math.max(from, firstOlder(pullRequest.readyAt, pullRequest.sleWorkingSeconds)), to);
  }
  const draftSeconds = DRAFT_WORKING_DAYS * workingDaySeconds(calendar);
  for (const span of pullRequest.draftSpans) {
    const from = Math.max(firstAbove(ends, span.from), firstOlder(span.from, draftSeconds));
    const half = count(from, endOf(span.to)) / 2;
    open += half;
    older += half;
  }
  return { open, older };
}
