import type { Instant } from './instant.ts';

/** A local date, `YYYY-MM-DD`, of a zone that is named beside it. Sorts as text for the years 0000 to 9999. */
export type LocalDay = string;

const DAY_MILLISECONDS = 86_400_000;
/** Days and instants recur, so answers are kept; beyond this many the memory is dropped and starts again. */
const MEMORY = 100_000;

const epoch = Temporal.PlainDate.from('1970-01-01');
const numbers = new Map<LocalDay, number>();
const names = new Map<number, LocalDay>();
const startsByZone = new Map<string, Map<number, Instant>>();

/** Days since 1970-01-01 on the calendar; throws RangeError when the text is not a date. */
export function dayNumber(day: LocalDay): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = epoch.until(Temporal.PlainDate.from(day), { largestUnit: 'days' }).days;
  if (numbers.size >= MEMORY) numbers.clear();
  numbers.set(day, number);
  return number;
}

/** The inverse of `dayNumber`. */
export function dayOfNumber(number: number): LocalDay {
  const known = names.get(number);
  if (known !== undefined) return known;
  const day = epoch.add({ days: number }).toString();
  if (names.size >= MEMORY) names.clear();
  names.set(number, day);
  return day;
}

/** First instant of the day with this number in an IANA zone; throws RangeError on an unknown zone. */
export function dayStartOfNumber(number: number, zone: string): Instant {
  let starts = startsByZone.get(zone);
  if (!starts) {
    starts = new Map();
    startsByZone.set(zone, starts);
  }
  const known = starts.get(number);
  if (known !== undefined) return known;
  const start = epoch.add({ days: number }).toZonedDateTime(zone).epochMilliseconds;
  if (starts.size >= MEMORY) starts.clear();
  starts.set(number, start);
  return start;
}

/**
 * Number of the local day that an instant falls on: the last day that has begun. So days are contiguous even where clocks
 * went back over midnight (America/St_Johns until 2011), and a date that a zone skipped (Pacific/Apia 2011-12-30) is empty.
 */
export function dayNumberOf(instant: Instant, zone: string): number {
  let number = Math.floor(instant / DAY_MILLISECONDS);
  while (dayStartOfNumber(number, zone) > instant) number -= 1;
  while (dayStartOfNumber(number + 1, zone) <= instant) number += 1;
  return number;
}

/** The local date of an instant in an IANA zone; throws RangeError on an unknown zone. */
export function localDayOf(instant: Instant, zone: string): LocalDay {
  return dayOfNumber(dayNumberOf(instant, zone));
}

/** First instant of a local day: midnight, or the first instant after it where clocks skip midnight. */
export function dayStart(day: LocalDay, zone: string): Instant {
  return dayStartOfNumber(dayNumber(day), zone);
}

/** The half-open range of instants of a local day: 23 to 25 hours long where clocks change. */
export function dayBounds(day: LocalDay, zone: string): { from: Instant; to: Instant } {
  const number = dayNumber(day);
  return { from: dayStartOfNumber(number, zone), to: dayStartOfNumber(number + 1, zone) };
}

export function addDays(day: LocalDay, days: number): LocalDay {
  return dayOfNumber(dayNumber(day) + days);
}

/** Calendar days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDay, to: LocalDay): number {
  return dayNumber(to) - dayNumber(from);
}

/** Every day of `[from, toExclusive)`, ascending; empty when there is none. */
export function daysIn(from: LocalDay, toExclusive: LocalDay): LocalDay[] {
  const days: LocalDay[] = [];
  const end = dayNumber(toExclusive);
  for (let number = dayNumber(from); number < end; number += 1) days.push(dayOfNumber(number));
  return days;
}

/** ISO weekday, 1 Monday … 7 Sunday. 1970-01-01 was a Thursday. */
export function weekdayOfNumber(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}
