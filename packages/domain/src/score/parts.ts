import type { PartId } from './scored-pull-request.ts';

export const PART_WEIGHTS = {
  promise_kept: 40,
  predictability: 20,
  flow: 25,
  stability: 15,
} as const satisfies Record<PartId, number>;
export const PART_IDS = Object.keys(PART_WEIGHTS) as PartId[];

/** The share of promises kept that earns full points. */
export const FULL_SHARE = 0.85;
export const BEST_RATIO = 2;
export const WORST_RATIO = 8;
export const WORST_REVERTS = 0.2;

/** Cycles of one team: their number, and P50 and P85 in working seconds by the nearest rank. */
export type Spread = {
  readonly teamId: string | null;
  readonly n: number;
  readonly p50: number;
  readonly p85: number;
};

/** Everything the formulas take. */
export type PartSums = {
  readonly kept: number;
  readonly matured: number;
  readonly spreads: readonly Spread[];
  readonly olderDays: number;
  readonly openDays: number;
  readonly reverts: number;
  readonly merges: number;
};

export type AbsenceReason =
  | 'nothing_matured'
  | 'nothing_merged'
  | 'median_is_zero'
  | 'nothing_open'
  | 'no_merge_old_enough';
/** 0 to 100, or why there is none. */
export type PartValue = number | AbsenceReason;

/** Null when the median is zero: nothing is a multiple of it. */
export function spreadValue({ p50, p85 }: Spread): number | null {
  if (p50 <= 0) return null;
  const distance = Math.log(WORST_RATIO) - Math.log(p85 / p50);
  return 100 * Math.min(1, Math.max(0, distance / (Math.log(WORST_RATIO) - Math.log(BEST_RATIO))));
}

/** Weighted by the number of merges: pooling would mix the distributions of teams. Source: metrics.md, section 5, S2. */
function predictability(spreads: readonly Spread[]): PartValue {
  let sum = 0;
  let n = 0;
  for (const spread of spreads) {
    const value = spreadValue(spread);
    if (value === null) continue;
    sum += spread.n * value;
    n += spread.n;
  }
  if (n > 0) return sum / n;
  return spreads.some((spread) => spread.n > 0) ? 'median_is_zero' : 'nothing_merged';
}

/** The four formulas, each 0 to 100. Source: metrics.md, section 5. */
export function partValues(sums: PartSums): Record<PartId, PartValue> {
  const { kept, matured, olderDays, openDays, reverts, merges } = sums;
  return {
    promise_kept: matured === 0 ? 'nothing_matured' : 100 * Math.min(1, kept / matured / FULL_SHARE),
    predictability: predictability(sums.spreads),
    flow: openDays === 0 ? 'nothing_open' : 100 * (1 - olderDays / openDays),
    stability: merges === 0 ? 'no_merge_old_enough' : 100 * Math.max(0, 1 - reverts / merges / WORST_REVERTS),
  };
}

/** Mean by weight of the parts that are present, 0 to 100; null when none is. */
export function weightedScore(values: Readonly<Record<PartId, PartValue>>): number | null {
  let sum = 0;
  let weights = 0;
  for (const id of PART_IDS) {
    const value = values[id];
    if (typeof value !== 'number') continue;
    sum += PART_WEIGHTS[id] * value;
    weights += PART_WEIGHTS[id];
  }
  return weights === 0 ? null : sum / weights;
}
