import type { OwnDaySheet } from '@devpulse/contracts/attendance/days';
import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import { clockShiftOf } from '@devpulse/domain/time/clock-shift';
import { addDays, dayBounds, daysIn, type LocalDay } from '@devpulse/domain/time/local-day';
import { stretchesOf, type WeekDay, type WeekPause, type WeekSession } from '@devpulse/ui/words/week-model';
import type { z } from 'zod';
import { leaveText } from '../../lib/leave-words.ts';

export type OwnSheet = z.infer<typeof OwnDaySheet>;
type Given = { sheets: readonly OwnSheet[]; sessions: readonly SessionView[]; zone: string; now: number };

/** The days from `from` to `to`, both included; one that has no sheet yet is empty. The totals are the server's. */
export function ownDays(from: LocalDay, to: LocalDay, given: Given): WeekDay[] {
  const sheets = new Map(given.sheets.map((sheet) => [sheet.day, sheet]));
  return daysIn(from, addDays(to, 1)).map((day) => dayOf(day, sheets.get(day), given));
}

function dayOf(day: LocalDay, sheet: OwnSheet | undefined, { sessions, zone, now }: Given): WeekDay {
  const bounds = dayBounds(day, sheet?.zone ?? zone);
  const known = { day, startsAt: bounds.from, endsAt: bounds.to };
  return {
    ...known,
    workedMs: sheet?.workedMs ?? 0,
    unresolvedMs: sheet?.unresolvedMs ?? 0,
    status: sheet?.status ?? 'open',
    sessions: sessions.flatMap((session) => partOf(session, known, now)),
    clockShift: clockShiftOf(day, sheet?.zone ?? zone),
    leave: sheet === undefined ? null : leaveOf(sheet),
  };
}

function leaveOf({ leave, isHoliday }: OwnSheet): string | null {
  if (leave !== null) return leaveText(leave).toLowerCase();
  return isHoliday ? 'day off' : null;
}

/** A session in one of the days that it touches, with the milliseconds that it worked there. */
function partOf(
  session: SessionView,
  day: Pick<WeekDay, 'startsAt' | 'endsAt'>,
  now: number,
): [WeekSession] | [] {
  const startedAt = Date.parse(session.startedAt);
  const endedAt = session.endedAt === null ? null : Date.parse(session.endedAt);
  const isElsewhere = startedAt >= day.endsAt || (endedAt ?? now) <= day.startsAt;
  if (session.state === 'voided' || isElsewhere) return [];
  const whole = { startedAt, endedAt, pauses: session.pauses.map(pauseOf) };
  const workedMs = stretchesOf(whole, day, now)
    .filter(({ kind }) => kind === 'worked')
    .reduce((sum, stretch) => sum + stretch.endedAt - stretch.startedAt, 0);
  return [{ ...whole, sessionId: session.id, workedMs }];
}

function pauseOf({ id, kind, startedAt, endedAt, resolution }: SessionView['pauses'][number]): WeekPause {
  return {
    pauseId: id,
    kind,
    cause: null,
    startedAt: Date.parse(startedAt),
    endedAt: endedAt === null ? null : Date.parse(endedAt),
    resolution,
  };
}
