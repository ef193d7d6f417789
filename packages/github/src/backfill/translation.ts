import { firstAuthoredAmong } from '@devpulse/domain/delivery/first-commit';
import { entryKey, mergeTimelines, type TimelineEntry } from '@devpulse/domain/delivery/timeline';
import type { Instant } from '@devpulse/domain/time/instant';
import type {
  AccountObservation,
  CommitAuthorObservation,
  PullRequestObservation,
  RepositoryObservation,
} from '../observations.ts';
import { readRevertedNumber } from '../pull-request.ts';
import type { Item, MoreNode, PullRequestNode, RepositoryNode } from './answers.ts';
import type { Remainder } from './documents.ts';

/** GitHub dates the event of an end on its own: a close this near to the end that the pull request shows is that end. */
const END_SECONDS = 2;
/** What is known of GitHub's clock is a second off at most: whatever changed this long before an answer did so in a second that is over. */
const SETTLED_AFTER_MS = 2_000;

type CommitDates = { authoredAt: Instant; committedAt: Instant };

/** A pull request that is not read to its end, as plain JSON that waits between requests. */
export type PartialPullRequest = {
  node: Omit<PullRequestNode, 'reviews' | 'commits' | 'timelineItems'>;
  entries: TimelineEntry[];
  accounts: AccountObservation[];
  authors: CommitAuthorObservation[];
  commits: CommitDates[];
  commitCount: number;
  reviewComments: number;
  isSettled: boolean;
  after: Remainder['after'];
};

/** GitHub shows present names, so accounts and repository are as of its answer. */
export function observeRepositoryNode(
  repository: RepositoryNode,
  answeredAt: Instant,
): RepositoryObservation {
  return {
    githubId: repository.databaseId,
    fullName: repository.nameWithOwner,
    webUrl: repository.url,
    defaultBranch: repository.defaultBranchRef?.name ?? null,
    isPrivate: repository.isPrivate,
    isArchived: repository.isArchived,
    seenAt: answeredAt,
  };
}

export function beginPullRequest(pull: PullRequestNode, answeredAt: Instant): PartialPullRequest {
  const { reviews, commits, timelineItems, ...node } = pull;
  const begun: PartialPullRequest = {
    node,
    entries: [],
    accounts: [],
    authors: [],
    commits: [],
    commitCount: commits.totalCount,
    reviewComments: 0,
    isSettled: answeredAt - node.updatedAt >= SETTLED_AFTER_MS,
    after: {},
  };
  note(begun, [node.author, node.mergedBy], answeredAt);
  return addPages(begun, { id: node.id, reviews, commits, timelineItems }, answeredAt);
}

/** Adds what further pages tell; `after` then says what is still owed. */
export function addPages(begun: PartialPullRequest, more: MoreNode, answeredAt: Instant): PartialPullRequest {
  const part: PartialPullRequest = { ...begun, after: {} };
  for (const name of ['reviews', 'commits', 'timelineItems'] as const) {
    const page = more[name]?.pageInfo;
    if (page?.hasNextPage && page.endCursor !== null) part.after[name] = page.endCursor;
  }
  part.entries = [...begun.entries];
  part.accounts = [...begun.accounts];
  part.authors = [...begun.authors];
  part.commits = [...begun.commits];
  addReviews(part, more.reviews, answeredAt);
  addCommits(part, more.commits);
  addItems(part, more.timelineItems, answeredAt);
  return part;
}

export function isComplete({ after }: PartialPullRequest): boolean {
  return Object.keys(after).length === 0;
}

function note(part: PartialPullRequest, actors: readonly PullRequestNode['author'][], seenAt: Instant): void {
  for (const actor of actors) {
    if (actor !== null && !part.accounts.some(({ id }) => id === actor.id))
      part.accounts.push({ ...actor, seenAt });
  }
}

function addReviews(part: PartialPullRequest, reviews: MoreNode['reviews'], seenAt: Instant): void {
  for (const review of reviews?.nodes ?? []) {
    part.reviewComments += review.comments.totalCount;
    if (review.state === 'PENDING' || review.submittedAt == null) continue;
    const reviewId = review.fullDatabaseId;
    note(part, [review.author], seenAt);
    part.entries.push({
      key: entryKey.reviewSubmitted(reviewId),
      kind: 'review_submitted',
      at: review.submittedAt,
      actorId: review.author?.id ?? null,
      data: {
        reviewId,
        ...stateData(review.state),
        ...(review.commit != null && { headSha: review.commit.oid }),
      },
    });
  }
}

