import { quantileRank } from '../metrics/sketch.ts';
import { type AbsenceReason, PART_IDS, partValues, weightedScore } from './parts.ts';
import { seededRandom } from './random.ts';
import type { PartId } from './scored-pull-request.ts';
import { type Columns, sumsOf } from './sums.ts';

export const RESAMPLES = 500;
const LOW_QUANTILE = 0.1;
const HIGH_QUANTILE = 0.9;
const RANDOM_VALUES = 2 ** 32;

export type Interval = { readonly low: number; readonly high: number; readonly width: number };

/**
 * The middle 80 % of the scores of 500 resamples, by the nearest rank. A resample draws pull requests, each with all it adds
 * to any part, so parts move together as they do in life, and is scored by the parts that the score has (`absent` are those
 * it lacks) as far as it has data. Many small teams or a part at its cap bend resamples to one side; so that an interval
 * never leaves out its own score, it is then widened to it. Source: metrics.md, section 5.
 */
export function bootstrapInterval(
  columns: Columns,
  of: { score: number; absent: ReadonlyMap<PartId, AbsenceReason> },
  seed: string,
): Interval {
  const random = seededRandom(seed);
  const times = new Uint32Array(columns.size);
  const share = columns.size / RANDOM_VALUES;
  const scores: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    times.fill(0);
    for (let draw = 0; draw < columns.size; draw += 1) {
      const position = Math.floor(random() * share);
      times[position] = (times[position] as number) + 1;
    }
    const values = partValues(sumsOf(columns, times));
    for (const id of PART_IDS) values[id] = of.absent.get(id) ?? values[id];
    const score = weightedScore(values);
    if (score !== null) scores.push(score);
  }
  scores.sort((a, b) => a - b);
  const low = Math.min(of.score, scores[quantileRank(LOW_QUANTILE, scores.length)] as number);
  const high = Math.max(of.score, scores[quantileRank(HIGH_QUANTILE, scores.length)] as number);
  return { low, high, width: high - low };
}
