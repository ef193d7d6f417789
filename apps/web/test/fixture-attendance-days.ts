import type { DaysQuery, SessionView } from '@devpulse/contracts/attendance/shapes';
import { addDays, dayBounds, daysIn } from '@devpulse/domain/time/local-day';
import type { z } from 'zod';
import { NOW, workedMs } from './fixture-attendance-data.ts';

const ZONE = 'Europe/Berlin';
const TODAY = '2026-11-20';
const MINUTE = 60_000;
type Query = z.output<typeof DaysQuery>;
type Session = z.output<typeof SessionView>;

/** A sheet for each day of the range up to today. */
export function ownSheets(sessions: readonly Session[], { from, to }: Query) {
  return daysIn(from, addDays(to < TODAY ? to : TODAY, 1)).map((day) => {
    const bounds = dayBounds(day, ZONE);
    const ofDay = sessions.filter(
      ({ startedAt, endedAt }) =>
        Date.parse(startedAt) < bounds.to && Date.parse(endedAt ?? NOW) > bounds.from,
    );
    const sumOf = (wanted: (pause: Session['pauses'][number]) => boolean) =>
      ofDay
        .flatMap(({ pauses }) => pauses)
        .filter(wanted)
        .reduce((sum, one) => sum + Date.parse(one.endedAt ?? NOW) - Date.parse(one.startedAt), 0);
    return {
      day,
      zone: ZONE,
      workedMs: ofDay.reduce((sum, one) => sum + workedMs(one, bounds.from, bounds.to), 0),
      breakMs: sumOf(({ kind }) => kind === 'break'),
      unresolvedMs: sumOf(({ resolution }) => resolution === 'pending'),
      excludedMs: sumOf(({ kind, resolution }) => kind !== 'break' && resolution === 'excluded'),
      firstIn: within(bounds, ofDay[0]?.startedAt),
      lastOut: within(bounds, ofDay.at(-1)?.endedAt),
      sessions: ofDay.length,
      autoClosed: ofDay.filter(({ state }) => state === 'auto_closed').length,
      corrected: 0,
      status: day <= '2026-11-01' ? ('locked' as const) : ('open' as const),
      targetMinutes: [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()) ? 0 : 480,
      leave: null,
      isHoliday: false,
    };
  });
}

function within({ from, to }: { from: number; to: number }, instant: string | null | undefined) {
  if (instant == null) return null;
  return new Date(Math.min(to, Math.max(from, Date.parse(instant)))).toISOString();
}
type Sheet = ReturnType<typeof ownSheets>[number];
type Sums = Pick<Sheet, 'workedMs' | 'breakMs' | 'unresolvedMs'>;

export function totalsOf(sheets: readonly Sums[]) {
  const sum = (one: (sheet: Sums) => number) => sheets.reduce((total, sheet) => total + one(sheet), 0);
  return {
    workedMs: sum((sheet) => sheet.workedMs),
    breakMs: sum((sheet) => sheet.breakMs),
    unresolvedMs: sum((sheet) => sheet.unresolvedMs),
    targetMinutes: 2400,
  };
}

/** Somebody of the team; each a little different, the third with unresolved time, the fourth on leave at the end of the week. */
export function teamMember(member: { userId: string; name: string }, index: number, { from, to }: Query) {
  const sheets = ownSheets([], { from, to }).map((sheet, position) => {
    const isAway = index === 3 && position > 2;
    const isToday = sheet.day === TODAY;
    const { excludedMs: _, ...shown } = sheet;
    return {
      ...shown,
      workedMs:
        isAway || sheet.targetMinutes === 0
          ? 0
          : (460 + 7 * index + 5 * position - (isToday ? 180 : 0)) * MINUTE + 20_000,
      breakMs: isAway || sheet.targetMinutes === 0 ? 0 : (32 + 3 * position) * MINUTE,
      unresolvedMs: index === 2 && position === 2 ? 24 * MINUTE : 0,
      firstIn: isAway || sheet.targetMinutes === 0 ? null : `${sheet.day}T08:00:00.000Z`,
      lastOut: isAway || isToday || sheet.targetMinutes === 0 ? null : `${sheet.day}T16:30:00.000Z`,
      leave: isAway ? { portion: 'whole' as const } : null,
    };
  });
  return {
    member,
    days: sheets,
    totals: totalsOf(sheets),
    lockedThrough: '2026-11-01',
    undecidedCorrections: index === 1 ? 1 : 0,
  };
}

export function timesheetRows(member: string, sheets: readonly Sheet[]) {
  return sheets.map((sheet) => ({
    member,
    day: sheet.day,
    zone: sheet.zone,
    worked_minutes: Math.floor(sheet.workedMs / MINUTE),
    break_minutes: Math.floor(sheet.breakMs / MINUTE),
    unresolved_minutes: Math.floor(sheet.unresolvedMs / MINUTE),
    first_in: sheet.firstIn,
    last_out: sheet.lastOut,
    sessions: sheet.sessions,
    auto_closed: sheet.autoClosed,
    corrected: sheet.corrected,
    status: sheet.status,
    target_minutes: sheet.targetMinutes,
    leave_days: 0,
    is_holiday: false,
  }));
}
