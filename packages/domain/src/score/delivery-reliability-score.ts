import type { LocalDay } from '../time/local-day.ts';
import { type Confidence, confidenceOf } from './confidence.ts';
import { exclusionsOf } from './exclusions.ts';
import { bootstrapInterval, type Interval } from './interval.ts';
import { type Judgement, judgePullRequests, SMALLEST_COHORT } from './judgement.ts';
import { oneDecimal, pointsByLargestRemainder } from './largest-remainder.ts';
import {
  type AbsenceReason,
  PART_IDS,
  PART_WEIGHTS,
  type PartSums,
  type PartValue,
  partValues,
  type Spread,
  spreadValue,
  weightedScore,
} from './parts.ts';
import type { ScoreWindow } from './score-window.ts';
import type { Exclusion, PartId, ScoreInput } from './scored-pull-request.ts';
import { columnsOf, sumsOf } from './sums.ts';

/** Raised when the meaning of the score changes; charts draw a break line there. */
export const SCORE_VERSION = 1;
/** The promise and two more. */
export const FEWEST_PARTS = 3;

export type ScorePart = {
  readonly id: PartId;
  readonly weight: number;
  /** 0 to 100. */
  readonly value: number;
  /** What it adds to the score, with one decimal; over all parts the printed score. */
  readonly points: number;
  /** Matured pull requests, merges, pull requests that stood open, merges over 14 days old. */
  readonly n: number;
  /** In time ÷ matured; P85 ÷ P50 (null where several teams have their own); ΣO ÷ ΣW; reverts ÷ merges. */
  readonly numerator: number | null;
  readonly denominator: number | null;
};

export type TeamSpread = Spread & { readonly value: number | null };

type ScoreBasis = {
  readonly version: number;
  readonly day: LocalDay;
  readonly window: ScoreWindow;
  readonly weights: typeof PART_WEIGHTS;
  /** The service levels that pull requests were judged by, by team; null is of no team. */
  readonly serviceLevels: readonly { readonly teamId: string | null; readonly workingSeconds: number }[];
  /** Matured pull requests. */
  readonly n: number;
  readonly absentParts: readonly { readonly id: PartId; readonly reason: AbsenceReason }[];
  readonly exclusions: readonly Exclusion[];
};

export type Score = ScoreBasis &
  (
    | {
        readonly kind: 'not_enough_data';
        readonly reason: 'too_few_matured' | 'too_few_parts';
        readonly needed: number;
      }
    | {
        readonly kind: 'score';
        /** 0 to 100, not rounded. */
        readonly value: number;
        /** With one decimal. */
        readonly printed: number;
        readonly parts: readonly ScorePart[];
        /** Predictability of each team, by id. */
        readonly spreads: readonly TeamSpread[];
        readonly interval: Interval;
        readonly confidence: Confidence;
        /** Closed unmerged, of the cohort with those closed in time. */
        readonly abandoned: { readonly count: number; readonly of: number; readonly share: number };
        /** Ids of matured pull requests, ascending. */
        readonly hits: readonly string[];
        readonly misses: readonly string[];
      }
  );

const isContributing = ({ promise, merge, openDays, stability }: Judgement): boolean =>
  promise === 'kept' ||
  promise === 'missed' ||
  merge === 'counted' ||
  openDays > 0 ||
  stability === 'counted';

const compareTeams = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;

function serviceLevelsOf(judgements: readonly Judgement[]): ScoreBasis['serviceLevels'] {
  const levels = new Map<string, { teamId: string | null; workingSeconds: number }>();
  for (const { pullRequest } of judgements) {
    const level = { teamId: pullRequest.teamId, workingSeconds: pullRequest.sleWorkingSeconds };
    levels.set(JSON.stringify(level), level);
  }
  return [...levels.values()].sort(
    (a, b) => compareTeams(a.teamId, b.teamId) || a.workingSeconds - b.workingSeconds,
  );
}

const idsOf = (judgements: readonly Judgement[], promise: Judgement['promise']): string[] =>
  judgements.filter((judgement) => judgement.promise === promise).map(({ pullRequest }) => pullRequest.id);

