import { type ClockChange, clockChangeIn, offsetAt } from '@devpulse/domain/time/clock-shift';
import { durationText, spokenDurationText } from './duration-words.ts';

const LOCALE = 'en-GB';
const DAY = 86_400_000;

/** Half-open, in milliseconds since the epoch. */
type Span = { startedAt: number; endedAt: number };

/**
 * Words for instants (milliseconds since the epoch) in one zone, with a clock of 24 or 12 hours, and for local days, `YYYY-MM-DD`.
 * Formats are made once: keep what this returns.
 */
export function momentWords(zone: string, hourCycle: 'h23' | 'h12' = 'h23') {
  const time = formatter({ hour: '2-digit', minute: '2-digit', hourCycle, timeZone: zone });
  const weekday = formatter({ weekday: 'short', timeZone: zone });
  const longWeekday = formatter({ weekday: 'long', timeZone: zone });
  const date = formatter({ day: 'numeric', month: 'short', timeZone: zone });
  const dayOf = (instant: number) => localDay(instant, zone);
  const timed = (instant: number) => `${weekday(instant)} ${time(instant)}`;
  const wallTime = formatter({ hour: '2-digit', minute: '2-digit', hourCycle, timeZone: 'UTC' });
  // An end belongs to what was before it, and so to the wall clock before a change.
  const endOnWall = (instant: number) => instant + offsetAt(instant - 1, zone);
  // A clock of 12 hours has no 24:00.
  const hasMidnightEnd = hourCycle === 'h23';
  const endTime = (instant: number) => {
    const wall = endOnWall(instant);
    return hasMidnightEnd && wall % DAY === 0 ? '24:00' : wallTime(wall);
  };
  const lastOf = (end: number) => (hasMidnightEnd ? end - 1 : end);
  const isOneDay = ({ startedAt, endedAt }: Span) => dayOf(startedAt) === dayOf(lastOf(endedAt));
  const wallRange = (span: Span) => {
    const [start, end] = [time(span.startedAt), endTime(span.endedAt)];
    if (isOneDay(span)) return `${start}–${end}`;
    return `${weekday(span.startedAt)} ${start}–${weekday(lastOf(span.endedAt))} ${end}`;
  };
  const clockNote = (span: Span, duration = durationText) => {
    const change = clockChangeIn(span, zone);
    return change && clockWords(change, duration);
  };

  return {
    /** `13:12` */
    time,
    /** `13:12`; `24:00` of the day before for what ends at midnight, and the time before for what ends as clocks are changed. */
    endTime,
    /** `Wed`: the day that an end belongs to. */
    endWeekday: (instant: number) => weekday(lastOf(instant)),
    /** `22 Oct` */
    date,
    /** `11 Jan 2026` */
    fullDate: formatter({ day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }),
    /** `Tue 20 Oct` */
    weekdayDate: (instant: number) => `${weekday(instant)} ${date(instant)}`,
    /** `Wednesday` */
    weekday: longWeekday,
    /** The local day, `2026-10-22`. */
    dayOf,
    /** `13:12`, or `Wed 18:02` where that is another day than `now`. */
    timeSince: (instant: number, now: number) =>
      dayOf(instant) === dayOf(now) ? time(instant) : timed(instant),
    /** `22 Oct, 13:12` */
    dateTime: (instant: number) => `${date(instant)}, ${time(instant)}`,
    /** `Thu 22 Oct, 13:12` */
    weekdayTime: (instant: number) => `${weekday(instant)} ${date(instant)}, ${time(instant)}`,
    /** `10:00–10:25`, `22:00–24:00`, or `Wed 23:40–Thu 01:10` over a midnight: what the wall clock says, and no more. */
    wallRange,
    /** `clocks went back 1 h`, where the wall clock does not tell how long a span was; else null. */
    clockNote: (span: Span) => clockNote(span),
    /** A `wallRange`, with a change of the clocks: `00:30–02:30 (clocks went back 1 h)`. */
    range: (span: Span) => {
      const note = clockNote(span);
      return note === null ? wallRange(span) : `${wallRange(span)} (${note})`;
    },
    /** `10:00 to 10:25`, as it is read out. */
    spokenRange: (span: Span) => {
      const [start, end] = [time(span.startedAt), endTime(span.endedAt)];
      const note = clockNote(span, spokenDurationText);
      const rest = note === null ? '' : `, ${note}`;
      if (isOneDay(span)) return `${start} to ${end}${rest}`;
      return `${longWeekday(span.startedAt)} ${start} to ${longWeekday(lastOf(span.endedAt))} ${end}${rest}`;
    },
    /** `today, 12:31`, `yesterday, 12:31` or `20 Oct, 12:31`. */
    lately: (instant: number, now: number) => {
      if (dayOf(instant) === dayOf(now)) return `today, ${time(instant)}`;
      if (dayOf(instant) === dayOf(now - DAY)) return `yesterday, ${time(instant)}`;
      return `${date(instant)}, ${time(instant)}`;
    },
  };
}
export type MomentWords = ReturnType<typeof momentWords>;

