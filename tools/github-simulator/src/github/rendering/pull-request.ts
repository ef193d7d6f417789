import type { JsonObject } from '../../model.ts';
import { nodeId } from '../../payloads/node-id.ts';
import { fullName } from '../world/github-world.ts';
import { dateTime } from '../world/instant.ts';
import type { GithubAccount, GithubCommit, GithubPullRequest, GithubRepository } from '../world/model.ts';
import { accountJson, accountOrNull, teamJson } from './account.ts';

function isAccount(asked: GithubPullRequest['reviewRequests'][number]): asked is GithubAccount {
  return 'type' in asked;
}

function linksJson(
  urls: { api: string; issue: string; page: string; repository: string },
  oid: string,
): JsonObject {
  return {
    self: { href: urls.api },
    html: { href: urls.page },
    issue: { href: urls.issue },
    comments: { href: `${urls.issue}/comments` },
    review_comments: { href: `${urls.api}/comments` },
    review_comment: { href: `${urls.repository}/pulls/comments{/number}` },
    commits: { href: `${urls.api}/commits` },
    statuses: { href: `${urls.repository}/statuses/${oid}` },
  };
}

/** How a repository is shown; a list renders each only once. */
export type ShownRepository = (repository: GithubRepository) => JsonObject;

function endJson(
  end: { repository: GithubRepository | null; ref: string; oid: string },
  url: string,
  show: ShownRepository,
): JsonObject {
  const { repository, ref, oid } = end;
  return {
    label: repository === null ? `unknown repository:${ref}` : `${repository.owner.login}:${ref}`,
    ref,
    sha: oid,
    user: repository === null ? null : accountJson(repository.owner, url),
    repo: repository === null ? null : show(repository),
  };
}

/** A pull request as REST lists show it: without sizes, merge state and merger. @param url address of the local GitHub */
export function pullRequestJson(
  pullRequest: GithubPullRequest,
  url: string,
  show: ShownRepository,
): JsonObject {
  const name = fullName(pullRequest.repository);
  const repository = `${url}/api/v3/repos/${name}`;
  const api = `${repository}/pulls/${pullRequest.number}`;
  const issue = `${repository}/issues/${pullRequest.number}`;
  const page = `${url}/${name}/pull/${pullRequest.number}`;
  const assignees = pullRequest.assignees.map((account) => accountJson(account, url));
  return {
    url: api,
    id: pullRequest.id,
    node_id: nodeId('PR', pullRequest.repository.id, pullRequest.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number: pullRequest.number,
    state: pullRequest.state === 'OPEN' ? 'open' : 'closed',
    locked: false,
    title: pullRequest.title,
    user: accountOrNull(pullRequest.author, url),
    body: pullRequest.body,
    created_at: dateTime(pullRequest.createdAt),
    updated_at: dateTime(pullRequest.updatedAt),
    closed_at: dateTime(pullRequest.closedAt),
    merged_at: dateTime(pullRequest.mergedAt),
    merge_commit_sha: pullRequest.mergeOid,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pullRequest.reviewRequests
      .filter(isAccount)
      .map((account) => accountJson(account, url)),
    requested_teams: pullRequest.reviewRequests.flatMap((asked) =>
      isAccount(asked) ? [] : [teamJson(asked, url)],
    ),
    labels: pullRequest.labels.map(({ id, name: label, color }) => ({
      id,
      node_id: nodeId('LA', pullRequest.repository.id, id),
      url: `${repository}/labels/${encodeURIComponent(label)}`,
      name: label,
      color,
      default: false,
      description: '',
    })),
    milestone: null,
    draft: pullRequest.isDraft,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${repository}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${repository}/statuses/${pullRequest.headOid}`,
    head: endJson(
      { repository: pullRequest.headRepository, ref: pullRequest.headRef, oid: pullRequest.headOid },
      url,
      show,
    ),
    base: endJson(
      { repository: pullRequest.repository, ref: pullRequest.baseRef, oid: pullRequest.baseOid },
      url,
      show,
    ),
    _links: linksJson({ api, issue, page, repository }, pullRequest.headOid),
    author_association: pullRequest.association,
    auto_merge: null,
    active_lock_reason: null,
  };
}

export function commitJson(repository: GithubRepository, commit: GithubCommit, url: string): JsonObject {
  const name = fullName(repository);
  const api = `${url}/api/v3/repos/${name}`;
  const { author, authoredAt, committedAt, oid } = commit;
  const signature = { name: author.name, email: author.email };
  return {
    sha: oid,
    node_id: `C_${Buffer.from(`${repository.id}/${oid}`).toString('base64url')}`,
    url: `${api}/commits/${oid}`,
    html_url: `${url}/${name}/commit/${oid}`,
    comments_url: `${api}/commits/${oid}/comments`,
    commit: {
      url: `${api}/git/commits/${oid}`,
      author: { ...signature, date: dateTime(authoredAt) },
      committer: { ...signature, date: dateTime(committedAt) },
      message: commit.message,
      tree: { url: `${api}/git/trees/${oid}`, sha: oid },
      comment_count: 0,
    },
    author: accountOrNull(author.user, url),
    committer: accountOrNull(author.user, url),
    parents:
      commit.parentOid === null
        ? []
        : [
            {
              url: `${api}/commits/${commit.parentOid}`,
              html_url: `${url}/${name}/commit/${commit.parentOid}`,
              sha: commit.parentOid,
            },
          ],
  };
}
