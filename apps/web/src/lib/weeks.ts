import { addDays, dayNumber, type LocalDay, weekdayOfNumber } from '@devpulse/domain/time/local-day';

/** A week from Monday to Sunday, both included, with the weeks beside it; `next` is null for the week that `today` lies in. */
export type Week = { from: LocalDay; to: LocalDay; previous: LocalDay; next: LocalDay | null };

/** The week that a day of an address lies in; today's without one, and for what is no day or has not come. */
export function weekOf(day: string | string[] | undefined, today: LocalDay): Week {
  const asked = isLocalDay(day) && day <= today ? day : today;
  const from = mondayOf(asked);
  const next = addDays(from, 7);
  return { from, to: addDays(from, 6), previous: addDays(from, -7), next: next <= today ? next : null };
}

function mondayOf(day: LocalDay): LocalDay {
  return addDays(day, 1 - weekdayOfNumber(dayNumber(day)));
}

/** Whether text of an address is a date that exists. */
export function isLocalDay(text: unknown): text is LocalDay {
  if (typeof text !== 'string' || !/^2\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The number of a week as calendars print it; source: ISO 8601, the week of its Thursday. */
export function weekNumber(monday: LocalDay): number {
  const thursday = addDays(monday, 3);
  return Math.floor((dayNumber(thursday) - dayNumber(`${thursday.slice(0, 4)}-01-01`)) / 7) + 1;
}
