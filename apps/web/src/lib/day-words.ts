import type { LocalDay } from '@devpulse/domain/time/local-day';
import { addDays, daysBetween } from '@devpulse/domain/time/local-day';

type DayRange = { from: LocalDay; to: LocalDay };

const LOCALE = 'en-GB';
const midnight = (day: LocalDay) => new Date(`${day}T00:00:00Z`);

function dayFormat(options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' });
  return (day: LocalDay) => format.format(midnight(day));
}

/** `20 Nov 2026` */
export const dayText = dayFormat({ day: 'numeric', month: 'short', year: 'numeric' });
/** `20 Nov` */
export const shortDayText = dayFormat({ day: 'numeric', month: 'short' });
/** `Fri, 20 Nov 2026` */
export const longDayText = dayFormat({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
/** `November 2026` */
export const monthText = dayFormat({ month: 'long', year: 'numeric' });
/** `Nov` */
export const shortMonthText = dayFormat({ month: 'short' });

/** A half-open range by its first and last day: `22 Oct to 20 Nov 2026`. */
export function rangeText(range: DayRange): string {
  const last = addDays(range.to, -1);
  if (range.from === last) return dayText(last);
  const isOneYear = range.from.slice(0, 4) === last.slice(0, 4);
  return `${isOneYear ? shortDayText(range.from) : dayText(range.from)} to ${dayText(last)}`;
}

export function lengthText(range: DayRange): string {
  const days = daysBetween(range.from, range.to);
  return days === 1 ? '1 day' : `${days} days`;
}

/** How the period compared with is called: `the 30 days before`, or by its dates where it does not end just before. */
export function previousText(range: DayRange, previous: DayRange): string {
  if (previous.to !== range.from) return rangeText(previous);
  return lengthText(range) === '1 day' ? 'the day before' : `the ${lengthText(range)} before`;
}

/** How far back the end of the period compared with lies: `30 days earlier`. */
export function earlierText(range: DayRange, previous: DayRange): string {
  return `${lengthText({ from: previous.to, to: range.to })} earlier`;
}

/** An instant of the given local day as `14:31:52`, of another as `19 Nov, 14:31:52`, in the zone. */
export function instantText(instant: string, zone: string, today: LocalDay): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  const time = at.toPlainTime().toString({ smallestUnit: 'second' });
  const day = at.toPlainDate().toString();
  return day === today ? time : `${shortDayText(day)}, ${time}`;
}

/** An instant to the minute, `20 Nov 2026, 14:31`, in the zone. */
export function minuteText(instant: string, zone: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return `${dayText(at.toPlainDate().toString())}, ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** The local day of an instant, `20 Nov 2026`, in the zone. */
export function instantDayText(instant: string, zone: string): string {
  return dayText(Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString());
}

/** An instant to the minute, `14:32`, with its day where that is not the day of `now` in the zone: `21 Nov, 07:00`. */
export function clockText(instant: string, zone: string, now: number): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' });
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  return at.toPlainDate().equals(today) ? time : `${shortDayText(at.toPlainDate().toString())}, ${time}`;
}
