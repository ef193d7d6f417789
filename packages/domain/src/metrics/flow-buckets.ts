import { addDays, dayNumber, daysBetween, type LocalDay, weekdayOfNumber } from '../time/local-day.ts';
import type { Bucket, DayRange } from '../time/range.ts';

/** One number for each day of a range, in its order. */
export type FlowDays = { ready: number[]; merged: number[]; closedUnmerged: number[] };
export type FlowBucket = DayRange & Record<keyof FlowDays, number> & { isIncomplete: boolean };

/**
 * The range cut into days, ISO weeks or calendar months, ascending and without a gap; the first and the last may be cut short by the
 * range. One that holds the running day, or later ones, is incomplete.
 */
export function flowBuckets(
  days: FlowDays,
  range: DayRange & { bucket: Bucket },
  today: LocalDay,
): FlowBucket[] {
  return cutRange(range).map((part) => {
    const sum = (counts: readonly number[]) =>
      counts
        .slice(daysBetween(range.from, part.from), daysBetween(range.from, part.to))
        .reduce((total, count) => total + count, 0);
    return {
      ...part,
      ready: sum(days.ready),
      merged: sum(days.merged),
      closedUnmerged: sum(days.closedUnmerged),
      isIncomplete: part.to > today,
    };
  });
}

/** The range cut into days, ISO weeks or calendar months, ascending and without a gap. */
export function cutRange(range: DayRange & { bucket: Bucket }): DayRange[] {
  const parts: DayRange[] = [];
  for (let from = range.from; from < range.to; ) {
    const end = bucketEnd(from, range.bucket);
    const isCut = end > range.to;
    const to = isCut ? range.to : end;
    parts.push({ from, to });
    from = to;
  }
  return parts;
}

/** First day after the bucket that holds `day`. */
function bucketEnd(day: LocalDay, bucket: Bucket): LocalDay {
  if (bucket === 'day') return addDays(day, 1);
  if (bucket === 'week') return addDays(day, 8 - weekdayOfNumber(dayNumber(day)));
  return Temporal.PlainDate.from(day).with({ day: 1 }).add({ months: 1 }).toString();
}
