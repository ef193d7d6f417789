import { clockOf } from '@devpulse/database/projection/clocks';
import { calendarOf } from '@devpulse/domain/delivery/clock';
import { CLOCKS, DURATIONS, type PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { foldPullRequest } from '@devpulse/domain/delivery/fold';
import { pullRequestIdFor, pushIdFor, reviewIdFor, reviewRequestIdFor } from '@devpulse/domain/identity';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import type { Instant, Span } from '@devpulse/domain/time/instant';
import { type WorkingCalendar, workingSecondsSince2000 } from '@devpulse/domain/time/working-calendar';
import { copyLine } from './copy.ts';
import type { Beginning, Life } from './life.ts';
import { type Account, CALENDAR, ORGANIZATION_ID } from './population.ts';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const DURATION_COLUMNS = DURATIONS.flatMap((name) => CLOCKS.map((clock) => `${snake(name)}_${clock}`));

/** The tables that a life goes into, with the columns of their lines. */
export const TARGETS = {
  pullRequests: `pull_request (id, organization_id, repository_id, github_id, number, author_account_id, author_contributor_id,
    snapshot, facts, title, head_repository_id, head_ref, additions, deletions, changed_files, commits, state, is_draft, is_counted,
    opened_at, ready_at, first_commit_at, first_review_at, approved_at, closed_at, merged_at, open_until, ${DURATION_COLUMNS.join(', ')},
    draft_after_ready_seconds, has_early_feedback, is_merged_without_review, rework_cycles, review_count, review_comment_count,
    reviewer_count, reverts_number, reasons, ready_working_offset, clock, draft_during, waiting_during, in_review_during,
    approved_during, definition_version)`,
  reviews: `review (id, organization_id, pull_request_id, repository_id, github_id, reviewer_account_id, reviewer_contributor_id,
    state, submitted_at, dismissed_at, is_counted)`,
  reviewRequests: `review_request (id, organization_id, pull_request_id, repository_id, reviewer_account_id, reviewer_contributor_id,
    requested_at, answered_at, answered_working, ended_at, is_counted)`,
  pushes: `push (id, organization_id, repository_id, repository_github_id, ref, before_sha, after_sha, is_forced, is_created,
    is_deleted, pusher_account_id, pusher_contributor_id, is_counted, pushed_at, distinct_commits, earliest_authored_at)`,
} as const;

export type Lines = Record<keyof typeof TARGETS, string[]>;
export const noLines = (): Lines => ({ pullRequests: [], reviews: [], reviewRequests: [], pushes: [] });

export type Folded = {
  id: string;
  beginning: Beginning;
  life: Life;
  facts: PullRequestFacts;
  calendar: WorkingCalendar;
};

/** The facts of a life as the worker would fold them. */
export function foldLife(beginning: Beginning, life: Life, accounts: ReadonlyMap<string, Account>): Folded {
  const { author } = beginning;
  const keepers = { calendar: CALENDAR, teamTimes: author.teamTimes };
  const facts = foldPullRequest({
    entries: life.entries,
    snapshot: life.snapshot,
    author,
    accounts,
    personOf: (id) => accounts.get(id)?.contributorId,
    pushes: life.pushes,
    inheritedReadyAt: null,
    ...keepers,
  });
  const calendar = calendarOf(keepers, facts);
  return { id: pullRequestIdFor(ORGANIZATION_ID, life.githubId), beginning, life, facts, calendar };
}

/** Adds a folded life to the lines of each table, as `savePullRequests` and `savePushes` would write it; a test holds the two together. */
export function addLines(lines: Lines, folded: Folded, accounts: ReadonlyMap<string, Account>): void {
  lines.pullRequests.push(pullRequestLine(folded));
  const contributorOf = (account: string | null) =>
    (account === null ? null : accounts.get(account)?.contributorId) ?? null;
  const of = [ORGANIZATION_ID, folded.id, folded.beginning.repository.id];
  const { facts } = folded;
  for (const review of facts.reviews) {
    const { reviewId, reviewerId, state, isCounted } = review;
    const who = [reviewId, reviewerId, contributorOf(reviewerId), state];
    const when = [instant(review.submittedAt), instant(review.dismissedAt), isCounted && facts.isCounted];
    lines.reviews.push(copyLine([reviewIdFor(folded.id, reviewId), ...of, ...who, ...when]));
  }
  for (const request of facts.reviewRequests) {
    const { accountId, answeredWorkingSeconds, isCounted } = request;
    const who = [
      accountId,
      contributorOf(accountId),
      instant(request.requestedAt),
      instant(request.answeredAt),
    ];
    const end = [answeredWorkingSeconds, instant(request.endedAt), isCounted && facts.isCounted];
    lines.reviewRequests.push(copyLine([reviewRequestIdFor(folded.id, request), ...of, ...who, ...end]));
  }
  for (const push of folded.life.pushes) lines.pushes.push(pushLine(folded, push));
}

function pullRequestLine({ id, beginning, life, facts, calendar }: Folded): string {
  const { base, size } = life.snapshot;
  const { repository, author } = beginning;
  return copyLine([
    ...[id, ORGANIZATION_ID, repository.id, life.githubId, beginning.number, author.id, author.contributorId],
    ...[
      JSON.stringify(life.snapshot),
      JSON.stringify(facts),
      base.title,
      base.headRepositoryId,
      base.headRef,
    ],
    ...[size?.additions ?? 0, size?.deletions ?? 0, size?.changedFiles ?? 0, size?.commits ?? 0],
    ...[facts.state, facts.isDraft, facts.isCounted],
    ...[facts.openedAt, facts.readyAt, facts.firstCommitAt, facts.firstReviewAt, facts.approvedAt].map(
      instant,
    ),
    ...[instant(facts.closedAt), instant(facts.mergedAt)],
    facts.openUntil === null ? 'infinity' : instant(facts.openUntil),
    ...DURATIONS.flatMap((name) => CLOCKS.map((clock) => facts.durations[name]?.[clock] ?? null)),
    ...[
      facts.draftAfterReadySeconds,
      facts.hasEarlyFeedback,
      facts.isMergedWithoutReview,
      facts.reworkCycles,
    ],
    ...[facts.reviewCount, facts.reviewCommentCount, facts.reviewerCount, facts.revertsNumber],
    `{${facts.reasons.join(',')}}`,
    facts.readyAt === null ? null : workingSecondsSince2000(calendar, facts.readyAt),
    clockFor(calendar),
    ...[facts.spans.draft, facts.spans.waiting, facts.spans.inReview, facts.spans.approved].map(multirange),
    DEFINITION_VERSION,
  ]);
}

function pushLine({ beginning }: Folded, push: Life['pushes'][number]): string {
  const { repository, author, number } = beginning;
  const ref = `refs/heads/change-${number}`;
  const moved = { repositoryId: repository.id, ref, before: push.beforeSha, after: push.afterSha };
  return copyLine([
    ...[pushIdFor(ORGANIZATION_ID, moved), ORGANIZATION_ID, repository.id, repository.githubId, ref],
    ...[push.beforeSha, push.afterSha, push.forced, push.created, false, author.id, author.contributorId],
    ...[author.type !== 'Bot', instant(push.at), push.commits, instant(push.earliestAuthoredAt)],
  ]);
}

const instant = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

function multirange(spans: readonly Span[]): string {
  const ranges = spans
    .filter((span) => span.to === null || span.to > span.from)
    .map((span) => `["${instant(span.from)}",${span.to === null ? '' : `"${instant(span.to)}"`})`);
  return `{${ranges.join(',')}}`;
}

const clocks = new WeakMap<WorkingCalendar, string>();
function clockFor(calendar: WorkingCalendar): string {
  const known = clocks.get(calendar) ?? clockOf(calendar);
  clocks.set(calendar, known);
  return known;
}
