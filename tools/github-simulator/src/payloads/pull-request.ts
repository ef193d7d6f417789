import type { Account, JsonObject, Label, Occurrence, PullRequest } from '../model.ts';
import { fernhill } from '../people.ts';
import { accountPayload, envelope, instantText } from './account.ts';
import { nodeId } from './node-id.ts';
import { fullName, nestedRepositoryPayload, repositoryPayload } from './repository.ts';

const orNull = (at: number | null): string | null => (at === null ? null : instantText(at));
const accountOrNull = (account: Account | null): JsonObject | null =>
  account === null ? null : accountPayload(account);

export function labelPayload(pullRequest: PullRequest, label: Label): JsonObject {
  return {
    id: label.id,
    node_id: nodeId('LA', pullRequest.repository.id, label.id),
    url: `https://api.github.com/repos/${fullName(pullRequest.repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: null,
  };
}

function headPayload(pullRequest: PullRequest): JsonObject {
  const { fork, repository } = pullRequest;
  const owner = fork === null ? fernhill.organization : fork.owner;
  const isGone = pullRequest.forkIsDeleted;
  const ownerIsGone = isGone && pullRequest.author === null;
  return {
    label: ownerIsGone
      ? `unknown repository:${pullRequest.headRef}`
      : `${owner.login}:${pullRequest.headRef}`,
    ref: pullRequest.headRef,
    sha: pullRequest.headSha,
    user: ownerIsGone ? null : accountPayload(owner),
    repo: isGone ? null : nestedRepositoryPayload(repository, fork),
  };
}

function basePayload(pullRequest: PullRequest): JsonObject {
  return {
    label: `${fernhill.organization.login}:main`,
    ref: 'main',
    sha: pullRequest.baseSha,
    user: accountPayload(fernhill.organization),
    repo: nestedRepositoryPayload(pullRequest.repository, null),
  };
}

function linksPayload(
  url: { api: string; issue: string; page: string },
  pullRequest: PullRequest,
): JsonObject {
  const repositoryUrl = `https://api.github.com/repos/${fullName(pullRequest.repository)}`;
  return {
    self: { href: url.api },
    html: { href: url.page },
    issue: { href: url.issue },
    comments: { href: `${url.issue}/comments` },
    review_comments: { href: `${url.api}/comments` },
    review_comment: { href: `${repositoryUrl}/pulls/comments{/number}` },
    commits: { href: `${url.api}/commits` },
    statuses: { href: `${repositoryUrl}/statuses/${pullRequest.headSha}` },
  };
}

/** The pull request as review payloads carry it: without sizes, merge state and merger. */
export function pullRequestSummary(pullRequest: PullRequest): JsonObject {
  const name = fullName(pullRequest.repository);
  const repositoryUrl = `https://api.github.com/repos/${name}`;
  const url = {
    api: `${repositoryUrl}/pulls/${pullRequest.number}`,
    issue: `${repositoryUrl}/issues/${pullRequest.number}`,
    page: `https://github.com/${name}/pull/${pullRequest.number}`,
  };
  return {
    url: url.api,
    id: pullRequest.id,
    node_id: nodeId('PR', pullRequest.repository.id, pullRequest.id),
    html_url: url.page,
    diff_url: `${url.page}.diff`,
    patch_url: `${url.page}.patch`,
    issue_url: url.issue,
    number: pullRequest.number,
    state: pullRequest.state,
    locked: false,
    title: pullRequest.title,
    user: accountOrNull(pullRequest.author),
    body: pullRequest.body,
    created_at: instantText(pullRequest.createdAt),
    updated_at: instantText(pullRequest.updatedAt),
    closed_at: orNull(pullRequest.closedAt),
    merged_at: orNull(pullRequest.mergedAt),
    merge_commit_sha: pullRequest.mergeCommitSha,
    assignee: accountOrNull(pullRequest.assignees[0] ?? null),
    assignees: pullRequest.assignees.map(accountPayload),
    requested_reviewers: pullRequest.requestedReviewers.map(accountPayload),
    requested_teams: [],
    labels: pullRequest.labels.map((label) => labelPayload(pullRequest, label)),
    milestone: null,
    draft: pullRequest.draft,
    commits_url: `${url.api}/commits`,
    review_comments_url: `${url.api}/comments`,
    review_comment_url: `${repositoryUrl}/pulls/comments{/number}`,
    comments_url: `${url.issue}/comments`,
    statuses_url: `${repositoryUrl}/statuses/${pullRequest.headSha}`,
    head: headPayload(pullRequest),
    base: basePayload(pullRequest),
    _links: linksPayload(url, pullRequest),
    author_association: pullRequest.association,
    auto_merge: null,
    active_lock_reason: null,
  };
}

function pullRequestInFull(pullRequest: PullRequest): JsonObject {
  const isOpen = pullRequest.state === 'open';
  const isFresh = pullRequest.createdAt === pullRequest.updatedAt;
  return {
    ...pullRequestSummary(pullRequest),
    merged: pullRequest.mergedAt !== null,
    mergeable: isOpen && !isFresh ? true : null,
    rebaseable: isOpen && !isFresh ? true : null,
    mergeable_state: !isOpen || isFresh ? 'unknown' : pullRequest.draft ? 'draft' : 'blocked',
    merged_by: accountOrNull(pullRequest.mergedBy),
    comments: pullRequest.comments,
    review_comments: pullRequest.reviewComments,
    maintainer_can_modify: pullRequest.fork !== null,
    commits: pullRequest.commits,
    additions: pullRequest.additions,
    deletions: pullRequest.deletions,
    changed_files: pullRequest.changedFiles,
  };
}

/** Pull requests of one branch share a lane with the pushes to that branch. */
export function branchLane(repositoryId: number, ref: string): string {
  return `${repositoryId}:${ref}`;
}

export interface PullRequestEvent {
  readonly action: string;
  readonly sender: Account;
  /** Fields that only this action has, such as `label` or `before` and `after`. */
  readonly detail?: JsonObject;
}

export function pullRequestOccurrence(pullRequest: PullRequest, told: PullRequestEvent): Occurrence {
  return {
    event: 'pull_request',
    action: told.action,
    lane: branchLane(pullRequest.repository.id, pullRequest.headRef),
    payload: () => ({
      action: told.action,
      number: pullRequest.number,
      pull_request: pullRequestInFull(pullRequest),
      ...told.detail,
      repository: repositoryPayload(pullRequest.repository),
      ...envelope(told.sender),
    }),
  };
}
