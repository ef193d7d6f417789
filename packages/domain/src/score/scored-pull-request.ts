import type { Instant, Span } from '../time/instant.ts';
import type { LocalDay } from '../time/local-day.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';

/** A human-authored pull request into a tracked branch, with what the score asks of it. One row each, from its facts. */
export type ScoredPullRequest = {
  readonly id: string;
  /** The author's team at `readyAt`, at the opening for one that was never ready; null is no team. */
  readonly teamId: string | null;
  readonly state: 'open' | 'closed' | 'merged';
  readonly readyAt: Instant | null;
  /** First instant from which it is not open: merge, last close, or its repository gone (then the state is `open`). */
  readonly endedAt: Instant | null;
  /** Of `readyAt` to `endedAt` on the clock of its team, so `cycle` when merged; null while open or in an impossible order. */
  readonly workingSecondsToEnd: number | null;
  /** Merge of the first pull request that reverts it. */
  readonly revertedAt: Instant | null;
  /** The service level that it is judged by: its own team's on the day of the score, else the organization's. */
  readonly sleWorkingSeconds: number;
  /** While it was open and no draft (waiting, in review or approved); neither list overlaps itself or the other. */
  readonly readySpans: readonly Span[];
  readonly draftSpans: readonly Span[];
};

/** Whom the caller left out before, and whom the score leaves out; always shown with the count. */
export type ExclusionReason =
  | 'author_is_bot'
  | 'author_is_ghost'
  | 'untracked_branch'
  /** Its service level had not run out by the end of the day. */
  | 'too_recent'
  | 'closed_unmerged_in_time'
  | 'repository_gone'
  | 'impossible_order'
  /** Merged under 14 days ago, so a revert may still come. */
  | 'revert_may_come'
  /** Merged by a team whose median is zero working seconds, of which nothing is a multiple. */
  | 'median_is_zero';

export type PartId = 'promise_kept' | 'predictability' | 'flow' | 'stability';

/** `part` null is left out of all. */
export type Exclusion = {
  readonly part: PartId | null;
  readonly reason: ExclusionReason;
  readonly count: number;
};

/**
 * What a score is made of. `pullRequests`: those of the scope within `scoreReach`, in any order, each once; more do no harm,
 * and what happened after the day has no effect. Nothing comes counted: the score counts flow from spans, because its
 * window grows and its interval resamples pull requests.
 */
export type ScoreInput = {
  /** A complete local day of `zone`; the score is as of its end. */
  readonly day: LocalDay;
  /** The organization's IANA zone, which cuts the days. */
  readonly zone: string;
  readonly pullRequests: readonly ScoredPullRequest[];
  /** The organization's, for pull requests of no team and of teams without their own. */
  readonly calendar: WorkingCalendar;
  readonly teamCalendars: ReadonlyMap<string, WorkingCalendar>;
  /** What the caller left out before, for the list of exclusions. */
  readonly leftOut: readonly Exclusion[];
  /** Names scope and day, so that the interval repeats. */
  readonly seed: string;
};

export function calendarOf(
  input: Pick<ScoreInput, 'calendar' | 'teamCalendars'>,
  teamId: string | null,
): WorkingCalendar {
  return (teamId === null ? undefined : input.teamCalendars.get(teamId)) ?? input.calendar;
}
