import { addDays, dayNumber, type LocalDay, weekdayOfNumber } from '../time/local-day.ts';
import type { AttendanceSummaryRow } from './day-sheet.ts';
import { sumOf, type WorkFigures } from './worked.ts';

const MINUTE_MS = 60_000;

/** Whole minutes as they are shown: floored, so that nothing is shown that was not worked. Source: Z2. */
export function shownMinutes(ms: number): number {
  return Math.floor(ms / MINUTE_MS);
}

/** Kinds of days without the usual target; what a kind is worth is no matter of the clock. */
export const LEAVE_KINDS = ['vacation', 'sick', 'public_holiday', 'other'] as const;
export type LeaveKind = (typeof LEAVE_KINDS)[number];
export const LEAVE_PORTIONS = ['whole', 'half'] as const;
export type LeavePortion = (typeof LEAVE_PORTIONS)[number];
export type LeaveDay = { day: LocalDay; kind: LeaveKind; portion: LeavePortion };

/** Minutes to be worked on Monday … Sunday, from a day on until the next. */
export type AttendanceTarget = { validFrom: LocalDay; minutes: readonly number[] };

/**
 * The target of a local day in minutes, whatever its length: a day of 25 hours asks for no more. A whole day of leave asks for none, half
 * of one for half, rounded down. Null before the first target. Source: Z3.
 */
export function targetMinutesOf(
  day: LocalDay,
  targets: readonly AttendanceTarget[],
  leave: readonly LeaveDay[],
): number | null {
  const begun = targets.filter((one) => one.validFrom <= day);
  const [first] = begun;
  if (!first) return null;
  const target = begun.reduce((best, one) => (one.validFrom >= best.validFrom ? one : best), first);
  const minutes = target.minutes[weekdayOfNumber(dayNumber(day)) - 1] ?? 0;
  const off = leave
    .filter((one) => one.day === day)
    .reduce((sum, one) => sum + (one.portion === 'whole' ? 2 : 1), 0);
  return off >= 2 ? 0 : off === 1 ? Math.floor(minutes / 2) : minutes;
}

/** Worked in whole per cent of the target; null without one to reach. */
export function percentOfTarget(workedMs: number, targetMinutes: number | null): number | null {
  return targetMinutes ? Math.floor((workedMs * 100) / (targetMinutes * MINUTE_MS)) : null;
}

/** The Monday of the ISO week that a day is in. */
export function weekOf(day: LocalDay): LocalDay {
  return addDays(day, 1 - weekdayOfNumber(dayNumber(day)));
}

/** Totals from Monday to Sunday, of milliseconds; never of minutes that were floored. Source: Z2. */
export function weekTotals(rows: readonly AttendanceSummaryRow[]): (WorkFigures & { monday: LocalDay })[] {
  const weeks = Map.groupBy(rows, (row) => weekOf(row.localDate));
  return [...weeks]
    .map(([monday, days]) => ({ monday, ...sumOf(days) }))
    .sort((a, b) => (a.monday < b.monday ? -1 : 1));
}
