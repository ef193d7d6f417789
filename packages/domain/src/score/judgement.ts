import type { Instant } from '../time/instant.ts';
import { type WorkingCalendar, workingSecondsBetween } from '../time/working-calendar.ts';
import { type DayEnds, dayEnds, openDays } from './open-days.ts';
import {
  LONGEST_WINDOW_WEEKS,
  type ScoreWindow,
  SHORTEST_WINDOW_WEEKS,
  windowOfWeeks,
} from './score-window.ts';
import { calendarOf, type ScoredPullRequest, type ScoreInput } from './scored-pull-request.ts';

/** Matured pull requests that a score needs. */
export const SMALLEST_COHORT = 20;
export const REVERT_MILLISECONDS = 14 * 86_400_000;
export const QUICK_REVERT_MILLISECONDS = 86_400_000;

/** What became of the promise: `kept` and `missed` are the matured ones, the others are left out of the share. */
export type PromiseVerdict =
  | 'kept'
  | 'missed'
  | 'closed_unmerged_in_time'
  | 'repository_gone'
  | 'impossible_order'
  | 'too_recent'
  | 'outside';

/** What one pull request adds to each part. */
export type Judgement = {
  readonly pullRequest: ScoredPullRequest;
  readonly promise: PromiseVerdict;
  /** Of the cohort, and closed unmerged by the end of the day, in time or not. */
  readonly isAbandoned: boolean;
  readonly merge: 'outside' | 'impossible_order' | 'counted';
  /** `cycle`, of those merged in the window. */
  readonly cycleWorkingSeconds: number | null;
  readonly openDays: number;
  readonly olderDays: number;
  readonly stability: 'outside' | 'revert_may_come' | 'impossible_order' | 'counted';
  /** 1 for a revert within 14 days, 0.5 within 24 hours, else 0. */
  readonly revertWeight: number;
};

/**
 * Whether its outcome is known at an instant: more working time than its service level has passed since it was ready. At
 * exactly the service level it is not, for the clock stands still at night and a merge before morning would be in time.
 */
function isMatured(pullRequest: ScoredPullRequest, at: Instant, calendar: WorkingCalendar): boolean {
  const { readyAt, sleWorkingSeconds } = pullRequest;
  return readyAt !== null && workingSecondsBetween(calendar, readyAt, at) > sleWorkingSeconds;
}

/**
 * The cohort of a window: outcome known at its end and not yet at its start. So each pull request matures in exactly one of
 * windows that touch, no matter how fat the boundary is on the working clock, and no later event changes a verdict.
 * Source: metrics.md, section 5, S1.
 */
function promiseVerdict(
  pullRequest: ScoredPullRequest,
  window: ScoreWindow,
  calendar: WorkingCalendar,
): PromiseVerdict {
  const { readyAt, endedAt, state, sleWorkingSeconds } = pullRequest;
  if (readyAt === null || readyAt >= window.endsAt) return 'outside';
  if (!isMatured(pullRequest, window.endsAt, calendar)) return 'too_recent';
  if (isMatured(pullRequest, window.startsAt, calendar)) return 'outside';
  if (endedAt === null || endedAt >= window.endsAt) return 'missed';
  const seconds = secondsToEnd(pullRequest);
  if (seconds === null) return 'impossible_order';
  if (seconds > sleWorkingSeconds) return 'missed';
  if (state === 'merged') return 'kept';
  return state === 'closed' ? 'closed_unmerged_in_time' : 'repository_gone';
}

/** No duration is negative: an impossible order is none. */
function secondsToEnd({ workingSecondsToEnd: seconds }: ScoredPullRequest): number | null {
  return seconds === null || seconds < 0 ? null : seconds;
}

/**
 * Merged in the window over 14 days (elapsed) before its end, so that whether it was reverted within these is known: younger
 * merges would make the share look better than it will be. Source: metrics.md, section 5, S4.
 */
function stabilityOf(
  { revertedAt }: ScoredPullRequest,
  mergedAt: Instant,
  window: ScoreWindow,
): Pick<Judgement, 'stability' | 'revertWeight'> {
  if (mergedAt + REVERT_MILLISECONDS >= window.endsAt)
    return { stability: 'revert_may_come', revertWeight: 0 };
  const gap = revertedAt === null ? Number.POSITIVE_INFINITY : revertedAt - mergedAt;
  if (gap < 0) return { stability: 'impossible_order', revertWeight: 0 };
  const late = gap <= REVERT_MILLISECONDS ? 1 : 0;
  return { stability: 'counted', revertWeight: gap <= QUICK_REVERT_MILLISECONDS ? 0.5 : late };
}

function judge(pullRequest: ScoredPullRequest, window: ScoreWindow, days: DayEnds): Judgement {
  const { state, endedAt } = pullRequest;
  const promise = promiseVerdict(pullRequest, window, days.calendar);
  const isUnkept = promise === 'missed' || promise === 'closed_unmerged_in_time';
  const hasEnded = endedAt !== null && endedAt < window.endsAt;
  const isMerge = state === 'merged' && hasEnded && endedAt >= window.startsAt;
  const cycleWorkingSeconds = isMerge ? secondsToEnd(pullRequest) : null;
  const flow = openDays(pullRequest, days);
  return {
    pullRequest,
    promise,
    isAbandoned: isUnkept && state === 'closed' && hasEnded,
    merge: !isMerge ? 'outside' : cycleWorkingSeconds === null ? 'impossible_order' : 'counted',
    cycleWorkingSeconds,
    openDays: flow.open,
    olderDays: flow.older,
    ...(isMerge ? stabilityOf(pullRequest, endedAt, window) : { stability: 'outside', revertWeight: 0 }),
  };
}

const isMaturedVerdict = (verdict: PromiseVerdict): boolean => verdict === 'kept' || verdict === 'missed';

/** The shortest window of whole weeks with enough matured pull requests, else the longest. */
function chooseWindow(input: ScoreInput): ScoreWindow {
  for (let weeks = SHORTEST_WINDOW_WEEKS; weeks < LONGEST_WINDOW_WEEKS; weeks += 1) {
    const window = windowOfWeeks(input, weeks);
    let matured = 0;
    for (const pullRequest of input.pullRequests) {
      const calendar = calendarOf(input, pullRequest.teamId);
      if (isMaturedVerdict(promiseVerdict(pullRequest, window, calendar))) matured += 1;
      if (matured >= SMALLEST_COHORT) return window;
    }
  }
  return windowOfWeeks(input, LONGEST_WINDOW_WEEKS);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The window of a score and what each pull request adds to it, by id. */
export function judgePullRequests(input: ScoreInput): { window: ScoreWindow; judgements: Judgement[] } {
  const window = chooseWindow(input);
  const known = new Map<WorkingCalendar, DayEnds>();
  const judgements = input.pullRequests.map((pullRequest) => {
    const calendar = calendarOf(input, pullRequest.teamId);
    const days = known.get(calendar) ?? dayEnds(window, input.zone, calendar);
    known.set(calendar, days);
    return judge(pullRequest, window, days);
  });
  return { window, judgements: judgements.sort((a, b) => compareText(a.pullRequest.id, b.pullRequest.id)) };
}
