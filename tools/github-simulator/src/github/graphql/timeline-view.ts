import { nodeId } from '../../payloads/node-id.ts';
import { dateTime } from '../world/instant.ts';
import type {
  GithubCommit,
  GithubEvent,
  GithubEventType,
  GithubPullRequest,
  GithubReview,
} from '../world/model.ts';
import { actorView, reviewerView } from './actor-view.ts';
import { commitView, pullRequestCommitView } from './commit-view.ts';
import { connection, type PageArguments, type Position } from './connection.ts';
import { commitOf, reviewView } from './review-view.ts';
import type { Scope } from './scope.ts';

type TimelineType = GithubEventType | 'PullRequestCommit' | 'PullRequestReview';

interface TimelineItem {
  readonly type: TimelineType;
  readonly position: Position;
  readonly view: () => object;
}

const prefixes: Readonly<Record<GithubEventType, string>> = {
  ReadyForReviewEvent: 'RFRE',
  ConvertToDraftEvent: 'CTDE',
  ReopenedEvent: 'REE',
  ClosedEvent: 'CE',
  MergedEvent: 'ME',
  ReviewRequestedEvent: 'RRE',
  ReviewRequestRemovedEvent: 'RRRE',
  ReviewDismissedEvent: 'RDE',
  HeadRefForcePushedEvent: 'HRFPE',
  HeadRefDeletedEvent: 'HRDE',
  BaseRefChangedEvent: 'BRCE',
  RenamedTitleEvent: 'RTE',
  LabeledEvent: 'LE',
  UnlabeledEvent: 'UNLE',
};

/** The name of a type in `itemTypes`: `ReadyForReviewEvent` is `READY_FOR_REVIEW_EVENT`. */
function itemTypeOf(type: TimelineType): string {
  return type.replaceAll(/(?<!^)([A-Z])/g, '_$1').toUpperCase();
}

function detailOf(pullRequest: GithubPullRequest, event: GithubEvent, scope: Scope): object {
  const { repository } = pullRequest;
  const commit = (oid: string | null) =>
    oid === null ? null : commitView(oid, { repository, commit: commitOf(pullRequest, oid) }, scope);
  // GitHub collects commits that no branch holds any more, and answers with null for them.
  const keptCommit = (oid: string) => (commitOf(pullRequest, oid) === undefined ? null : commit(oid));
  switch (event.type) {
    case 'MergedEvent':
      return { commit: () => commit(event.oid), mergeRefName: pullRequest.baseRef };
    case 'ReviewRequestedEvent':
    case 'ReviewRequestRemovedEvent':
      return { requestedReviewer: () => reviewerView(event.reviewer, scope) };
    case 'ReviewDismissedEvent':
      return {
        dismissalMessage: null,
        previousReviewState: event.previousState,
        review: () => {
          const review = pullRequest.reviews.find(({ id }) => id === event.reviewId);
          return review === undefined ? null : reviewView(pullRequest, review, scope);
        },
      };
    case 'HeadRefForcePushedEvent':
      return {
        beforeCommit: () => keptCommit(event.beforeOid),
        afterCommit: () => keptCommit(event.afterOid),
        ref: null,
      };
    case 'HeadRefDeletedEvent':
      return { headRefName: event.refName };
    case 'BaseRefChangedEvent':
      return { previousRefName: event.from, currentRefName: event.to };
    case 'RenamedTitleEvent':
      return { previousTitle: event.from, currentTitle: event.to };
    case 'LabeledEvent':
    case 'UnlabeledEvent':
      return { label: labelView(pullRequest, event.label) };
    default:
      return {};
  }
}

function eventItem(pullRequest: GithubPullRequest, event: GithubEvent, scope: Scope): TimelineItem {
  return {
    type: event.type,
    position: [event.at, event.id],
    view: () => ({
      __typename: event.type,
      id: nodeId(prefixes[event.type], pullRequest.repository.id, event.id),
      actor: () => actorView(event.actor, scope),
      createdAt: dateTime(event.at),
      ...detailOf(pullRequest, event, scope),
    }),
  };
}

function commitItem(pullRequest: GithubPullRequest, commit: GithubCommit, scope: Scope): TimelineItem {
  return {
    type: 'PullRequestCommit',
    position: [commit.committedAt, Number.parseInt(commit.oid.slice(0, 8), 16)],
    view: () => pullRequestCommitView(pullRequest, commit, scope),
  };
}

function reviewItem(pullRequest: GithubPullRequest, review: GithubReview, scope: Scope): TimelineItem {
  return {
    type: 'PullRequestReview',
    position: [review.submittedAt, review.id],
    view: () => reviewView(pullRequest, review, scope),
  };
}

export function labelView(pullRequest: GithubPullRequest, label: GithubEventLabel): object {
  const id = nodeId('LA', pullRequest.repository.id, label.id);
  return { __typename: 'Label', id, name: label.name, color: label.color, description: null };
}
type GithubEventLabel = GithubPullRequest['labels'][number];

export type TimelineArguments = PageArguments & {
  readonly itemTypes?: readonly string[] | null;
  readonly since?: string | null;
  readonly skip?: number | null;
};

/** Commits, reviews and events in the order in which they happened. */
export function timelineConnection(
  pullRequest: GithubPullRequest,
  asked: TimelineArguments,
  scope: Scope,
): object {
  const wanted = asked.itemTypes == null ? null : new Set(asked.itemTypes);
  const all = [
    ...pullRequest.commits.map((commit) => commitItem(pullRequest, commit, scope)),
    ...pullRequest.reviews.map((review) => reviewItem(pullRequest, review, scope)),
    ...pullRequest.events.map((event) => eventItem(pullRequest, event, scope)),
  ].sort((a, b) => a.position[0] - b.position[0] || a.position[1] - b.position[1]);
  const since = asked.since == null ? null : Date.parse(asked.since);
  const items = all
    .filter((item) => wanted === null || wanted.has(itemTypeOf(item.type)))
    .filter((item) => since === null || item.position[0] >= since)
    .slice(asked.skip ?? 0);
  const page = connection(asked, { items, positionOf: (item) => item.position, view: (item) => item.view() });
  const pageSize = asked.first ?? asked.last ?? 0;
  return {
    ...page,
    totalCount: all.length,
    filteredCount: items.length,
    pageCount: Math.min(pageSize, items.length),
    updatedAt: dateTime(pullRequest.updatedAt),
  };
}
