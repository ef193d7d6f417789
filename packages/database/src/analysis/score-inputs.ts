import { targetsOf } from '@devpulse/domain/metrics/targets';
import type { ScoredPullRequest, ScoreInput } from '@devpulse/domain/score/scored-pull-request';
import type { Instant, Span } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { type WorkingCalendar, workingSecondsBetween } from '@devpulse/domain/time/working-calendar';
import type { RollupRules } from '../rollup/rollup-rules.ts';
import type { PullRequestRow } from './score-pull-requests.ts';

export type ScoredScope = {
  scopeType: 'organization' | 'team' | 'repository' | 'contributor';
  scopeId: string;
};

/** What pull requests are judged by on one day. */
export type Judges = {
  day: LocalDay;
  rules: RollupRules;
  serviceLevelOf(teamId: string | null): number;
  calendarOf(teamId: string | null): WorkingCalendar;
};

export function judgesOf(rules: RollupRules, day: LocalDay): Judges {
  const levels = new Map<string | null, number>();
  return {
    day,
    rules,
    serviceLevelOf(teamId) {
      const known = levels.get(teamId);
      if (known !== undefined) return known;
      const dated = rules.targets.dated.filter((row) => row.teamId === null || row.teamId === teamId);
      const level = targetsOf({ ...rules.targets, dated }, { teamId, day }).cycleWorkingSeconds;
      levels.set(teamId, level);
      return level;
    },
    calendarOf: (teamId) => rules.teamCalendars.get(teamId ?? '') ?? rules.calendar,
  };
}

/** Every service level of an organization with its calendar. */
export function judgedBy(
  judges: Judges,
  teamIds: readonly string[],
): { calendar: WorkingCalendar; sleWorkingSeconds: number }[] {
  return [null, ...teamIds].map((teamId) => ({
    calendar: judges.calendarOf(teamId),
    sleWorkingSeconds: judges.serviceLevelOf(teamId),
  }));
}

const spansOf = (pairs: readonly [Instant, Instant | null][]): Span[] =>
  pairs.map(([from, to]) => ({ from, to }));

/** A merge's cycle is a fact; of what ended otherwise the same clock tells. Null in an impossible order. */
function secondsToEnd(row: PullRequestRow, endedAt: Instant | null, calendar: WorkingCalendar) {
  if (row.readyAt === null || endedAt === null) return null;
  if (row.state === 'merged') return row.cycleWorking === null ? null : Number(row.cycleWorking);
  return endedAt < row.readyAt ? null : workingSecondsBetween(calendar, row.readyAt, endedAt);
}

export function scoredPullRequest(row: PullRequestRow, judges: Judges): ScoredPullRequest {
  const { id, teamId, state, readyAt, revertedAt, readySpans, draftSpans } = row;
  const endedAt = row.openUntil === Number.POSITIVE_INFINITY ? null : row.openUntil;
  const whole = readyAt === null ? [] : [{ from: readyAt, to: endedAt }];
  return {
    id,
    teamId,
    state,
    readyAt,
    endedAt,
    workingSecondsToEnd: secondsToEnd(row, endedAt, judges.calendarOf(teamId)),
    revertedAt,
    sleWorkingSeconds: judges.serviceLevelOf(teamId),
    readySpans: readySpans === null ? whole : spansOf(readySpans),
    draftSpans: draftSpans === null ? [] : spansOf(draftSpans),
  };
}

export function scoreInput(
  judges: Judges,
  { scopeType, scopeId }: ScoredScope,
  pullRequests: readonly ScoredPullRequest[],
): ScoreInput {
  const { calendar, teamCalendars } = judges.rules;
  return {
    day: judges.day,
    zone: calendar.zone,
    pullRequests,
    calendar,
    teamCalendars,
    leftOut: [],
    seed: `${scopeType} ${scopeId} ${judges.day}`,
  };
}