/** A dismissed review's own state is told by its dismissal. */
function stateData(state: string): Pick<TimelineEntry['data'], 'state'> {
  const lower = state.toLowerCase();
  return lower === 'approved' || lower === 'changes_requested' || lower === 'commented'
    ? { state: lower }
    : {};
}

function addCommits(part: PartialPullRequest, commits: MoreNode['commits']): void {
  for (const { commit } of commits?.nodes ?? []) {
    const { author } = commit;
    const committedAt = noteDates(part, commit);
    const email = author?.email?.trim().toLowerCase();
    if (!email || committedAt == null) continue;
    part.authors.push({
      email,
      name: author?.name ?? '',
      accountId: author?.user?.databaseId ?? null,
      login: author?.user?.login ?? null,
      seenAt: committedAt,
    });
  }
}

/** Author dates are set by hand and may be missing; the other date then stands in for both. */
function noteDates(
  part: PartialPullRequest,
  dates:
    | { authoredDate?: Instant | null | undefined; committedDate?: Instant | null | undefined }
    | null
    | undefined,
): Instant | null {
  const authoredAt = dates?.authoredDate ?? null;
  const committedAt = dates?.committedDate ?? authoredAt;
  if (authoredAt !== null && committedAt !== null) part.commits.push({ authoredAt, committedAt });
  return committedAt;
}

function addItems(part: PartialPullRequest, items: MoreNode['timelineItems'], seenAt: Instant): void {
  for (const item of items?.nodes ?? []) {
    const asked = 'requestedReviewer' in item ? item.requestedReviewer : null;
    note(part, [item.actor, asked != null && 'id' in asked ? asked : null], seenAt);
    if (item.__typename === 'HeadRefForcePushedEvent') noteDates(part, item.beforeCommit);
    part.entries.push(...entriesOf(item));
  }
}

function entriesOf(item: Item): TimelineEntry[] {
  const at = item.createdAt;
  const common = { at, actorId: item.actor?.id ?? null, data: {} };
  switch (item.__typename) {
    case 'ReadyForReviewEvent':
      return [{ ...common, key: entryKey.readyForReview(at), kind: 'ready_for_review' }];
    case 'ConvertToDraftEvent':
      return [{ ...common, key: entryKey.convertedToDraft(at), kind: 'converted_to_draft' }];
    case 'ReopenedEvent':
      return [{ ...common, key: entryKey.reopened(at), kind: 'reopened' }];
    case 'ClosedEvent':
      // A webhook tells no actor of a close beside its sender, who is not kept.
      return [{ ...common, actorId: null, key: entryKey.closed(at), kind: 'closed' }];
    case 'RenamedTitleEvent':
      return [{ ...common, key: entryKey.edited(at), kind: 'edited', data: { baseChanged: false } }];
    case 'BaseRefChangedEvent':
      return [{ ...common, key: entryKey.edited(at), kind: 'edited', data: { baseChanged: true } }];
    case 'HeadRefForcePushedEvent': {
      const headSha = item.afterCommit?.oid;
      if (headSha === undefined) return [];
      return [{ ...common, key: entryKey.commitsPushed(headSha), kind: 'commits_pushed', data: { headSha } }];
    }
    case 'ReviewRequestedEvent':
    case 'ReviewRequestRemovedEvent':
      return requestEntries(item);
    case 'ReviewDismissedEvent':
      return dismissalEntries(item);
  }
}

function requestEntries(
  item: Extract<Item, { __typename: 'ReviewRequestedEvent' | 'ReviewRequestRemovedEvent' }>,
): TimelineEntry[] {
  const { requestedReviewer: reviewer, createdAt: at } = item;
  const id = reviewer == null ? null : 'id' in reviewer ? reviewer.id : reviewer.databaseId;
  if (reviewer == null || id == null) return [];
  const isTeam = !('id' in reviewer);
  const who = isTeam ? `team:${id}` : id;
  const data = isTeam ? { requestedTeamId: id } : { requestedAccountId: id };
  const common = { at, actorId: item.actor?.id ?? null, data };
  return item.__typename === 'ReviewRequestedEvent'
    ? [{ ...common, key: entryKey.reviewRequested(who, at), kind: 'review_requested' }]
    : [{ ...common, key: entryKey.reviewRequestRemoved(who, at), kind: 'review_request_removed' }];
}

