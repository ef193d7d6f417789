import type { DaySheet, OwnDaySheet, TimesheetRow } from '@devpulse/contracts/attendance/days';
import type { TimeTotals } from '@devpulse/contracts/attendance/shapes';
import { shownMinutes, weekOf } from '@devpulse/domain/attendance/totals';
import { NO_WORK, sumOf } from '@devpulse/domain/attendance/worked';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { addDays, type LocalDay } from '@devpulse/domain/time/local-day';
import type { z } from 'zod';
import type { SheetDay } from './day-sheets.ts';

const textOf = (at: Instant | null | undefined) => (at == null ? null : formatInstant(at));

/** A day as others see it. */
export function shownDay({ day, zone, row, status, targetMinutes, leave, isHoliday }: SheetDay): DaySheet {
  const { workedMs, breakMs, unresolvedMs } = row ?? NO_WORK;
  return {
    day,
    zone,
    workedMs,
    breakMs,
    unresolvedMs,
    firstIn: textOf(row?.firstIn),
    lastOut: textOf(row?.lastOut),
    sessions: row?.sessions ?? 0,
    autoClosed: row?.autoClosed ?? 0,
    corrected: row?.corrected ?? 0,
    status,
    targetMinutes,
    leave: leave === null ? null : { portion: leave.portion },
    isHoliday,
  };
}

export function shownOwnDay(day: SheetDay): z.infer<typeof OwnDaySheet> {
  return { ...shownDay(day), excludedMs: day.row?.excludedMs ?? 0, leave: day.leave };
}

export function totalsOf(days: readonly SheetDay[]): TimeTotals {
  const { workedMs, breakMs, unresolvedMs } = sumOf(days.map(({ row }) => row ?? NO_WORK));
  const targets = days.flatMap(({ targetMinutes }) => (targetMinutes === null ? [] : [targetMinutes]));
  return {
    workedMs,
    breakMs,
    unresolvedMs,
    targetMinutes: targets.length === 0 ? null : targets.reduce((sum, one) => sum + one, 0),
  };
}

type Week = TimeTotals & { from: LocalDay; to: LocalDay };

export function weeksOf(days: readonly SheetDay[]): Week[] {
  return [...Map.groupBy(days, ({ day }) => weekOf(day))].map(([from, own]) => ({
    ...totalsOf(own),
    from,
    to: addDays(from, 6),
  }));
}

/** A line of a table; minutes are floored, so that nothing is shown that was not worked. */
export function timesheetRow(member: string, sheet: SheetDay): TimesheetRow {
  const shown = shownDay(sheet);
  return {
    member,
    day: shown.day,
    zone: shown.zone,
    worked_minutes: shownMinutes(shown.workedMs),
    break_minutes: shownMinutes(shown.breakMs),
    unresolved_minutes: shownMinutes(shown.unresolvedMs),
    first_in: shown.firstIn,
    last_out: shown.lastOut,
    sessions: shown.sessions,
    auto_closed: shown.autoClosed,
    corrected: shown.corrected,
    status: shown.status,
    target_minutes: shown.targetMinutes,
    leave_days: shown.leave === null ? 0 : shown.leave.portion === 'whole' ? 1 : 0.5,
    is_holiday: shown.isHoliday,
  };
}
