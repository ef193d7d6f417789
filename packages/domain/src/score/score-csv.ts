import { formatInstant, type Instant } from '../time/instant.ts';
import { type Judgement, judgePullRequests } from './judgement.ts';
import type { ScoreInput } from './scored-pull-request.ts';

/** One pull request as the score counts it; the name of a field is the heading of its column. */
export type ScoreCsvRow = {
  id: string;
  team_id: string | null;
  state: 'open' | 'closed' | 'merged';
  ready_at: string | null;
  ended_at: string | null;
  working_seconds_to_end: number | null;
  sle_working_seconds: number;
  /** Promise kept: count(kept) ÷ count(kept or missed) ÷ 0.85; the rest is left out for the reason that stands here. */
  promise: Judgement['promise'];
  is_abandoned: boolean;
  /** Predictability: P85 ÷ P50 of these for each team. */
  cycle_working_seconds: number | null;
  /** Flow: 1 − sum(older_days) ÷ sum(open_days). */
  open_days: number;
  older_days: number;
  /** Stability: sum(revert_weight) ÷ count(counted). */
  stability: Judgement['stability'];
  revert_weight: number;
};

const asText = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));

function rowOf(judgement: Judgement): ScoreCsvRow {
  const { pullRequest } = judgement;
  return {
    id: pullRequest.id,
    team_id: pullRequest.teamId,
    state: pullRequest.state,
    ready_at: asText(pullRequest.readyAt),
    ended_at: asText(pullRequest.endedAt),
    working_seconds_to_end: pullRequest.workingSecondsToEnd,
    sle_working_seconds: pullRequest.sleWorkingSeconds,
    promise: judgement.promise,
    is_abandoned: judgement.isAbandoned,
    cycle_working_seconds: judgement.cycleWorkingSeconds,
    open_days: judgement.openDays,
    older_days: judgement.olderDays,
    stability: judgement.stability,
    revert_weight: judgement.revertWeight,
  };
}

/**
 * Everything that a score counts or leaves out, by id, for recomputing it by hand: instants in UTC, durations in working
 * seconds, days as in S3. Pull requests that no part looks at are not in it. Source: metrics.md, section 5.
 */
export function scoreCsvRows(input: ScoreInput): ScoreCsvRow[] {
  return judgePullRequests(input)
    .judgements.filter(
      ({ promise, merge, openDays, stability }) =>
        promise !== 'outside' || merge !== 'outside' || openDays > 0 || stability !== 'outside',
    )
    .map(rowOf);
}
