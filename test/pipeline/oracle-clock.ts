import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';

const QUARTER_MS = 900_000;

type Day = { day: string; next: string; from: number; to: number; weekday: number; ticks: Tick[] };
/** An instant, and the minute of the day that a clock on the wall shows. */
type Tick = { at: number; minute: number };

const days = new Map<string, Day>();

export function oracleDayOf(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** A local day, stepped through a quarter of an hour at a time: a finer step would find no other hours, nor clock changes. */
export function oracleDay(day: string, zone: string): Day {
  const key = `${day} ${zone}`;
  const known = days.get(key);
  if (known) return known;
  const date = Temporal.PlainDate.from(day);
  const next = date.add({ days: 1 });
  const from = date.toZonedDateTime(zone).epochMilliseconds;
  const to = next.toZonedDateTime(zone).epochMilliseconds;
  const ticks: Tick[] = [];
  for (let at = from; at < to; at += QUARTER_MS) {
    const clock = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    ticks.push({ at, minute: clock.hour * 60 + clock.minute });
  }
  const made = { day, next: next.toString(), from, to, weekday: date.dayOfWeek, ticks };
  days.set(key, made);
  return made;
}

type Shift = { from: number; to: number } | null;
const shifts = new WeakMap<WorkingCalendar, Map<string, Shift>>();

/** From the first tick that shows the beginning to the first one after it that shows the end; seconds since 1970. */
function shiftOf(calendar: WorkingCalendar, day: string): Shift {
  const known = shifts.get(calendar) ?? new Map<string, Shift>();
  shifts.set(calendar, known);
  const found = known.get(day);
  if (found !== undefined) return found;
  const { weekday, to, ticks } = oracleDay(day, calendar.zone);
  let shift: Shift = null;
  if (calendar.weekdays.includes(weekday) && !calendar.holidays.includes(day)) {
    const begun = ticks.find(({ minute }) => minute >= calendar.startMinute);
    const done = begun && ticks.find(({ at, minute }) => at > begun.at && minute >= calendar.endMinute);
    if (begun) shift = { from: begun.at / 1000, to: (done?.at ?? to) / 1000 };
  }
  known.set(day, shift);
  return shift;
}

export function oracleWorking(calendar: WorkingCalendar, from: number, to: number): number {
  const [first, last] = [Math.floor(from / 1000), Math.floor(to / 1000)];
  let seconds = 0;
  for (let day = oracleDayOf(from, calendar.zone); ; day = oracleDay(day, calendar.zone).next) {
    const shift = shiftOf(calendar, day);
    if (shift) seconds += Math.max(0, Math.min(last, shift.to) - Math.max(first, shift.from));
    if (oracleDay(day, calendar.zone).to > to) return seconds;
  }
}