function dismissalEntries(item: Extract<Item, { __typename: 'ReviewDismissedEvent' }>): TimelineEntry[] {
  const { review } = item;
  if (review == null) return [];
  const reviewId = review.fullDatabaseId;
  const dismissed: TimelineEntry = {
    key: entryKey.reviewDismissed(reviewId),
    kind: 'review_dismissed',
    at: item.createdAt,
    actorId: item.actor?.id ?? null,
    data: { reviewId },
  };
  if (review.submittedAt == null) return [dismissed];
  const submitted: TimelineEntry = {
    key: entryKey.reviewSubmitted(reviewId),
    kind: 'review_submitted',
    at: review.submittedAt,
    actorId: review.author?.id ?? null,
    data: { reviewId, ...stateData(item.previousReviewState) },
  };
  return [submitted, dismissed];
}

/** What a pull request that was read to its end tells: the same facts, under the same keys, as its webhooks would have. */
export function completePullRequest(
  part: PartialPullRequest,
  repository: RepositoryObservation,
): PullRequestObservation {
  const { node, isSettled } = part;
  const asOf = { updatedAt: node.updatedAt, isSettled };
  const base = {
    ...asOf,
    title: node.title,
    draft: node.isDraft,
    state: node.state === 'OPEN' ? ('open' as const) : ('closed' as const),
    baseRef: node.baseRefName,
    headRef: node.headRefName,
    headSha: node.headRefOid,
    headRepositoryId: node.headRepository?.databaseId ?? null,
    revertsNumber: readRevertedNumber(node.body ?? '', repository.fullName),
    labels: node.labels,
  };
  const { additions, deletions, changedFiles } = node;
  return {
    kind: 'pull_request',
    repository,
    accounts: part.accounts,
    githubId: node.fullDatabaseId,
    number: node.number,
    authorId: node.author?.id ?? null,
    snapshot: {
      base,
      size: { ...asOf, additions, deletions, changedFiles, commits: part.commitCount },
      generated: { ...asOf, lines: node.files ?? null },
      reviewComments: { ...asOf, count: part.reviewComments },
      firstAuthoredAt: firstAuthoredAmong(part.commits, {
        openedAt: node.createdAt,
        isRewritten: part.entries.some(({ kind, at }) => kind === 'commits_pushed' && at >= node.createdAt),
      }),
    },
    entries: completeEntries(part),
  };
}

function completeEntries({ node, entries }: PartialPullRequest): TimelineEntry[] {
  const { createdAt, mergedAt, closedAt } = node;
  const life: TimelineEntry[] = [
    {
      key: entryKey.opened(),
      kind: 'opened',
      at: createdAt,
      actorId: node.author?.id ?? null,
      data: { draft: wasDraft(entries, node.isDraft) },
    },
  ];
  if (mergedAt != null) {
    const actorId = node.mergedBy?.id ?? null;
    life.push({ key: entryKey.merged(mergedAt), kind: 'merged', at: mergedAt, actorId, data: {} });
  } else if (closedAt != null && node.state === 'CLOSED') {
    life.push({ key: entryKey.closed(closedAt), kind: 'closed', at: closedAt, actorId: null, data: {} });
  }
  const end = mergedAt ?? (node.state === 'CLOSED' ? closedAt : null) ?? null;
  const isTheEnd = ({ kind, at }: TimelineEntry) =>
    kind === 'closed' && end !== null && Math.abs(at - end) <= END_SECONDS * 1_000;
  return mergeTimelines(
    life,
    entries.filter((entry) => !isTheEnd(entry)),
  );
}

/** What it was opened as is what its first change of that was not; without one it still is. GitHub lists changes of one second in order. */
function wasDraft(entries: readonly TimelineEntry[], isDraft: boolean): boolean {
  const first = entries.find(({ kind }) => kind === 'ready_for_review' || kind === 'converted_to_draft');
  return first === undefined ? isDraft : first.kind === 'ready_for_review';
}
