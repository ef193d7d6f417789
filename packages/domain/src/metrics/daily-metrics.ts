import { CLOCKS, DURATIONS, type OpenState, type PullRequestFacts } from '../delivery/facts.ts';
import type { Instant } from '../time/instant.ts';
import { dayBounds, type LocalDay } from '../time/local-day.ts';
import { type WorkingCalendar, workingSecondsBetween } from '../time/working-calendar.ts';
import {
  type CountColumn,
  type DailyMetricsRow,
  DEFINITION_VERSION,
  SCOPE_TYPES,
  type ScopeType,
  type SketchName,
  type SnapshotColumn,
  zeroCounts,
  zeroSnapshot,
} from './daily-row.ts';
import { sketchOf } from './sketch.ts';
import { type DeliveryTargets, targetsOf } from './targets.ts';

export * from './daily-row.ts';

/** A pull request with what its facts do not know: whom and where it belongs to. */
export type MeasuredPullRequest = {
  facts: PullRequestFacts;
  repositoryId: string;
  authorContributorId: string | null;
  /** The team its author was in at `readyAt`. */
  teamId: string | null;
  additions: number;
  deletions: number;
  commits: number;
  /** Who gave the reviews of `facts.reviews`, and that person's team when it was submitted. */
  reviews: readonly { reviewId: string; contributorId: string | null; teamId: string | null }[];
  /** Those that count: to a person, who is neither bot nor the author. */
  reviewRequests: readonly MeasuredReviewRequest[];
};

export type MeasuredReviewRequest = {
  requestedAt: Instant;
  /** Null where it was taken back, or waits. */
  answeredAt: Instant | null;
  answeredWorking: number | null;
  /** Who was asked, and that person's teams when asked and when answering. */
  contributorId: string | null;
  teamId: string | null;
  answeredTeamId: string | null;
};

export type MeasuredPush = {
  at: Instant;
  repositoryId: string;
  contributorId: string | null;
  teamId: string | null;
  /** Neither bot nor ghost. */
  isHuman: boolean;
};

export type DailyMetricsInput = {
  organizationId: string;
  facts: readonly MeasuredPullRequest[];
  pushes: readonly MeasuredPush[];
  day: LocalDay;
  /** The organization's IANA zone, which cuts the days. */
  zone: string;
  calendar: WorkingCalendar;
  /** Of the teams that have one of their own. */
  teamCalendars: ReadonlyMap<string, WorkingCalendar>;
  now: Instant;
  targets: DeliveryTargets;
};

type Owner = {
  organizationId: string;
  repositoryId: string;
  contributorId: string | null;
  teamId: string | null;
};
type Building = DailyMetricsRow & { durations: Map<SketchName, number[]>; reviewed: Set<number> };

/** The rows of one day, made as they are first added to. */
class DayRows {
  readonly rows = new Map<string, Building>();
  readonly day: LocalDay;

  constructor(day: LocalDay) {
    this.day = day;
  }

  of(owner: Owner): Building[] {
    const ids: Record<ScopeType, string | null> = {
      organization: owner.organizationId,
      team: owner.teamId,
      repository: owner.repositoryId,
      contributor: owner.contributorId,
    };
    return SCOPE_TYPES.flatMap((scopeType) => {
      const scopeId = ids[scopeType];
      return scopeId === null ? [] : [this.row(scopeType, scopeId)];
    });
  }

  count(owner: Owner, column: CountColumn, amount = 1): void {
    for (const row of this.of(owner)) row.counts[column] += amount;
  }

  stand(owner: Owner, column: SnapshotColumn): void {
    for (const row of this.of(owner)) row.snapshot[column] += 1;
  }

  private row(scopeType: ScopeType, scopeId: string): Building {
    const key = JSON.stringify([scopeType, scopeId]);
    let row = this.rows.get(key);
    if (!row) {
      row = {
        day: this.day,
        scopeType,
        scopeId,
        definitionVersion: DEFINITION_VERSION,
        counts: zeroCounts(),
        snapshot: zeroSnapshot(),
        sketches: {},
        durations: new Map(),
        reviewed: new Set(),
      };
      this.rows.set(key, row);
    }
    return row;
  }
}

type Within = (at: Instant | null) => boolean;

/** What is measured of a pull request is held to the targets of its own team on the day. */
const targetsFor = (input: DailyMetricsInput, item: MeasuredPullRequest) =>
  targetsOf(input.targets, { teamId: item.teamId, day: input.day });

/** Phases, and whether the first review came within its target, belong to the day of the merge. */
function addMerge(
  rows: DayRows,
  owner: Owner,
  { item, input }: { item: MeasuredPullRequest; input: DailyMetricsInput },
): void {
  const { facts } = item;
  const pickup = facts.durations.pickup?.working;
  if (pickup !== undefined && pickup <= targetsFor(input, item).reviewWorkingSeconds)
    rows.count(owner, 'firstReviewsInTarget');
  rows.count(owner, 'merged');
  rows.count(owner, 'commits', item.commits);
  rows.count(owner, 'additions', item.additions);
  rows.count(owner, 'deletions', item.deletions);
  if (facts.revertsNumber !== null) rows.count(owner, 'reverted');
  if (facts.isMergedWithoutReview) rows.count(owner, 'mergedWithoutReview');
  for (const row of rows.of(owner)) {
    for (const name of DURATIONS) {
      const duration = facts.durations[name];
      if (!duration) continue;
      for (const clock of CLOCKS) {
        const key: SketchName = `${name}_${clock}`;
        const known = row.durations.get(key);
        if (known) known.push(duration[clock]);
        else row.durations.set(key, [duration[clock]]);
      }
    }
  }
}

