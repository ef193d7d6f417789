import { nodeId } from '../../payloads/node-id.ts';
import { fullName } from '../world/github-world.ts';
import { dateTime } from '../world/instant.ts';
import type { GithubPullRequest } from '../world/model.ts';
import { accountNodeId, actorView, reviewerView } from './actor-view.ts';
import { commitView, pullRequestCommitView } from './commit-view.ts';
import { connection, type PageArguments } from './connection.ts';
import { fileConnection } from './file-view.ts';
import { repositoryView } from './repository-view.ts';
import { commitOf, reviewView, threadConnection } from './review-view.ts';
import { databaseId, type Scope } from './scope.ts';
import { labelView, type TimelineArguments, timelineConnection } from './timeline-view.ts';

type ReviewArguments = PageArguments & {
  readonly states?: readonly string[] | null;
  readonly author?: string | null;
};

export function pullRequestView(pullRequest: GithubPullRequest, scope: Scope): object {
  const { repository, id } = pullRequest;
  const path = `/${fullName(repository)}/pull/${pullRequest.number}`;
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', repository.id, id),
    databaseId: databaseId(id),
    fullDatabaseId: String(id),
    number: pullRequest.number,
    title: pullRequest.title,
    body: pullRequest.body ?? '',
    bodyText: pullRequest.body ?? '',
    isDraft: pullRequest.isDraft,
    state: pullRequest.state,
    closed: pullRequest.state !== 'OPEN',
    merged: pullRequest.state === 'MERGED',
    locked: false,
    author: () => actorView(pullRequest.author, scope),
    authorAssociation: pullRequest.association,
    mergedBy: () => actorView(pullRequest.mergedBy, scope),
    repository: () => repositoryView(repository, scope, pullRequestView),
    additions: pullRequest.additions,
    deletions: pullRequest.deletions,
    changedFiles: pullRequest.changedFiles,
    createdAt: dateTime(pullRequest.createdAt),
    publishedAt: dateTime(pullRequest.createdAt),
    updatedAt: dateTime(pullRequest.updatedAt),
    closedAt: dateTime(pullRequest.closedAt),
    mergedAt: dateTime(pullRequest.mergedAt),
    totalCommentsCount: pullRequest.comments + pullRequest.reviewComments.length,
    resourcePath: path,
    permalink: scope.url + path,
    url: scope.url + path,
    ...branches(pullRequest, scope),
    ...listings(pullRequest, scope),
  };
}

function branches(pullRequest: GithubPullRequest, scope: Scope): object {
  const { repository, headRepository, mergeOid } = pullRequest;
  return {
    baseRefName: pullRequest.baseRef,
    baseRefOid: pullRequest.baseOid,
    headRefName: pullRequest.headRef,
    headRefOid: pullRequest.headOid,
    baseRepository: () => repositoryView(repository, scope, pullRequestView),
    headRepository: () =>
      headRepository === null ? null : repositoryView(headRepository, scope, pullRequestView),
    headRepositoryOwner: () => actorView(headRepository?.owner ?? null, scope),
    isCrossRepository: headRepository !== repository,
    mergeCommit: () =>
      mergeOid === null
        ? null
        : commitView(mergeOid, { repository, commit: commitOf(pullRequest, mergeOid) }, scope),
  };
}

/** Comments outside of the code are only counted: a page of them is always empty. */
function commentCount(pullRequest: GithubPullRequest, page: PageArguments): object {
  const nothing = connection(page, { items: [] as never[], positionOf: () => [0, 0], view: () => ({}) });
  return { ...nothing, totalCount: pullRequest.comments };
}

function listings(pullRequest: GithubPullRequest, scope: Scope): object {
  return {
    labels: (page: PageArguments) =>
      connection(page, {
        items: pullRequest.labels,
        positionOf: (label) => [pullRequest.labels.indexOf(label), label.id],
        view: (label) => labelView(pullRequest, label),
      }),
    files: (page: PageArguments) => fileConnection(pullRequest, page),
    commits: (page: PageArguments) =>
      connection(page, {
        items: pullRequest.commits.map((commit, index) => ({ commit, index })),
        positionOf: ({ index }) => [index, 0],
        view: ({ commit }) => pullRequestCommitView(pullRequest, commit, scope),
      }),
    reviews: ({ states, author, ...page }: ReviewArguments) =>
      connection(page, {
        items: pullRequest.reviews
          .filter((review) => states == null || states.includes(review.state))
          .filter((review) => author == null || review.author?.login === author),
        positionOf: ({ submittedAt, id }) => [submittedAt, id],
        view: (review) => reviewView(pullRequest, review, scope),
      }),
    timelineItems: (asked: TimelineArguments) => timelineConnection(pullRequest, asked, scope),
    reviewThreads: (page: PageArguments) => threadConnection(pullRequest, page, scope),
    comments: (page: PageArguments) => commentCount(pullRequest, page),
    assignees: (page: PageArguments) =>
      connection(page, {
        items: pullRequest.assignees,
        positionOf: ({ id }) => [0, id],
        view: (account) => actorView(account, scope) ?? {},
      }),
    reviewRequests: (page: PageArguments) =>
      connection(page, {
        items: pullRequest.reviewRequests,
        positionOf: ({ id }) => [0, id],
        view: (reviewer) => ({
          __typename: 'ReviewRequest',
          id: 'type' in reviewer ? accountNodeId(reviewer) : nodeId('T', reviewer.id),
          requestedReviewer: () => reviewerView(reviewer, scope),
        }),
      }),
  };
}
