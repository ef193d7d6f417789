import type { PauseSign } from '../attendance/pause-list.tsx';
import type { TableDay } from '../attendance/week-table.tsx';
import { durationText } from './duration-words.ts';
import { dayWords, type MomentWords } from './moment-words.ts';
import {
  dayTotal,
  type Stretch,
  stretchesOf,
  type WeekDay,
  type WeekSession,
  type WeekTotals,
} from './week-model.ts';

const MINUTE = 60_000;

/** `of 40 h, 15 min unresolved`; either part may be missing. */
export function weekAside({ unresolvedMs, targetMinutes }: Omit<WeekTotals, 'days' | 'workedMs'>): string {
  return [
    targetMinutes ? `of ${durationText(targetMinutes * MINUTE)}` : '',
    unresolvedMs >= MINUTE ? `${durationText(unresolvedMs)} unresolved` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** `Open`, or what of it is locked. */
export function weekStatus(days: readonly Pick<WeekDay, 'status'>[]): string {
  if (days.every(({ status }) => status === 'locked')) return 'Locked';
  return days.some(({ status }) => status === 'locked') ? 'Partly locked' : 'Open';
}

const wall = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Notes on days whose clocks were changed: whole, and short for where there is no room. */
export function shiftNotes({ days }: Pick<WeekTotals, 'days'>, now: number, moments: MomentWords) {
  return days.flatMap((day) => {
    const shift = day.clockShift;
    if (shift === null) return [];
    const isBack = shift.wallMinuteAfter < shift.wallMinuteBefore;
    const range = isBack
      ? `${wall(shift.wallMinuteAfter)}–${wall(shift.wallMinuteBefore)} came twice`
      : `${wall(shift.wallMinuteBefore)}–${wall(shift.wallMinuteAfter)} did not come`;
    const name = dayWords.weekdayDate(day.day);
    const turned = `clocks went ${isBack ? 'back' : 'forward'}`;
    const over = day.sessions.filter(
      ({ startedAt, endedAt }) => startedAt < shift.at && (endedAt ?? now) > shift.at,
    );
    return {
      key: day.day,
      short: `${name}: ${turned}, ${range}.`,
      whole: [
        `${name}: ${turned} at ${wall(shift.wallMinuteBefore)}, so ${range}.`,
        ...over.map((session) => overShift(session, day, { days, now, moments })),
      ].join(' '),
    };
  });
}

function overShift(
  session: WeekSession,
  day: WeekDay,
  { days, now, moments }: { days: readonly WeekDay[]; now: number; moments: MomentWords },
): string {
  const end = session.endedAt ?? now;
  const from = Math.max(session.startedAt, day.startsAt);
  const to = Math.min(end, day.endsAt);
  const length = `${moments.time(from)} to ${moments.endTime(to)} is ${durationText(to - from)}.`;
  const parts = days.flatMap((one) =>
    one.sessions
      .filter(({ sessionId }) => sessionId === session.sessionId)
      .map((part) => ({ weekday: dayWords.longWeekday(one.day), workedMs: part.workedMs })),
  );
  if (parts.length < 2) return length;
  const total = parts.reduce((sum, { workedMs }) => sum + workedMs, 0);
  const split = parts.map(({ weekday, workedMs }) => `${durationText(workedMs)} on ${weekday}`);
  const range = moments.wallRange({ startedAt: session.startedAt, endedAt: end });
  return `${length} The session ${range} is ${durationText(total)}: ${split.join(', ')}.`;
}

/** The week as rows: a session over midnight stands in the first of its days, and is named in the others. */
export function tableDays({ days }: Pick<WeekTotals, 'days'>, now: number, moments: MomentWords): TableDay[] {
  const known = new Set<string>();
  return days.map((day) => ({
    key: day.day,
    name: dayWords.weekdayDate(day.day),
    total: dayTotal(day),
    leave: day.leave ?? null,
    sessions: day.sessions.map((session) => {
      const isAbove = known.has(session.sessionId);
      known.add(session.sessionId);
      const pauses = [
        pausesText(session, day, now),
        moments.clockNote(shownSpan(session, day, { now, isAbove })),
      ];
      return {
        key: session.sessionId,
        times: timesOf(session, day, { moments, isAbove }),
        pauses: pauses.filter(Boolean).join(', '),
        worked: isAbove ? 'in the row above' : durationText(workedIn(session.sessionId, days)),
      };
    }),
  }));
}

/** What of a session its row is about: the whole in the first of its days, and in others the part of the day. */
function shownSpan(
  session: WeekSession,
  day: WeekDay,
  { now, isAbove }: { now: number; isAbove: boolean },
): { startedAt: number; endedAt: number } {
  const end = session.endedAt ?? now;
  const isPart = isAbove || session.startedAt < day.startsAt;
  return {
    startedAt: Math.max(session.startedAt, day.startsAt),
    endedAt: isPart ? Math.min(end, day.endsAt) : end,
  };
}

function workedIn(sessionId: string, days: readonly WeekDay[]): number {
  return days
    .flatMap((day) => day.sessions)
    .filter((session) => session.sessionId === sessionId)
    .reduce((sum, { workedMs }) => sum + workedMs, 0);
}

function timesOf(
  { startedAt, endedAt }: WeekSession,
  day: WeekDay,
  { moments, isAbove }: { moments: MomentWords; isAbove: boolean },
): string {
  if (isAbove || startedAt < day.startsAt) {
    return `from ${dayWords.weekday(moments.dayOf(startedAt))} ${moments.time(startedAt)}`;
  }
  if (endedAt === null) return `since ${moments.time(startedAt)}`;
  const range = `${moments.time(startedAt)}–${moments.endTime(endedAt)}`;
  return endedAt > day.endsAt ? `${range} ${moments.endWeekday(endedAt)}` : range;
}

/** `break 41 min, unresolved 15 min`; nothing under a minute. */
function pausesText(session: WeekSession, day: WeekDay, now: number): string {
  const stretches = stretchesOf(session, day, now);
  const lengthOf = (kind: Stretch['kind']) =>
    stretches
      .filter((stretch) => stretch.kind === kind)
      .reduce((total, { startedAt, endedAt }) => total + endedAt - startedAt, 0);
  return [
    { word: 'break', ms: lengthOf('break') },
    { word: 'left out', ms: lengthOf('left_out') },
    { word: 'unresolved', ms: lengthOf('unresolved') },
  ]
    .filter(({ ms }) => ms >= MINUTE)
    .map(({ word, ms }) => `${word} ${durationText(ms)}`)
    .join(', ');
}

const CAUSES: Record<PauseSign, string> = {
  no_input: 'No input',
  locked: 'Screen locked',
  asleep: 'Asleep',
  app_closed: 'App closed',
};

/** What a stretch of a day was: only its owner sees why a pause began. */
export function stretchName({ kind, pause }: Stretch): string {
  if (kind === 'worked') return 'Worked';
  if (kind === 'break') return 'Break';
  if (pause?.cause) return CAUSES[pause.cause];
  return pause?.kind === 'gap' ? 'Asleep' : 'No input';
}
