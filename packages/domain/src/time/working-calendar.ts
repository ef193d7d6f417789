import type { Instant } from './instant.ts';
import { dayNumber, dayOfNumber, dayStartOfNumber, weekdayOfNumber } from './local-day.ts';

/** When a team works. Hours are minutes of the local day in `zone`; weekdays are ISO (1 Monday … 7 Sunday). */
export type WorkingCalendar = {
  readonly zone: string;
  readonly weekdays: readonly number[];
  readonly startMinute: number;
  readonly endMinute: number;
  /** Local dates, `YYYY-MM-DD`, on which nobody is expected to work. */
  readonly holidays: readonly string[];
};

export const DEFAULT_CALENDAR: WorkingCalendar = {
  zone: 'UTC',
  weekdays: [1, 2, 3, 4, 5],
  startMinute: 540,
  endMinute: 1020,
  holidays: [],
};

const FIRST_DAY = dayNumber('2000-01-01');
const LAST_DAY = dayNumber('2100-01-01');
const DAY_SECONDS = 86_400;
const KEPT_TABLES = 64;

/** One row per local day since 2000-01-01, in whole seconds since 1970; grown as far as it is asked for. */
type Table = {
  readonly holidays: ReadonlySet<string>;
  /** Start of the day; one more than the days that are filled. */
  readonly starts: number[];
  readonly workFrom: number[];
  readonly workTo: number[];
  /** Working seconds before the day. */
  readonly before: number[];
};

const tables = new Map<string, Table>();
const tableOfObject = new WeakMap<WorkingCalendar, Table>();

function tableFor(calendar: WorkingCalendar): Table {
  const known = tableOfObject.get(calendar);
  if (known) return known;
  const key = JSON.stringify([
    calendar.zone,
    [...calendar.weekdays].sort(),
    calendar.startMinute,
    calendar.endMinute,
    [...calendar.holidays].sort(),
  ]);
  let table = tables.get(key);
  if (!table) {
    const start = dayStartOfNumber(FIRST_DAY, calendar.zone) / 1000;
    table = { holidays: new Set(calendar.holidays), starts: [start], workFrom: [], workTo: [], before: [] };
    if (tables.size >= KEPT_TABLES) tables.clear();
    tables.set(key, table);
  }
  tableOfObject.set(calendar, table);
  return table;
}

/** The second at which a local clock shows this minute of the day; a skipped time moves on by the gap ('compatible'). */
function minuteInstant(number: number, minute: number, zone: string): number {
  if (minute === 1440) return dayStartOfNumber(number + 1, zone) / 1000;
  const local = Temporal.PlainDate.from(dayOfNumber(number)).toPlainDateTime({
    hour: Math.floor(minute / 60),
    minute: minute % 60,
  });
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds / 1000;
}

function workingHours(calendar: WorkingCalendar, number: number, day: { start: number; end: number }) {
  // A day of 24 hours has one offset throughout, so its clock needs no zone.
  const isPlain = day.end - day.start === DAY_SECONDS;
  const at = (minute: number): number => {
    const second = isPlain ? day.start + minute * 60 : minuteInstant(number, minute, calendar.zone);
    return Math.min(Math.max(second, day.start), day.end);
  };
  const from = at(calendar.startMinute);
  return { from, to: Math.max(from, at(calendar.endMinute)) };
}

function appendDay(table: Table, calendar: WorkingCalendar): void {
  const index = table.before.length;
  const number = FIRST_DAY + index;
  const start = table.starts[index] as number;
  const end = dayStartOfNumber(number + 1, calendar.zone) / 1000;
  const worked =
    calendar.weekdays.includes(weekdayOfNumber(number)) && !table.holidays.has(dayOfNumber(number))
      ? workingHours(calendar, number, { start, end })
      : { from: start, to: start };
  const previous = index - 1;
  table.before.push(
    index === 0
      ? 0
      : (table.before[previous] as number) +
          (table.workTo[previous] as number) -
          (table.workFrom[previous] as number),
  );
  table.workFrom.push(worked.from);
  table.workTo.push(worked.to);
  table.starts.push(end);
}

/**
 * Working seconds from local midnight of 2000-01-01 in the calendar's zone to an instant (floored to whole seconds); never
 * decreasing. Instants outside 2000 to 2100 count as that end. Source: metrics.md, section 3, working clock.
 * A calendar object must not be changed after its first use. Throws RangeError on an unknown zone.
 */
export function workingSecondsSince2000(calendar: WorkingCalendar, instant: Instant): number {
  const table = tableFor(calendar);
  const second = Math.floor(instant / 1000);
  const first = table.starts[0] as number;
  if (second <= first) return 0;
  const last = LAST_DAY - FIRST_DAY - 1;
  let index = Math.min(Math.floor((second - first) / DAY_SECONDS), last);
  while (table.before.length <= index + 1) appendDay(table, calendar);
  while (index > 0 && (table.starts[index] as number) > second) index -= 1;
  while (index < last && (table.starts[index + 1] as number) <= second) {
    index += 1;
    if (table.before.length <= index) appendDay(table, calendar);
  }
  const from = table.workFrom[index] as number;
  const to = table.workTo[index] as number;
  return (table.before[index] as number) + Math.min(Math.max(second - from, 0), to - from);
}

/**
 * Whole working seconds of `[from, to)`: the hours of the calendar on each working day of its zone, as instants, so a day
 * on which clocks change counts its true length. Additive: between(a, c) = between(a, b) + between(b, c).
 * Negative when `to` is earlier than `from`. Source: metrics.md, section 3.
 */
export function workingSecondsBetween(calendar: WorkingCalendar, from: Instant, to: Instant): number {
  return workingSecondsSince2000(calendar, to) - workingSecondsSince2000(calendar, from);
}

/** Seconds of one full working day on a day without a clock change; 0 for a calendar without hours. */
export function workingDaySeconds(calendar: WorkingCalendar): number {
  return Math.max(0, calendar.endMinute - calendar.startMinute) * 60;
}
