import { randomUUID } from 'node:crypto';
import type { AttendanceActionBody } from '@devpulse/contracts/attendance/events';

/** Events that are older than 30 days would become requests. */
const DAYS = 21;
const HOUR = 60;
/** Without a clock-out, a clock closes a session after this time at the last that it saw. */
const LONGEST_MINUTES = 14 * HOUR;

/** What a clock is told, and when; `at` in milliseconds. */
export type Told = { at: number; action: AttendanceActionBody };

/** When somebody works, in minutes of their own wall clock. */
export type WorkingHabit = {
  zone: string;
  startMinute: number;
  workMinutes: number;
  /** Makes minutes differ from person to person, the same at each start. */
  spread: number;
};

export type DemoStory = {
  holiday: Temporal.PlainDate;
  leave: Temporal.PlainDate;
  halfDay: Temporal.PlainDate;
  lateNight: Temporal.PlainDate;
  forgotten: Temporal.PlainDate;
  unanswered: Temporal.PlainDate;
  lateStart: Temporal.PlainDate;
};

/** The days of the last two weeks on which something else happens than on any other. */
export function demoStory(today: Temporal.PlainDate): DemoStory {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const dayOf = (weeksAgo: number, weekday: number) =>
    monday.subtract({ weeks: weeksAgo }).add({ days: weekday - 1 });
  return {
    lateStart: dayOf(2, 2),
    holiday: dayOf(2, 3),
    halfDay: dayOf(1, 1),
    forgotten: dayOf(1, 2),
    lateNight: dayOf(1, 3),
    leave: dayOf(1, 4),
    unanswered: dayOf(1, 5),
  };
}

/** The day before which hours are told. */
export function demoToday(now: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
}

/** The working days of three weeks before `today`, in their order, without the holiday and without a day of leave. */
export function demoDays(
  today: Temporal.PlainDate,
  without: readonly Temporal.PlainDate[],
): Temporal.PlainDate[] {
  const days = Array.from({ length: DAYS }, (_, index) => today.subtract({ days: DAYS - index }));
  return days.filter((day) => day.dayOfWeek <= 5 && !without.some((one) => one.equals(day)));
}

/** A day's session, told as the clock in the dashboard would; `id` of the session, for what is asked about it. */
export type WorkedDay = { id: string; told: Told[] };

/** From about the usual start to about the usual end with a lunch. */
export function wholeDay(day: Temporal.PlainDate, habit: WorkingHabit): WorkedDay {
  const { from, lunch, until } = minutesOf(day, habit);
  return session(day, habit.zone, { from, until, breaks: [lunch] });
}

export function morning(day: Temporal.PlainDate, habit: WorkingHabit): WorkedDay {
  const { from, lunch } = minutesOf(day, habit);
  return session(day, habit.zone, { from, until: lunch.from, breaks: [] });
}

/** An evening over midnight, after the day. */
export function lateNight(day: Temporal.PlainDate, { zone, spread }: WorkingHabit): WorkedDay {
  const from = 20 * HOUR + 40 + spread;
  return session(day, zone, { from, until: from + 4 * HOUR + 5, breaks: [] });
}

/** Nobody clocked out: the clock closed the session at the last that it saw. */
export function forgottenDay(day: Temporal.PlainDate, habit: WorkingHabit): WorkedDay {
  const { from, lunch, until } = minutesOf(day, habit);
  const { id, told } = session(day, habit.zone, { from, until, breaks: [lunch] });
  const endedAt = instantOf(day, until, habit.zone);
  const action: AttendanceActionBody = { type: 'clock_out', sessionId: id, endedAt, reason: 'max_length' };
  return {
    id,
    told: [...told.slice(0, -1), { at: instantOf(day, from + LONGEST_MINUTES, habit.zone), action }],
  };
}

/** A day with an absence that nobody has said anything about. */
export function unansweredDay(day: Temporal.PlainDate, habit: WorkingHabit): WorkedDay {
  const { id, told } = wholeDay(day, habit);
  const [startedAt, endedAt] = [0, 35].map((minutes) => {
    const { lunch } = minutesOf(day, habit);
    return instantOf(day, lunch.to + 2 * HOUR + minutes, habit.zone);
  }) as [number, number];
  const pauseId = randomUUID();
  const action: AttendanceActionBody = {
    type: 'pause_found',
    sessionId: id,
    pauseId,
    kind: 'idle',
    startedAt,
    endedAt,
  };
  return { id, told: told.toSpliced(-1, 0, { at: endedAt, action }) };
}

type Minutes = { from: number; until: number; breaks: readonly { from: number; to: number }[] };

function minutesOf(day: Temporal.PlainDate, { startMinute, workMinutes, spread }: WorkingHabit) {
  const shift = (day.dayOfYear * 7 + spread * 5) % 23;
  const from = startMinute + (shift % 13);
  const lunchMinutes = 27 + (spread % 4) * 6 + ((day.dayOfYear * 3 + spread) % 11);
  const lunch = { from: 12 * HOUR + shift, to: 12 * HOUR + lunchMinutes + shift };
  return { from, lunch, until: from + workMinutes + lunchMinutes + shift - 11 };
}

function session(day: Temporal.PlainDate, zone: string, { from, until, breaks }: Minutes): WorkedDay {
  const sessionId = randomUUID();
  const at = (minute: number) => instantOf(day, minute, zone);
  const endedAt = at(until);
  return {
    id: sessionId,
    told: [
      { at: at(from), action: { type: 'clock_in', sessionId, zone } },
      ...breaks.flatMap((one): Told[] => {
        const pauseId = randomUUID();
        return [
          { at: at(one.from), action: { type: 'break_start', sessionId, pauseId } },
          { at: at(one.to), action: { type: 'break_end', sessionId, pauseId } },
        ];
      }),
      { at: endedAt, action: { type: 'clock_out', sessionId, endedAt, reason: 'member' } },
    ],
  };
}

/** A minute of a day's wall clock, past 24 hours too; in milliseconds. */
function instantOf(day: Temporal.PlainDate, minute: number, zone: string): number {
  return day.toPlainDateTime().add({ minutes: minute }).toZonedDateTime(zone).epochMilliseconds;
}
