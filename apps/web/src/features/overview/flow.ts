import type { Overview } from '@devpulse/contracts/analytics/overview';
import { addDays, dayNumber, weekdayOfNumber } from '@devpulse/domain/time/local-day';
import type { FlowPoint } from '@devpulse/ui/charts/flow-point';
import { longDayText, monthText, rangeText, shortDayText, shortMonthText } from '../../lib/day-words.ts';

type Bucket = Overview['bucket'];
type FlowBucket = Overview['flow']['buckets'][number];

const MOST_TICKS = 6;

/** Buckets with their words; at most six carry a word under the axis, and days prefer Mondays. */
export function flowPoints(buckets: readonly FlowBucket[], unit: Bucket): FlowPoint[] {
  const labelled = new Set(tickIndexes(buckets, unit));
  return buckets.map((bucket, index) => ({
    key: bucket.from,
    label: bucketText(bucket, unit),
    tick: labelled.has(index) ? tickText(bucket, unit) : null,
    ready: bucket.ready,
    merged: bucket.merged,
    closedUnmerged: bucket.closedUnmerged,
    isIncomplete: bucket.isIncomplete,
  }));
}

export function flowTotals(buckets: readonly FlowBucket[]) {
  const total = (name: 'ready' | 'merged' | 'closedUnmerged') =>
    buckets.reduce((sum, bucket) => sum + bucket[name], 0);
  return { ready: total('ready'), merged: total('merged'), closedUnmerged: total('closedUnmerged') };
}

export function bucketText(bucket: FlowBucket, unit: Bucket): string {
  if (unit === 'day') return longDayText(bucket.from);
  if (unit === 'week') return rangeText(bucket);
  return isWholeMonth(bucket) ? monthText(bucket.from) : rangeText(bucket);
}

function tickText(bucket: FlowBucket, unit: Bucket): string {
  if (unit === 'day' && bucket.isIncomplete) return 'today';
  return unit === 'month' ? shortMonthText(bucket.from) : shortDayText(bucket.from);
}

function tickIndexes(buckets: readonly FlowBucket[], unit: Bucket): number[] {
  const all = buckets.map((_, index) => index);
  if (all.length <= MOST_TICKS) return all;
  const mondays = all.filter((index) => weekdayOfNumber(dayNumber(buckets[index]?.from ?? '')) === 1);
  const isLastToday = unit === 'day' && buckets.at(-1)?.isIncomplete === true;
  const candidates = unit === 'day' && mondays.length > 1 ? mondays : all;
  const room = isLastToday ? MOST_TICKS - 1 : MOST_TICKS;
  const step = Math.ceil(candidates.length / room);
  const chosen = candidates.filter((_, position) => position % step === 0);
  if (!isLastToday) return chosen;
  const last = all.length - 1;
  return [...chosen.filter((index) => last - index > all.length / 10), last];
}

function isWholeMonth({ from, to }: FlowBucket): boolean {
  return from.endsWith('-01') && to.endsWith('-01') && addDays(to, -1).slice(0, 7) === from.slice(0, 7);
}
