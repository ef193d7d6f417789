import { AppError } from '../errors.ts';
import { addDays, dayNumber, daysBetween, type LocalDay } from './local-day.ts';

export const RANGE_KEYS = ['7d', '30d', '90d', 'quarter', 'custom'] as const;
export type RangeKey = (typeof RANGE_KEYS)[number];

export const COMPARE_KEYS = ['prev', 'weekdays', 'none'] as const;
export type CompareKey = (typeof COMPARE_KEYS)[number];

export type Bucket = 'day' | 'week' | 'month';
/** Local days, half-open: `to` is the day after the last one. */
export type DayRange = { from: LocalDay; to: LocalDay };
export type ResolvedRange = DayRange & { previous: DayRange | null; bucket: Bucket };

export type RangeRequest = {
  range: RangeKey;
  /** Only for `custom`: its first and its last day, both included, as a person picks them. */
  from?: LocalDay | undefined;
  to?: LocalDay | undefined;
  compare: CompareKey;
  /** The current local day in the organization's zone. */
  today: LocalDay;
};

export const MAXIMUM_RANGE_DAYS = 732;
const DAY_FORM = /^\d{4}-\d{2}-\d{2}$/;
const FIXED_DAYS = { '7d': 7, '30d': 30, '90d': 90 } as const;

function readDay(text: LocalDay | undefined, field: 'from' | 'to'): LocalDay {
  const remedy = 'Give a date as YYYY-MM-DD.';
  if (text === undefined)
    throw new AppError('invalid_range', `A custom range needs "${field}".`, { field, remedy });
  try {
    if (!DAY_FORM.test(text)) throw new RangeError('not a date');
    dayNumber(text);
    return text;
  } catch {
    throw new AppError('invalid_range', `"${field}" is not a date of the calendar.`, { field, remedy });
  }
}

function customRange(request: RangeRequest): DayRange {
  const from = readDay(request.from, 'from');
  const last = readDay(request.to, 'to');
  const length = daysBetween(from, last) + 1;
  if (length < 1) {
    throw new AppError('invalid_range', 'The range ends before it begins.', {
      field: 'to',
      remedy: 'Choose a last day that is not before the first.',
    });
  }
  if (length > MAXIMUM_RANGE_DAYS) {
    throw new AppError('invalid_range', `The range has ${length} days.`, {
      field: 'from',
      remedy: `Choose at most ${MAXIMUM_RANGE_DAYS} days.`,
    });
  }
  return { from, to: addDays(last, 1) };
}

/** First day of the calendar quarter that a day falls in. */
export function quarterStart(day: LocalDay): LocalDay {
  const date = Temporal.PlainDate.from(day);
  return date.with({ month: date.month - ((date.month - 1) % 3), day: 1 }).toString();
}

function daysOf(request: RangeRequest): DayRange {
  const to = addDays(request.today, 1);
  if (request.range === 'custom') return customRange(request);
  if (request.range === 'quarter') return { from: quarterStart(request.today), to };
  return { from: addDays(to, -FIXED_DAYS[request.range]), to };
}

export function bucketOfLength(days: number): Bucket {
  if (days <= 45) return 'day';
  return days <= 200 ? 'week' : 'month';
}

/**
 * The days that a dashboard shows and those that it compares with. 7, 30 and 90 days end with today; a quarter is the
 * calendar quarter up to today. `prev` is equally long and ends just before; `weekdays` is moved back by the least whole
 * number of weeks without overlap, so that each day meets its weekday. Source: ui.md, "Range control".
 * Throws AppError('invalid_range') for a custom range that is missing, malformed, reversed or over 732 days.
 */
export function resolveRange(request: RangeRequest): ResolvedRange {
  const range = daysOf(request);
  const length = daysBetween(range.from, range.to);
  const bucket = bucketOfLength(length);
  if (request.compare === 'none') return { ...range, previous: null, bucket };
  const shift = request.compare === 'weekdays' ? Math.ceil(length / 7) * 7 : length;
  const previous = { from: addDays(range.from, -shift), to: addDays(range.to, -shift) };
  return { ...range, previous, bucket };
}
