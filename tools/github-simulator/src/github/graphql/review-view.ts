import { nodeId } from '../../payloads/node-id.ts';
import { fullName } from '../world/github-world.ts';
import { dateTime } from '../world/instant.ts';
import type { GithubPullRequest, GithubReview, GithubReviewComment } from '../world/model.ts';
import { actorView } from './actor-view.ts';
import { commitView } from './commit-view.ts';
import { connection, type PageArguments } from './connection.ts';
import { databaseId, type Scope } from './scope.ts';

/** Looks up a commit of a pull request: its own, or one that its repository has seen. */
export function commitOf(pullRequest: GithubPullRequest, oid: string) {
  return pullRequest.commits.find((own) => own.oid === oid) ?? pullRequest.repository.commits.get(oid);
}

export function reviewView(pullRequest: GithubPullRequest, review: GithubReview, scope: Scope): object {
  const { repository } = pullRequest;
  const path = `/${fullName(repository)}/pull/${pullRequest.number}#pullrequestreview-${review.id}`;
  const comments = () => pullRequest.reviewComments.filter(({ reviewId }) => reviewId === review.id);
  return {
    __typename: 'PullRequestReview',
    id: nodeId('PRR', repository.id, review.id),
    databaseId: databaseId(review.id),
    fullDatabaseId: String(review.id),
    author: () => actorView(review.author, scope),
    authorAssociation: review.association,
    body: review.body,
    bodyText: review.body,
    state: review.state,
    createdAt: dateTime(review.submittedAt),
    publishedAt: dateTime(review.submittedAt),
    submittedAt: dateTime(review.submittedAt),
    updatedAt: dateTime(review.submittedAt),
    commit: () => commitView(review.oid, { repository, commit: commitOf(pullRequest, review.oid) }, scope),
    comments: (page: PageArguments) => commentConnection(pullRequest, comments(), { page, scope }),
    resourcePath: path,
    url: scope.url + path,
  };
}

function commentConnection(
  pullRequest: GithubPullRequest,
  items: readonly GithubReviewComment[],
  asked: { page: PageArguments; scope: Scope },
): object {
  return connection(asked.page, {
    items,
    positionOf: ({ createdAt, id }) => [createdAt, id],
    view: (comment) => commentView(pullRequest, comment, asked.scope),
  });
}

function commentView(pullRequest: GithubPullRequest, comment: GithubReviewComment, scope: Scope): object {
  const { repository } = pullRequest;
  const path = `/${fullName(repository)}/pull/${pullRequest.number}#discussion_r${comment.id}`;
  return {
    __typename: 'PullRequestReviewComment',
    id: nodeId('PRRC', repository.id, comment.id),
    databaseId: databaseId(comment.id),
    fullDatabaseId: String(comment.id),
    author: () => actorView(comment.author, scope),
    body: comment.body,
    bodyText: comment.body,
    path: comment.path,
    createdAt: dateTime(comment.createdAt),
    publishedAt: dateTime(comment.createdAt),
    updatedAt: dateTime(comment.createdAt),
    pullRequestReview: () => {
      const review = pullRequest.reviews.find(({ id }) => id === comment.reviewId);
      return review === undefined ? null : reviewView(pullRequest, review, scope);
    },
    resourcePath: path,
    url: scope.url + path,
  };
}

/** Every comment opens a thread of its own: the local GitHub knows no replies. */
export function threadConnection(pullRequest: GithubPullRequest, page: PageArguments, scope: Scope): object {
  return connection(page, {
    items: pullRequest.reviewComments,
    positionOf: ({ createdAt, id }) => [createdAt, id],
    view: (comment) => ({
      __typename: 'PullRequestReviewThread',
      id: nodeId('PRRT', pullRequest.repository.id, comment.id),
      isResolved: false,
      isOutdated: false,
      path: comment.path,
      comments: (inner: PageArguments) => commentConnection(pullRequest, [comment], { page: inner, scope }),
    }),
  });
}
