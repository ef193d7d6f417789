import type { WeekDay } from '../../ipc/week.ts';

/** Where in the day clocks went forward or back, to the millisecond; null on the other days. */
export function clockShift(
  { startsAt, endsAt }: { startsAt: number; endsAt: number },
  zone: string,
): WeekDay['clockShift'] {
  const start = Temporal.Instant.fromEpochMilliseconds(startsAt).toZonedDateTimeISO(zone);
  const next = start.getTimeZoneTransition('next');
  if (!next || next.epochMilliseconds >= endsAt) return null;
  const at = next.epochMilliseconds;
  const before = Temporal.Instant.fromEpochMilliseconds(at - 1).toZonedDateTimeISO(zone);
  return {
    at,
    wallMinuteBefore: Math.min(1440, before.hour * 60 + before.minute + 1),
    wallMinuteAfter: next.hour * 60 + next.minute,
  };
}
