import type { Instant } from './instant.ts';
import { dayBounds, type LocalDay } from './local-day.ts';

const MINUTE = 60_000;

/** Clocks went forward or back: from when on, and from which minute of the day on the wall to which. */
export type ClockShift = { at: Instant; wallMinuteBefore: number; wallMinuteAfter: number };

/** The change of the clocks within a local day of an IANA zone; null on the usual day. Of several, the first. */
export function clockShiftOf(day: LocalDay, zone: string): ClockShift | null {
  const { from, to } = dayBounds(day, zone);
  const before = Temporal.Instant.fromEpochMilliseconds(from - 1).toZonedDateTimeISO(zone);
  const after = before.getTimeZoneTransition('next');
  if (after === null || after.epochMilliseconds >= to) return null;
  const at = after.epochMilliseconds;
  const midnight = Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds;
  const wallMinute = (offsetNanoseconds: number) =>
    (at - midnight) / MINUTE + offsetNanoseconds / 1e6 / MINUTE;
  const shift = {
    at,
    wallMinuteBefore: wallMinute(before.offsetNanoseconds),
    wallMinuteAfter: wallMinute(after.offsetNanoseconds),
  };
  return shift.wallMinuteBefore === shift.wallMinuteAfter ? null : shift;
}

/**
 * Why the wall times of a span do not tell how long it was: clocks moved by so many milliseconds within it (negative: back), or all of
 * it lies in the time that came twice, before or after they went back.
 */
export type ClockChange = { movedMs: number; side: 'within' | 'before' | 'after' };

/** What a change of the clocks makes of a half-open span in an IANA zone; null where its wall times tell its length, and which they are. */
export function clockChangeIn(
  { startedAt, endedAt }: { startedAt: Instant; endedAt: Instant },
  zone: string,
): ClockChange | null {
  const last = Math.max(startedAt, endedAt - 1);
  const movedMs = offsetAt(last, zone) - offsetAt(startedAt, zone);
  if (movedMs !== 0) return { movedMs, side: 'within' };
  const [first, end] = [twiceAt(startedAt, zone), twiceAt(last, zone)];
  return end === null ? null : first;
}

/** How far an IANA zone’s wall clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: Instant, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}

/** Of an instant whose wall time came twice: which of the two it is. */
function twiceAt(instant: Instant, zone: string): ClockChange | null {
  const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  const read = (disambiguation: 'earlier' | 'later') =>
    wall.toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
  const [earlier, later] = [read('earlier'), read('later')];
  if (earlier === later) return null;
  return { movedMs: earlier - later, side: instant === earlier ? 'before' : 'after' };
}
