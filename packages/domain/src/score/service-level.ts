import { quantileRank } from '../metrics/sketch.ts';
import { addDays, type LocalDay } from '../time/local-day.ts';
import { type DayRange, quarterStart } from '../time/range.ts';
import { type WorkingCalendar, workingDaySeconds } from '../time/working-calendar.ts';

export const PERIOD_DAYS = 26 * 7;
const QUANTILE = 0.85;
export const FEWEST_MERGES = 20;
export const SHORTEST_SECONDS = 4 * 3600;
export const LONGEST_WORKING_DAYS = 10;
export const FIRST_WORKING_DAYS = 5;

/**
 * The local days whose merges make the default service level of a day: the 26 weeks before its quarter, so it stays the same
 * through the quarter. Half-open; `to` is the day from which the level is in force.
 */
export function serviceLevelPeriod(day: LocalDay): DayRange {
  const to = quarterStart(day);
  return { from: addDays(to, -PERIOD_DAYS), to };
}

export type DefaultServiceLevel = {
  readonly workingSeconds: number;
  readonly source: 'own' | 'organization' | 'first';
  readonly n: number;
};

/**
 * P85 (nearest rank) of `cycle` in working seconds, in any order, of what was merged in `serviceLevelPeriod`; at least 4
 * working hours, at most 10 working days of the calendar. Under 20 merges it is the organization's, which a team names; for
 * the organization itself (null) 5 working days. Source: metrics.md, section 5, Target.
 */
export function defaultServiceLevel(input: {
  cycleWorkingSeconds: readonly number[];
  calendar: WorkingCalendar;
  organizationWorkingSeconds: number | null;
}): DefaultServiceLevel {
  const n = input.cycleWorkingSeconds.length;
  const day = workingDaySeconds(input.calendar);
  if (n < FEWEST_MERGES) {
    const { organizationWorkingSeconds: given } = input;
    if (given !== null) return { workingSeconds: given, source: 'organization', n };
    return { workingSeconds: FIRST_WORKING_DAYS * day, source: 'first', n };
  }
  const ascending = [...input.cycleWorkingSeconds].sort((a, b) => a - b);
  const own = ascending[quantileRank(QUANTILE, n)] as number;
  const longest = Math.max(SHORTEST_SECONDS, LONGEST_WORKING_DAYS * day);
  return { workingSeconds: Math.min(longest, Math.max(SHORTEST_SECONDS, own)), source: 'own', n };
}
