import type { Person } from './model.ts';
import type { Random } from './random.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Local date in days since 1970-01-01. */
type EpochDay = number;

function epochDay(year: number, month: number, dayOfMonth: number): EpochDay {
  return Date.UTC(year, month - 1, dayOfMonth) / day;
}

/** 0 is Monday. */
function weekday(date: EpochDay): number {
  return (((date + 3) % 7) + 7) % 7;
}

/** Easter Sunday of the Gregorian calendar (anonymous computus). */
function easter(year: number): EpochDay {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return epochDay(year, Math.floor(f / 31), (f % 31) + 1);
}

function nthWeekday(month: { year: number; month: number }, wanted: number, nth: number): EpochDay {
  const first = epochDay(month.year, month.month, 1);
  return first + ((wanted - weekday(first) + 7) % 7) + 7 * (nth - 1);
}

function germanHolidays(year: number): EpochDay[] {
  const sunday = easter(year);
  const fixed: [number, number][] = [
    [1, 1],
    [3, 8],
    [5, 1],
    [10, 3],
    [12, 24],
    [12, 25],
    [12, 26],
    [12, 31],
  ];
  return [
    ...fixed.map(([month, date]) => epochDay(year, month, date)),
    sunday - 2,
    sunday + 1,
    sunday + 39,
    sunday + 50,
  ];
}

function americanHolidays(year: number): EpochDay[] {
  const thanksgiving = nthWeekday({ year, month: 11 }, 3, 4);
  const memorialDay = nthWeekday({ year, month: 6 }, 0, 1) - 7;
  const fixed: [number, number][] = [
    [1, 1],
    [6, 19],
    [7, 4],
    [12, 24],
    [12, 25],
    [12, 31],
  ];
  return [
    ...fixed.map(([month, date]) => epochDay(year, month, date)),
    nthWeekday({ year, month: 1 }, 0, 3),
    memorialDay,
    nthWeekday({ year, month: 9 }, 0, 1),
    thanksgiving,
    thanksgiving + 1,
  ];
}

/** Public holidays of Berlin or of New York, with the days before Christmas and New Year. */
export function isHoliday(zone: string, date: EpochDay): boolean {
  const year = new Date(date * day).getUTCFullYear();
  return (zone === 'America/New_York' ? americanHolidays(year) : germanHolidays(year)).includes(date);
}

/**
 * When each person is at work: weekdays without holidays, one week of leave in each 13, a few single days off,
 * a start that varies from day to day, a lunch break. All of it follows from the seed and the start of the history.
 */
export class WorkCalendar {
  readonly #random: Random;
  readonly #firstWeek: number;
  readonly #days = new Map<string, readonly Span[]>();
  readonly #leave = new Map<string, number>();

  constructor(random: Random, start: number) {
    this.#random = random;
    this.#firstWeek = Math.floor((start / day + 3) / 7);
  }

  /** True when the person has no working time on the local day of the instant. */
  isAway(person: Person, at: number): boolean {
    return this.#spans(person, this.#localDay(person, at)).length === 0;
  }

  /** The instant at which the person has worked `workMs` more than at `from`. */
  advance(person: Person, from: number, workMs: number): number {
    let left = Math.max(0, workMs);
    let date = this.#localDay(person, from);
    for (let guard = 0; guard < 1_000; guard += 1, date += 1) {
      for (const span of this.#spans(person, date)) {
        const begin = Math.max(span.from, from);
        if (begin >= span.to) continue;
        if (left < span.to - begin) return begin + left;
        left -= span.to - begin;
      }
    }
    throw new RangeError('no working time within 1,000 days');
  }

  #localDay(person: Person, at: number): EpochDay {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(person.zone);
    return epochDay(local.year, local.month, local.day);
  }

  #spans(person: Person, date: EpochDay): readonly Span[] {
    const key = `${person.login}/${date}`;
    let spans = this.#days.get(key);
    if (spans === undefined) {
      spans = this.#isOff(person, date) ? [] : this.#workingDay(person, date);
      this.#days.set(key, spans);
    }
    return spans;
  }

  #isOff(person: Person, date: EpochDay): boolean {
    if (weekday(date) >= 5 || isHoliday(person.zone, date)) return true;
    const week = Math.floor((date + 3) / 7) - this.#firstWeek;
    const block = Math.floor(week / 13);
    if (week - block * 13 === this.#leaveWeek(person, block)) return true;
    return this.#random.fork(`day-off/${person.login}/${date}`).chance(0.02);
  }

  #leaveWeek(person: Person, block: number): number {
    const key = `${person.login}/${block}`;
    let week = this.#leave.get(key);
    if (week === undefined) {
      week = this.#random.fork(`leave/${key}`).integer(1, 12);
      this.#leave.set(key, week);
    }
    return week;
  }

  #workingDay(person: Person, date: EpochDay): Span[] {
    const random = this.#random.fork(`hours/${person.login}/${date}`);
    const midnight = Temporal.PlainDate.from('1970-01-01').add({ days: date }).toZonedDateTime(person.zone);
    const start = midnight.epochMilliseconds + (person.startHour + random.between(-0.4, 0.6)) * hour;
    const lunch = start + random.between(3.2, 4.2) * hour;
    const back = lunch + random.between(30, 65) * minute;
    const end = start + random.between(8.2, 9.4) * hour;
    return [
      { from: Math.round(start), to: Math.round(lunch) },
      { from: Math.round(back), to: Math.round(end) },
    ];
  }
}
