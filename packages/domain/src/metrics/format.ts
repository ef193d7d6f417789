import { type WorkingCalendar, workingDaySeconds } from '../time/working-calendar.ts';

const LOCALE = 'en';
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const threeDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumSignificantDigits: 3 });

const pair = (large: string, small: number, unit: string): string =>
  small === 0 ? large : `${large} ${small} ${unit}`;

/**
 * Elapsed seconds in its two largest units: `2 d 4 h`, `3 h 20 min`, `45 min`, `30 s`; whole days from 100 days on. Rounded
 * to the smaller unit, which is left out when 0. Source: metrics.md, section 8, decision 1.
 */
export function formatElapsed(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < MINUTE) return `${rounded} s`;
  const minutes = Math.round(seconds / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return pair(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min');
  const hours = Math.round(seconds / HOUR);
  if (hours < 100 * 24) return pair(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
  return `${whole.format(Math.round(seconds / DAY))} d`;
}

/**
 * Working seconds in hours with three significant digits up to 24 h, `5.25 h`; beyond that in working days of the calendar's
 * hours, `3.2 working days`, with one decimal below 100. Source: metrics.md, section 8, decision 1.
 */
export function formatWorking(seconds: number, calendar: WorkingCalendar): string {
  const daySeconds = workingDaySeconds(calendar);
  if (seconds <= DAY || daySeconds === 0) return `${threeDigits.format(seconds / HOUR)} h`;
  const days = seconds / daySeconds;
  const text = days < 99.95 ? oneDecimal.format(days) : whole.format(days);
  return text === '1' ? '1 working day' : `${text} working days`;
}

/** A count: exact with grouping below 10,000, then three significant digits (`12.3K`); show the exact value on hover. */
export function formatCount(count: number): string {
  return Math.abs(count) < 10_000 ? threeDigitsOrExact(count) : compact.format(count);
}

function threeDigitsOrExact(count: number): string {
  return Number.isInteger(count) ? whole.format(count) : threeDigits.format(count);
}
