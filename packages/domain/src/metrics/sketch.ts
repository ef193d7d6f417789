/**
 * A mergeable sketch of durations in whole seconds, after DDSketch (Masson, Rim, Lee, VLDB 2019): exact count and sum, and
 * counts in buckets of growing width. Any quantile is within 1 % of the exact sample at that rank.
 */
export type Sketch = {
  /** Number of durations. */
  n: number;
  /** Their exact sum in seconds. */
  sum: number;
  /** Count by bucket number, written as text because it is stored as JSON. */
  b: Record<string, number>;
};

const LARGEST_SECONDS = 30 * 366 * 86_400;

/** Last integer of the bucket that starts at `lower`: 2·L·U/(L+U) is within 1 % of both ends while U/L <= 101/99. */
const lastOf = (lower: number): number => Math.floor((lower * 101) / 99);

function computeThresholds(): readonly number[] {
  const thresholds: number[] = [];
  for (let lower = 1; lower <= LARGEST_SECONDS; lower = lastOf(lower) + 1) thresholds.push(lower);
  return Object.freeze(thresholds);
}

/**
 * First second of each bucket from 1 on, ascending integers; bucket 0 holds 0 seconds. SQL gets the same bucket with
 * `width_bucket(seconds, thresholds)`. Up to 49 seconds every second has its own bucket.
 */
export const SKETCH_THRESHOLDS: readonly number[] = computeThresholds();

/** PostgreSQL's `width_bucket(operand, thresholds)`: how many thresholds are at or below the seconds. */
export function bucketOf(seconds: number): number {
  let low = 0;
  let high = SKETCH_THRESHOLDS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((SKETCH_THRESHOLDS[middle] as number) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value that stands for a bucket: at most 1 % from every integer in it, and exact where it holds only one. */
export function representativeOf(bucket: number): number {
  if (bucket <= 0) return 0;
  const lower = SKETCH_THRESHOLDS[Math.min(bucket, SKETCH_THRESHOLDS.length) - 1] as number;
  const upper = (SKETCH_THRESHOLDS[bucket] ?? lastOf(lower) + 1) - 1;
  return (2 * lower * upper) / (lower + upper);
}

export function emptySketch(): Sketch {
  return { n: 0, sum: 0, b: {} };
}

/** A sketch of whole, non-negative seconds; throws RangeError for any other number. */
export function sketchOf(durations: Iterable<number>): Sketch {
  const sketch = emptySketch();
  for (const seconds of durations) {
    if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError(`not a duration: ${seconds}`);
    const bucket = String(bucketOf(seconds));
    sketch.n += 1;
    sketch.sum += seconds;
    sketch.b[bucket] = (sketch.b[bucket] ?? 0) + 1;
  }
  return sketch;
}

/** A new sketch with one more duration; for many use `sketchOf`. Throws RangeError as `sketchOf` does. */
export function addToSketch(sketch: Sketch, seconds: number): Sketch {
  return mergeSketches([sketch, sketchOf([seconds])]);
}

const pairsOfSketch = new WeakMap<Sketch, Float64Array>();

/**
 * Bucket numbers, ascending, and their counts by turns. A day is part of many windows, so it is taken apart once: a sketch must not be
 * changed after its first use.
 */
function bucketPairs(sketch: Sketch): Float64Array {
  const known = pairsOfSketch.get(sketch);
  if (known !== undefined) return known;
  const buckets = Object.keys(sketch.b);
  const pairs = new Float64Array(2 * buckets.length);
  for (let index = 0; index < buckets.length; index += 1) {
    const bucket = buckets[index] as string;
    pairs[2 * index] = Number(bucket);
    pairs[2 * index + 1] = sketch.b[bucket] as number;
  }
  pairsOfSketch.set(sketch, pairs);
  return pairs;
}

/** The sketch of all durations of all of them; the order does not matter. */
export function mergeSketches(sketches: Iterable<Sketch>): Sketch {
  const merged = emptySketch();
  const counts = new Float64Array(SKETCH_THRESHOLDS.length + 1);
  for (const sketch of sketches) {
    merged.n += sketch.n;
    merged.sum += sketch.sum;
    addCounts(counts, sketch, 1);
  }
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    const count = counts[bucket] as number;
    if (count > 0) merged.b[bucket] = count;
  }
  return merged;
}

/** Adds the counts of a sketch to those of each bucket, or takes them away again. */
export function addCounts(counts: Float64Array, sketch: Sketch, sign: 1 | -1): void {
  const pairs = bucketPairs(sketch);
  for (let index = 0; index < pairs.length; index += 2) {
    const bucket = pairs[index] as number;
    counts[bucket] = (counts[bucket] as number) + sign * (pairs[index + 1] as number);
  }
}

/** Zero-based rank of quantile `q` among `n` sorted values: the nearest-rank rule of PostgreSQL's `percentile_disc`. */
export function quantileRank(q: number, n: number): number {
  return Math.min(n - 1, Math.max(0, Math.ceil(q * n) - 1));
}

/**
 * Seconds at quantile `q` (0 to 1), within 1 % of the exact value at `quantileRank`; not rounded. Null for an empty sketch.
 * Source: metrics.md, section 4: the quantile of a range is that of its merged sketches, never a mean of medians.
 */
export function quantile(sketch: Sketch, q: number): number | null {
  if (sketch.n === 0) return null;
  const rank = quantileRank(q, sketch.n);
  const pairs = bucketPairs(sketch);
  let seen = 0;
  for (let index = 0; index < pairs.length; index += 2) {
    seen += pairs[index + 1] as number;
    if (seen > rank) return representativeOf(pairs[index] as number);
  }
  return null;
}

/** Exact mean in seconds; null for an empty sketch. */
export function mean(sketch: Sketch): number | null {
  return sketch.n === 0 ? null : sketch.sum / sketch.n;
}