function abandonedOf(judgements: readonly Judgement[]) {
  const count = judgements.filter(({ isAbandoned }) => isAbandoned).length;
  const of = judgements.filter(
    ({ promise }) => promise === 'kept' || promise === 'missed' || promise === 'closed_unmerged_in_time',
  ).length;
  return { count, of, share: of === 0 ? 0 : count / of };
}

function partsOf(
  values: Record<PartId, PartValue>,
  score: number,
  counted: { sums: PartSums; stoodOpen: number },
): ScorePart[] {
  const { sums } = counted;
  const single = sums.spreads.length === 1 ? sums.spreads[0] : undefined;
  const merges = sums.spreads.reduce((sum, spread) => sum + (spreadValue(spread) === null ? 0 : spread.n), 0);
  const basis: Record<PartId, Pick<ScorePart, 'n' | 'numerator' | 'denominator'>> = {
    promise_kept: { n: sums.matured, numerator: sums.kept, denominator: sums.matured },
    predictability: { n: merges, numerator: single?.p85 ?? null, denominator: single?.p50 ?? null },
    flow: { n: counted.stoodOpen, numerator: sums.olderDays, denominator: sums.openDays },
    stability: { n: sums.merges, numerator: sums.reverts, denominator: sums.merges },
  };
  const present = PART_IDS.flatMap((id) => {
    const value = values[id];
    return typeof value === 'number' ? [{ id, value, weight: PART_WEIGHTS[id] }] : [];
  });
  const weights = present.reduce((sum, { weight }) => sum + weight, 0);
  const points = pointsByLargestRemainder(
    present.map(({ weight, value }) => (weight * value) / weights),
    score,
  );
  return present.map((part, index) => ({ ...part, points: points[index] as number, ...basis[part.id] }));
}

/**
 * How dependably work that was offered for review gets finished, 0 to 100, as of the end of a local day; working clock of
 * each pull request's team. "Not enough data" is never a number: under 20 matured in 26 weeks, or without two more parts.
 * Any scope: predictability is the mean over the teams of the pull requests, weighted by merges. The order of the input
 * has no effect. Source: metrics.md, section 5 and section 8, decision 3.
 */
export function computeDeliveryReliabilityScore(input: ScoreInput): Score {
  const { window, judgements } = judgePullRequests(input);
  const contributing = judgements.filter(isContributing);
  const columns = columnsOf(contributing);
  const sums = sumsOf(columns, new Uint32Array(columns.size).fill(1));
  const values = partValues(sums);
  const absent = new Map<PartId, AbsenceReason>();
  for (const id of PART_IDS) {
    const value = values[id];
    if (typeof value !== 'number') absent.set(id, value);
  }
  const basis: ScoreBasis = {
    version: SCORE_VERSION,
    day: input.day,
    window,
    weights: PART_WEIGHTS,
    serviceLevels: serviceLevelsOf(contributing),
    n: sums.matured,
    absentParts: [...absent].map(([id, reason]) => ({ id, reason })),
    exclusions: [...input.leftOut, ...exclusionsOf(judgements, sums)],
  };
  const value = weightedScore(values);
  if (value === null || sums.matured < SMALLEST_COHORT)
    return { ...basis, kind: 'not_enough_data', reason: 'too_few_matured', needed: SMALLEST_COHORT };
  if (PART_IDS.length - absent.size < FEWEST_PARTS)
    return { ...basis, kind: 'not_enough_data', reason: 'too_few_parts', needed: FEWEST_PARTS };
  const interval = bootstrapInterval(columns, { score: value, absent }, input.seed);
  const abandoned = abandonedOf(judgements);
  const stoodOpen = contributing.filter(({ openDays }) => openDays > 0).length;
  return {
    ...basis,
    kind: 'score',
    value,
    printed: oneDecimal(value),
    parts: partsOf(values, value, { sums, stoodOpen }),
    spreads: sums.spreads.map((spread) => ({ ...spread, value: spreadValue(spread) })),
    interval,
    confidence: confidenceOf(interval.width, abandoned.share),
    abandoned,
    hits: idsOf(judgements, 'kept'),
    misses: idsOf(judgements, 'missed'),
  };
}
