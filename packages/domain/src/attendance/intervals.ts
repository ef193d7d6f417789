import type { Instant } from '../time/instant.ts';

/** Half-open `[from, to)`; `to` is Infinity while there is no end. */
export type Interval = { readonly from: Instant; readonly to: Instant };

export const openEnd = (to: Instant | null): Instant => to ?? Number.POSITIVE_INFINITY;
export const storedEnd = (to: Instant): Instant | null => (to === Number.POSITIVE_INFINITY ? null : to);
export const byNumber = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The same instants as disjoint intervals, ascending; empty ones are dropped and touching ones joined. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((one) => one.from < one.to).sort((a, b) => byNumber(a.from, b.from));
  const joined: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of sorted) {
    const last = joined.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** What is in `interval` and in none of `taken`, which must be a union. */
export function without(interval: Interval, taken: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let from = interval.from;
  for (const one of taken) {
    if (one.from >= interval.to) break;
    if (one.to <= from) continue;
    if (one.from > from) left.push({ from, to: one.from });
    from = one.to;
  }
  if (from < interval.to) left.push({ from, to: interval.to });
  return left;
}

/** What two intervals share; null when nothing. */
export function shared(a: Interval, b: Interval): Interval | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}

export function lengthOf(intervals: readonly Interval[]): number {
  return union(intervals).reduce((sum, one) => sum + (one.to - one.from), 0);
}
