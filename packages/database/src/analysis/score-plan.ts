import type { LocalDay } from '@devpulse/domain/time/local-day';
import { addDays, daysBetween, daysIn } from '@devpulse/domain/time/local-day';

/** With which a score is compared. */
export const COMPARED_DAYS = 28;
/** How far back a new history gets points, a week apart, and how far back what was changed is computed again. */
export const HISTORY_DAYS = 26 * 7;
const WEEK = 7;
/** Nights without a worker that are made up for day by day; before them a point a week will do. */
const MADE_UP_DAYS = 35;

export type ScoreState = {
  /** The last complete local day. */
  yesterday: LocalDay;
  /** Of the first fact; null while there is none. */
  firstDay: LocalDay | null;
  scoredThrough: LocalDay | null;
  /** Days that have scores. */
  scored: readonly LocalDay[];
  /** Days that were to be computed and are not yet. */
  stale: readonly LocalDay[];
  /** Facts changed from this day on: `from` null is any day. Null: nothing did. */
  changed: { from: LocalDay | null } | null;
};

/**
 * The days whose scores are to be computed, the newest first: the last complete one and what it is compared with, each night since the
 * last time, a point for every week of half a year that has none, and those that have scores and look back on a day that was changed.
 */
export function planScores(state: ScoreState): LocalDay[] {
  const { yesterday, firstDay, scoredThrough, stale, changed } = state;
  if (firstDay === null || firstDay > yesterday) return [];
  const oldest = addDays(yesterday, -HISTORY_DAYS);
  const known = new Set(state.scored);
  const days = new Set(stale);
  const since = maximum(addDays(scoredThrough ?? yesterday, 1), addDays(yesterday, 1 - MADE_UP_DAYS));
  const nights = daysIn(since, addDays(yesterday, 1));
  for (const day of [yesterday, addDays(yesterday, -COMPARED_DAYS), ...nights])
    if (!known.has(day)) days.add(day);
  for (const day of weeksWithout(known, yesterday)) days.add(day);
  if (changed !== null) {
    const from = changed.from ?? oldest;
    for (const day of known) if (day >= from) days.add(day);
  }
  return [...days]
    .filter((day) => day >= oldest && day >= firstDay && day <= yesterday)
    .sort()
    .reverse();
}

const maximum = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b);

/** Of the weeks before a day those in which no day is known: their last days. */
function weeksWithout(known: ReadonlySet<LocalDay>, yesterday: LocalDay): LocalDay[] {
  const weeks = new Set([...known].map((day) => Math.floor(daysBetween(day, yesterday) / WEEK)));
  const all = Array.from({ length: HISTORY_DAYS / WEEK }, (_, week) => week);
  return all.filter((week) => !weeks.has(week)).map((week) => addDays(yesterday, -WEEK * week));
}