function addFlow(
  rows: DayRows,
  owner: Owner,
  work: { input: DailyMetricsInput; item: MeasuredPullRequest; isToday: Within },
): void {
  const { input, item, isToday } = work;
  const { facts } = item;
  if (isToday(facts.openedAt)) rows.count(owner, 'opened');
  if (isToday(facts.readyAt)) rows.count(owner, 'ready');
  if (isToday(facts.mergedAt)) addMerge(rows, owner, { item, input });
  if (facts.state === 'closed' && isToday(facts.closedAt)) rows.count(owner, 'closedUnmerged');
}

/** Reviews count for the organization, the repository, the reviewer and the reviewer's team. */
function addReviews(
  rows: DayRows,
  owner: Owner,
  work: { item: MeasuredPullRequest; index: number; isToday: Within },
): void {
  const reviewers = new Map(work.item.reviews.map((review) => [review.reviewId, review]));
  for (const review of work.item.facts.reviews) {
    if (!review.isCounted || !work.isToday(review.submittedAt)) continue;
    const reviewer = reviewers.get(review.reviewId);
    const giver: Owner = {
      ...owner,
      contributorId: reviewer?.contributorId ?? null,
      teamId: reviewer?.teamId ?? null,
    };
    for (const row of rows.of(giver)) {
      row.counts.reviewsSubmitted += 1;
      row.reviewed.add(work.index);
    }
  }
}

/** Requests count for the organization, the repository, who was asked and that person's team; an answer when it was given. */
function addReviewRequests(
  rows: DayRows,
  owner: Owner,
  work: { input: DailyMetricsInput; item: MeasuredPullRequest; isToday: Within },
): void {
  const { reviewWorkingSeconds } = targetsFor(work.input, work.item);
  for (const request of work.item.reviewRequests) {
    const { contributorId, teamId, answeredTeamId } = request;
    if (work.isToday(request.requestedAt)) rows.count({ ...owner, contributorId, teamId }, 'reviewRequests');
    if (!work.isToday(request.answeredAt)) continue;
    const answerer: Owner = { ...owner, contributorId, teamId: answeredTeamId };
    rows.count(answerer, 'reviewRequestsAnswered');
    if (request.answeredWorking !== null && request.answeredWorking <= reviewWorkingSeconds)
      rows.count(answerer, 'reviewRequestsAnsweredInTarget');
  }
}

function stateAsOf(facts: PullRequestFacts, asOf: Instant): OpenState | null {
  for (const state of ['draft', 'waiting', 'inReview', 'approved'] as const) {
    if (facts.spans[state].some((span) => span.from < asOf && (span.to === null || asOf <= span.to)))
      return state;
  }
  return null;
}

const COLUMN_OF_STATE = {
  draft: 'openDraft',
  waiting: 'waitingForReview',
  inReview: 'inReview',
  approved: 'approvedNotMerged',
} as const satisfies Record<OpenState, SnapshotColumn>;

function addSnapshot(
  rows: DayRows,
  owner: Owner,
  work: { input: DailyMetricsInput; item: MeasuredPullRequest; asOf: Instant },
): void {
  const { input, item, asOf } = work;
  const { facts, teamId } = item;
  const state = stateAsOf(facts, asOf);
  if (!state) return;
  rows.stand(owner, COLUMN_OF_STATE[state]);
  if (state === 'draft') return;
  rows.stand(owner, 'openReady');
  const calendar = (teamId === null ? undefined : input.teamCalendars.get(teamId)) ?? input.calendar;
  const age = facts.readyAt === null ? 0 : workingSecondsBetween(calendar, facts.readyAt, asOf);
  if (age > targetsFor(input, item).cycleWorkingSeconds) rows.stand(owner, 'olderThanTarget');
}

function finished(building: Building): DailyMetricsRow {
  const { durations, reviewed, ...row } = building;
  row.counts.pullRequestsReviewed = reviewed.size;
  for (const [name, seconds] of durations) row.sketches[name] = sketchOf(seconds);
  return row;
}

function hasValue(row: DailyMetricsRow): boolean {
  return [...Object.values(row.counts), ...Object.values(row.snapshot)].some((value) => value !== 0);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The rows of one local day for every scope with any value, ordered by scope type and id; the SQL is tested against it on
 * the same data. Only counted pull requests. The snapshot is as of the earlier of the day's end and `now`, exclusive, and
 * is zero for a day that has not begun. Durations are seconds on both clocks. Source: metrics.md, section 4.
 */
export function computeDailyMetrics(input: DailyMetricsInput): DailyMetricsRow[] {
  const { from, to } = dayBounds(input.day, input.zone);
  const isToday: Within = (at) => at !== null && from <= at && at < to;
  const asOf = Math.min(to, input.now);
  const rows = new DayRows(input.day);
  input.facts.forEach((item, index) => {
    if (!item.facts.isCounted) return;
    const owner: Owner = {
      organizationId: input.organizationId,
      repositoryId: item.repositoryId,
      contributorId: item.authorContributorId,
      teamId: item.teamId,
    };
    addFlow(rows, owner, { input, item, isToday });
    addReviews(rows, owner, { item, index, isToday });
    addReviewRequests(rows, owner, { input, item, isToday });
    if (asOf > from) addSnapshot(rows, owner, { input, item, asOf });
  });
  for (const push of input.pushes) {
    if (push.isHuman && isToday(push.at))
      rows.count({ organizationId: input.organizationId, ...push }, 'pushes');
  }
  return [...rows.rows.values()]
    .map(finished)
    .filter(hasValue)
    .sort(
      (a, b) =>
        SCOPE_TYPES.indexOf(a.scopeType) - SCOPE_TYPES.indexOf(b.scopeType) ||
        compareText(a.scopeId, b.scopeId),
    );
}
