import { fullName } from '../world/github-world.ts';
import { dateTime } from '../world/instant.ts';
import type { GithubAccount, GithubCommit, GithubPullRequest, GithubRepository } from '../world/model.ts';
import { actorView } from './actor-view.ts';
import type { Scope } from './scope.ts';

function opaqueId(prefix: string, text: string): string {
  return `${prefix}_${Buffer.from(text).toString('base64url')}`;
}

/** A commit of which only the name may be known: one that a forced push replaced, or the result of a merge. */
export function commitView(
  oid: string,
  of: { repository: GithubRepository; commit: GithubCommit | undefined },
  scope: Scope,
): object {
  const { repository, commit } = of;
  const path = `/${fullName(repository)}/commit/${oid}`;
  const common = {
    __typename: 'Commit',
    id: opaqueId('C', `${repository.id}/${oid}`),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    resourcePath: path,
    url: scope.url + path,
  };
  if (commit === undefined) return common;
  const authoredDate = dateTime(commit.authoredAt);
  const author = {
    name: commit.author.name,
    email: commit.author.email,
    date: authoredDate,
    user: () => signerView(commit.author.user, scope),
  };
  return {
    ...common,
    message: commit.message,
    messageHeadline: commit.message.split('\n', 1)[0],
    author,
    committer: { ...author, date: dateTime(commit.committedAt) },
    authoredByCommitter: true,
    authoredDate,
    committedDate: dateTime(commit.committedAt),
  };
}

/** Who a commit's address belongs to. Even a bot is a user here, under its login with `[bot]`. */
function signerView(account: GithubAccount | null, scope: Scope): object | null {
  return account && { ...actorView(account, scope), __typename: 'User', login: account.login };
}

export function pullRequestCommitView(
  pullRequest: GithubPullRequest,
  commit: GithubCommit,
  scope: Scope,
): object {
  const path = `/${fullName(pullRequest.repository)}/pull/${pullRequest.number}/commits/${commit.oid}`;
  return {
    __typename: 'PullRequestCommit',
    id: opaqueId('PURC', `${pullRequest.id}/${commit.oid}`),
    commit: () => commitView(commit.oid, { repository: pullRequest.repository, commit }, scope),
    resourcePath: path,
    url: scope.url + path,
  };
}