/** `clocks went back 1 h`, `before the clocks went back` */
export function clockWords({ movedMs, side }: ClockChange, duration = durationText): string {
  const turned = `clocks went ${movedMs < 0 ? 'back' : 'forward'}`;
  return side === 'within' ? `${turned} ${duration(Math.abs(movedMs))}` : `${side} the ${turned}`;
}

const utc = { timeZone: 'UTC' } as const;
const formats = {
  weekday: formatter({ ...utc, weekday: 'short' }),
  longWeekday: formatter({ ...utc, weekday: 'long' }),
  date: formatter({ ...utc, day: 'numeric', month: 'short' }),
  longDate: formatter({ ...utc, day: 'numeric', month: 'long' }),
  year: formatter({ ...utc, year: 'numeric' }),
  month: formatter({ ...utc, month: 'long' }),
  fullDate: formatter({ ...utc, day: 'numeric', month: 'short', year: 'numeric' }),
};
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** Words for local days, `YYYY-MM-DD`; they belong to no zone. */
export const dayWords = {
  /** `Thu` */
  weekday: (day: string) => formats.weekday(noon(day)),
  /** `Thursday` */
  longWeekday: (day: string) => formats.longWeekday(noon(day)),
  /** `22 Oct` */
  date: (day: string) => formats.date(noon(day)),
  /** `1 Mar 2026` */
  fullDate: (day: string) => formats.fullDate(noon(day)),
  /** `Thu 22 Oct` */
  weekdayDate: (day: string) => `${formats.weekday(noon(day))} ${formats.date(noon(day))}`,
  /** `Thu 22 October` */
  weekdayLongDate: (day: string) => `${formats.weekday(noon(day))} ${formats.longDate(noon(day))}`,
  /** `Thursday 22 October`, as it is read out. */
  spoken: (day: string) => `${formats.longWeekday(noon(day))} ${formats.longDate(noon(day))}`,
  /** `22 October` */
  longDate: (day: string) => formats.longDate(noon(day)),
  /** `September` */
  month: (day: string) => formats.month(noon(day)),
  /** `19–25 October 2026`, `28 September–4 October 2026`; short: `19–25 Oct`. Both days belong to it. */
  span: (first: string, last: string) => spanOf(first, last, formats.longDate, true),
  shortSpan: (first: string, last: string) => spanOf(first, last, formats.date, false),
};

function spanOf(first: string, last: string, date: (instant: number) => string, hasYear: boolean): string {
  const year = hasYear ? ` ${formats.year(noon(last))}` : '';
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8))}–${date(noon(last))}${year}`;
  const firstYear = hasYear && first.slice(0, 4) !== last.slice(0, 4) ? ` ${formats.year(noon(first))}` : '';
  return `${date(noon(first))}${firstYear}–${date(noon(last))}${year}`;
}

function formatter(options: Intl.DateTimeFormatOptions): (instant: number) => string {
  const format = new Intl.DateTimeFormat(LOCALE, options);
  // The short form of September is `Sept` in this locale; every other month has three letters.
  return (instant) => format.format(instant).replace(/\bSept\b/, 'Sep');
}

function localDay(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}
