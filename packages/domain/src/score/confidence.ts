import type { Interval } from './interval.ts';

export type Confidence = 'low' | 'medium' | 'high';

export const WIDE = 15;
export const NARROW = 8;
export const LARGEST_ABANDONED_SHARE = 0.15;

/** From the width of the interval; work that is often abandoned caps it at low. Source: metrics.md, section 5. */
export function confidenceOf(width: number, abandonedShare: number): Confidence {
  if (abandonedShare > LARGEST_ABANDONED_SHARE || width > WIDE) return 'low';
  return width >= NARROW ? 'medium' : 'high';
}

type Figure = { readonly value: number; readonly interval: Pick<Interval, 'width'> };

/** "Changed" is said only when the difference exceeds half the width of each of the two. Source: metrics.md, section 5. */
export function isSignificantChange(a: Figure, b: Figure): boolean {
  return Math.abs(a.value - b.value) > Math.max(a.interval.width, b.interval.width) / 2;
}
