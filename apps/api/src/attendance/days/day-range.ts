import { AppError } from '@devpulse/domain/errors';
import { addDays, daysBetween, type LocalDay } from '@devpulse/domain/time/local-day';

const MOST_DAYS = 366;

/** Throws AppError('invalid_range') for dates that are none, a range that is reversed, and one over 366 days. */
export function requireRange({ from, to }: { from: LocalDay; to: LocalDay }): {
  from: LocalDay;
  to: LocalDay;
} {
  const first = requireDay(from, 'query.from');
  const last = requireDay(to, 'query.to');
  const length = daysBetween(first, last) + 1;
  if (length >= 1 && length <= MOST_DAYS) return { from: first, to: last };
  throw new AppError('invalid_range', `The range has ${length} days.`, {
    field: 'query.to',
    remedy: `Choose a last day that is not before the first, and at most ${MOST_DAYS} days.`,
  });
}

/** A date of the calendar: `2026-02-30` is none. */
export function requireDay(day: LocalDay, field: string): LocalDay {
  try {
    if (addDays(day, 0) === day) return day;
  } catch {
    // answered below
  }
  throw new AppError('invalid_range', 'This is not a date of the calendar.', {
    field,
    remedy: 'Give a date as YYYY-MM-DD.',
  });
}
