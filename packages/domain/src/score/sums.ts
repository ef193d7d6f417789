import { quantileRank } from '../metrics/sketch.ts';
import type { Judgement } from './judgement.ts';
import type { PartSums, Spread } from './parts.ts';

type Cycles = {
  readonly teamId: string | null;
  /** Positions of its pull requests, by ascending cycle. */
  readonly positions: Uint32Array;
  readonly seconds: Float64Array;
};

/** What pull requests add to the parts, in columns, so that hundreds of resamples of many stay cheap. */
export type Columns = {
  readonly size: number;
  readonly kept: Uint8Array;
  readonly matured: Uint8Array;
  readonly openDays: Float64Array;
  readonly olderDays: Float64Array;
  readonly merges: Uint8Array;
  readonly reverts: Float64Array;
  readonly teams: readonly Cycles[];
};

function teamsOf(judgements: readonly Judgement[]): Cycles[] {
  const byTeam = new Map<string | null, { position: number; seconds: number }[]>();
  for (const [position, { pullRequest, cycleWorkingSeconds: seconds }] of judgements.entries()) {
    if (seconds === null) continue;
    const list = byTeam.get(pullRequest.teamId) ?? [];
    list.push({ position, seconds });
    byTeam.set(pullRequest.teamId, list);
  }
  const byName = [...byTeam].sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
  return byName.map(([teamId, list]) => {
    list.sort((a, b) => a.seconds - b.seconds || a.position - b.position);
    return {
      teamId,
      positions: Uint32Array.from(list, ({ position }) => position),
      seconds: Float64Array.from(list, ({ seconds }) => seconds),
    };
  });
}

/** Teams by id, those of no team last. */
export function columnsOf(judgements: readonly Judgement[]): Columns {
  const flags = (holds: (judgement: Judgement) => boolean) =>
    Uint8Array.from(judgements, (judgement) => (holds(judgement) ? 1 : 0));
  return {
    size: judgements.length,
    kept: flags(({ promise }) => promise === 'kept'),
    matured: flags(({ promise }) => promise === 'kept' || promise === 'missed'),
    openDays: Float64Array.from(judgements, ({ openDays }) => openDays),
    olderDays: Float64Array.from(judgements, ({ olderDays }) => olderDays),
    merges: flags(({ stability }) => stability === 'counted'),
    reverts: Float64Array.from(judgements, ({ revertWeight }) => revertWeight),
    teams: teamsOf(judgements),
  };
}

function spreadOf({ teamId, positions, seconds }: Cycles, times: Uint32Array): Spread {
  let n = 0;
  for (let index = 0; index < positions.length; index += 1) n += times[positions[index] as number] as number;
  if (n === 0) return { teamId, n, p50: 0, p85: 0 };
  const [half, most] = [quantileRank(0.5, n), quantileRank(0.85, n)];
  let seen = 0;
  let p50: number | null = null;
  for (let index = 0; index < positions.length; index += 1) {
    seen += times[positions[index] as number] as number;
    if (seen > half) p50 ??= seconds[index] as number;
    if (p50 !== null && seen > most) return { teamId, n, p50, p85: seconds[index] as number };
  }
  throw new RangeError('a rank beyond the sample');
}

/** Sums over pull requests, each counted so many times. */
export function sumsOf(columns: Columns, times: Uint32Array): PartSums {
  const sums = { kept: 0, matured: 0, openDays: 0, olderDays: 0, merges: 0, reverts: 0 };
  for (let position = 0; position < columns.size; position += 1) {
    const count = times[position] as number;
    if (count === 0) continue;
    sums.kept += count * (columns.kept[position] as number);
    sums.matured += count * (columns.matured[position] as number);
    sums.openDays += count * (columns.openDays[position] as number);
    sums.olderDays += count * (columns.olderDays[position] as number);
    sums.merges += count * (columns.merges[position] as number);
    sums.reverts += count * (columns.reverts[position] as number);
  }
  return { ...sums, spreads: columns.teams.map((team) => spreadOf(team, times)) };
}
