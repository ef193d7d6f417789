import type { PauseSign } from '../attendance/pause-list.tsx';
import type { PlotBar, PlotDay } from '../attendance/week-lane.tsx';
import { durationText } from './duration-words.ts';
import { clockWords, dayWords, type MomentWords } from './moment-words.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1440;

export type WeekPause = {
  pauseId: string;
  kind: 'break' | 'idle' | 'gap';
  /** How the device noticed it, where that is known. */
  cause: PauseSign | null;
  startedAt: number;
  endedAt: number | null;
  resolution: 'pending' | 'excluded' | 'counted';
};

/** A session with its whole times, in each day that it touches. Instants in milliseconds since the epoch. */
export type WeekSession = {
  sessionId: string;
  startedAt: number;
  endedAt: number | null;
  /** Of this day alone. */
  workedMs: number;
  pauses: readonly WeekPause[];
};

export type WeekDay = {
  /** `2026-10-22` */
  day: string;
  /** First instant of the day, and of the next. */
  startsAt: number;
  endsAt: number;
  workedMs: number;
  unresolvedMs: number;
  status: 'open' | 'final' | 'locked';
  sessions: readonly WeekSession[];
  /** Clocks went forward or back: from when on, and from which wall minute of the day to which. */
  clockShift: { at: number; wallMinuteBefore: number; wallMinuteAfter: number } | null;
  /** `vacation`, `day off`, where it is known. */
  leave?: string | null;
};

export type WeekTotals = {
  days: readonly WeekDay[];
  workedMs: number;
  unresolvedMs: number;
  targetMinutes: number | null;
};

/** A stretch of one session within one day; half-open. */
export type Stretch = {
  kind: 'worked' | 'break' | 'left_out' | 'unresolved';
  pause: WeekPause | null;
  startedAt: number;
  endedAt: number;
};

/** A session's stretches within a day, in order. What runs ends now; pauses that count are work. */
export function stretchesOf(
  session: Pick<WeekSession, 'startedAt' | 'endedAt' | 'pauses'>,
  day: Pick<WeekDay, 'startsAt' | 'endsAt'>,
  now: number,
): Stretch[] {
  const to = Math.min(session.endedAt ?? now, day.endsAt);
  const stretches: Stretch[] = [];
  let at = Math.max(session.startedAt, day.startsAt);
  const pauses = session.pauses
    .filter((pause) => pause.resolution !== 'counted')
    .toSorted((one, other) => one.startedAt - other.startedAt);
  for (const pause of pauses) {
    const startedAt = Math.max(pause.startedAt, at);
    const endedAt = Math.min(pause.endedAt ?? now, to);
    if (endedAt <= startedAt) continue;
    if (startedAt > at) stretches.push({ kind: 'worked', pause: null, startedAt: at, endedAt: startedAt });
    stretches.push({ kind: kindOf(pause), pause, startedAt, endedAt });
    at = endedAt;
  }
  if (to > at) stretches.push({ kind: 'worked', pause: null, startedAt: at, endedAt: to });
  return stretches;
}

function kindOf(pause: WeekPause): Stretch['kind'] {
  if (pause.resolution === 'pending') return 'unresolved';
  return pause.kind === 'break' ? 'break' : 'left_out';
}

const KIND_WORDS = { worked: 'worked', break: 'break', left_out: 'left out', unresolved: 'unresolved' };

/** The rows of a `WeekPlot`. */
export function plotDays(week: Pick<WeekTotals, 'days'>, now: number, moments: MomentWords): PlotDay[] {
  const today = moments.dayOf(now);
  return week.days.map((day) => ({
    key: day.day,
    weekday: dayWords.weekday(day.day),
    date: dayWords.date(day.day),
    bars: day.sessions.flatMap((session) => barsOf(session, day, { now, moments })),
    fold: foldOf(day),
    total: dayTotal(day),
    caution: day.unresolvedMs >= MINUTE ? `${durationText(day.unresolvedMs)} unresolved` : null,
    note: [day.leave, lengthNote(day)].filter(Boolean).join(', ') || null,
    isToday: day.day === today,
  }));
}

/** `8 h 02 min`, or a dash where no session was. */
export function dayTotal({ workedMs, sessions }: Pick<WeekDay, 'workedMs' | 'sessions'>): string {
  return workedMs > 0 || sessions.length > 0 ? durationText(workedMs) : '–';
}

function barsOf(
  session: WeekSession,
  day: WeekDay,
  { now, moments }: { now: number; moments: MomentWords },
): PlotBar[] {
  const end = session.endedAt ?? now;
  return stretchesOf(session, day, now)
    .flatMap((stretch) => cutAtShift(stretch, day))
    .map((stretch) => ({
      kind: stretch.kind === 'left_out' ? 'break' : stretch.kind,
      from: wallMinute(stretch.startedAt, day, 'start') / DAY_MINUTES,
      to: wallMinute(stretch.endedAt, day, 'end') / DAY_MINUTES,
      beganDayBefore: stretch.startedAt === day.startsAt && session.startedAt < day.startsAt,
      goesOnNextDay: stretch.endedAt === day.endsAt && end > day.endsAt,
      words: [
        `${moments.time(stretch.startedAt)}–${moments.endTime(stretch.endedAt)}`,
        KIND_WORDS[stretch.kind],
        stretch.note ?? moments.clockNote(stretch) ?? '',
      ]
        .join(' ')
        .trim(),
    }));
}

/** Where the clocks were changed, the wall time jumps: a stretch over it is drawn as two, each with its side. */
function cutAtShift(stretch: Stretch, { clockShift }: WeekDay): (Stretch & { note?: string })[] {
  if (clockShift === null) return [stretch];
  const { at, wallMinuteBefore, wallMinuteAfter } = clockShift;
  if (at <= stretch.startedAt || at >= stretch.endedAt) return [stretch];
  const movedMs = (wallMinuteAfter - wallMinuteBefore) * MINUTE;
  return [
    { ...stretch, endedAt: at, note: clockWords({ movedMs, side: 'before' }) },
    { ...stretch, startedAt: at, note: clockWords({ movedMs, side: 'after' }) },
  ];
}

/** The minute of the wall clock, 0 … 1440; at a change of the clocks the end of what was before, or the start of what comes. */
function wallMinute(instant: number, day: WeekDay, edge: 'start' | 'end'): number {
  const shift = day.clockShift;
  const isAfter = shift !== null && (edge === 'start' ? instant >= shift.at : instant > shift.at);
  const minute = isAfter
    ? shift.wallMinuteAfter + (instant - shift.at) / MINUTE
    : (instant - day.startsAt) / MINUTE + (shift?.at === day.startsAt ? (shift?.wallMinuteBefore ?? 0) : 0);
  return Math.min(DAY_MINUTES, Math.max(0, minute));
}

function foldOf(day: WeekDay): PlotDay['fold'] {
  if (day.clockShift === null) return null;
  const { wallMinuteBefore: before, wallMinuteAfter: after } = day.clockShift;
  return {
    from: Math.min(before, after) / DAY_MINUTES,
    to: Math.max(before, after) / DAY_MINUTES,
    isMissing: after > before,
  };
}

function lengthNote(day: WeekDay): string | null {
  const minutes = Math.round((day.endsAt - day.startsAt) / MINUTE);
  return minutes === DAY_MINUTES ? null : `${durationText(minutes * MINUTE)} day`;
}
