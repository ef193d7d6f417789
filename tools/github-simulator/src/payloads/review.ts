import type { Account, JsonObject, Occurrence, PullRequest, Review } from '../model.ts';
import { accountPayload, envelope, instantText } from './account.ts';
import { nodeId } from './node-id.ts';
import { branchLane, pullRequestSummary } from './pull-request.ts';
import { fullName, repositoryPayload } from './repository.ts';

function reviewPayload(pullRequest: PullRequest, review: Review): JsonObject {
  const path = `${fullName(pullRequest.repository)}/pull`;
  const page = `https://github.com/${path}/${pullRequest.number}#pullrequestreview-${review.id}`;
  const url = `https://api.github.com/repos/${path}s/${pullRequest.number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', pullRequest.repository.id, review.id),
    user: accountPayload(review.reviewer),
    body: review.body,
    commit_id: review.commitSha,
    submitted_at: instantText(review.submittedAt),
    state: review.state,
    html_url: page,
    pull_request_url: url,
    author_association: review.association,
    _links: { html: { href: page }, pull_request: { href: url } },
  };
}

export interface ReviewEvent {
  readonly action: 'submitted' | 'dismissed';
  readonly review: Review;
  readonly sender: Account;
}

export function reviewOccurrence(pullRequest: PullRequest, told: ReviewEvent): Occurrence {
  return {
    event: 'pull_request_review',
    action: told.action,
    lane: branchLane(pullRequest.repository.id, pullRequest.headRef),
    payload: () => ({
      action: told.action,
      review: reviewPayload(pullRequest, told.review),
      pull_request: pullRequestSummary(pullRequest),
      repository: repositoryPayload(pullRequest.repository),
      ...envelope(told.sender),
    }),
  };
}

export interface ReviewComment {
  readonly id: number;
  readonly review: Review;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

function commentPayload(pullRequest: PullRequest, comment: ReviewComment): JsonObject {
  const name = fullName(pullRequest.repository);
  const url = `https://api.github.com/repos/${name}/pulls/comments/${comment.id}`;
  const page = `https://github.com/${name}/pull/${pullRequest.number}#discussion_r${comment.id}`;
  const pullRequestUrl = `https://api.github.com/repos/${name}/pulls/${pullRequest.number}`;
  const reactions = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];
  const at = instantText(comment.review.submittedAt);
  return {
    url,
    pull_request_review_id: comment.review.id,
    id: comment.id,
    node_id: nodeId('PRRC', pullRequest.repository.id, comment.id),
    diff_hunk: `@@ -${comment.line},3 +${comment.line},4 @@`,
    path: comment.path,
    commit_id: comment.review.commitSha,
    original_commit_id: comment.review.commitSha,
    user: accountPayload(comment.review.reviewer),
    body: comment.text,
    created_at: at,
    updated_at: at,
    html_url: page,
    pull_request_url: pullRequestUrl,
    author_association: comment.review.association,
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullRequestUrl } },
    reactions: {
      url: `${url}/reactions`,
      total_count: 0,
      ...Object.fromEntries(reactions.map((name_) => [name_, 0])),
    },
    start_line: null,
    original_start_line: null,
    start_side: null,
    line: comment.line,
    original_line: comment.line,
    side: 'RIGHT',
    original_position: 1,
    position: 1,
    subject_type: 'line',
  };
}

export function reviewCommentOccurrence(pullRequest: PullRequest, comment: ReviewComment): Occurrence {
  return {
    event: 'pull_request_review_comment',
    action: 'created',
    lane: branchLane(pullRequest.repository.id, pullRequest.headRef),
    payload: () => ({
      action: 'created',
      comment: commentPayload(pullRequest, comment),
      pull_request: pullRequestSummary(pullRequest),
      repository: repositoryPayload(pullRequest.repository),
      ...envelope(comment.review.reviewer),
    }),
  };
}
