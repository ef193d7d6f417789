import type { Overview } from '@devpulse/contracts/overview';
import { addDays, dayNumber, type LocalDay, weekdayOfNumber } from '@devpulse/domain/time/local-day';
import type { Bucket, DayRange } from '@devpulse/domain/time/range';
import type { ScopeRows } from './scope-rows.ts';

/**
 * The range cut into days, ISO weeks or calendar months, ascending and without a gap; the first and the last may be cut short by the
 * range. One that holds the running day, or later ones, is incomplete.
 */
export function flowBuckets(
  rows: ScopeRows,
  range: DayRange & { bucket: Bucket },
  today: LocalDay,
): Overview['flow']['buckets'] {
  return cutRange(range).map((part) => {
    const counts = rows.counts(part);
    return {
      ...part,
      ready: counts.ready,
      merged: counts.merged,
      closedUnmerged: counts.closedUnmerged,
      isIncomplete: part.to > today,
    };
  });
}

function cutRange(range: DayRange & { bucket: Bucket }): DayRange[] {
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
