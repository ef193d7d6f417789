/** Ticks of an axis of counts: whole numbers from 0, at most `limit` steps, the last at or above `highest`. */
export function countTicks(highest: number, limit = 4): number[] {
  const step =
    [1, 2, 5].map((base) => base * magnitudeFor(highest, base, limit)).sort((a, b) => a - b)[0] ?? 1;
  const steps = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** The smallest power of ten with which `limit` steps of `base` reach `highest`. */
function magnitudeFor(highest: number, base: number, limit: number): number {
  return 10 ** Math.max(0, Math.ceil(Math.log10(Math.max(1, highest) / (base * limit))));
}
