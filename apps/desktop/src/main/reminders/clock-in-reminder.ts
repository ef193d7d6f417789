import { localDayOf } from '@devpulse/domain/time/local-day';

type Situation = {
  now: number;
  zone: string;
  /** `HH:MM`; null when the person wants none. */
  by: string | null;
  isClockedIn: boolean;
  workedTodayMs: number;
  /** Of today; null or 0 on a day without work. */
  targetMinutes: number | null;
  /** The local day of the last reminder. */
  remindedOn: string | null;
};

const LATE_MS = 2 * 3_600_000;

/** Once on a working day, from the wished time on and for two hours, while nothing was recorded. */
export function isClockInDue(situation: Situation): boolean {
  const { now, zone, by, isClockedIn, workedTodayMs, targetMinutes, remindedOn } = situation;
  if (by === null || isClockedIn || workedTodayMs > 0 || !targetMinutes) return false;
  const day = localDayOf(now, zone);
  if (remindedOn === day) return false;
  const due = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: zone,
    plainTime: by,
  }).epochMilliseconds;
  return now >= due && now < due + LATE_MS;
}
