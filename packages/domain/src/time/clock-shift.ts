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
