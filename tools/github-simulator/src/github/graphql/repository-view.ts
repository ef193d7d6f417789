import { nodeId } from '../../payloads/node-id.ts';
import { fullName } from '../world/github-world.ts';
import { dateTime } from '../world/instant.ts';
import type { GithubPullRequest, GithubRepository } from '../world/model.ts';
import { actorView } from './actor-view.ts';
import { connection, type PageArguments } from './connection.ts';
import { databaseId, type Scope } from './scope.ts';

type ListArguments = PageArguments & {
  readonly states?: readonly string[] | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
  readonly headRefName?: string | null;
  readonly baseRefName?: string | null;
};

/** How a pull request is shown; handed in, for each view leads to the other. */
export type PullRequestView = (pullRequest: GithubPullRequest, scope: Scope) => object;

/** @param view how the pull requests in it are shown */
export function repositoryView(repository: GithubRepository, scope: Scope, view: PullRequestView): object {
  const path = `/${fullName(repository)}`;
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    databaseId: databaseId(repository.id),
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: () => actorView(repository.owner, scope),
    description: repository.description,
    isPrivate: repository.isPrivate,
    isArchived: repository.isArchived,
    isFork: repository.isFork,
    isDisabled: false,
    isEmpty: false,
    visibility: repository.isPrivate ? 'PRIVATE' : 'PUBLIC',
    createdAt: dateTime(repository.createdAt),
    updatedAt: dateTime(repository.updatedAt),
    pushedAt: dateTime(repository.pushedAt),
    defaultBranchRef: () => ({
      __typename: 'Ref',
      id: `REF_${Buffer.from(`${repository.id}/${repository.defaultBranch}`).toString('base64url')}`,
      name: repository.defaultBranch,
      prefix: 'refs/heads/',
    }),
    resourcePath: path,
    url: scope.url + path,
    pullRequest: ({ number }: { number: number }) => {
      const found = repository.pullRequests.get(number);
      if (found !== undefined) return view(found, scope);
      throw new NotFound(`Could not resolve to a PullRequest with the number of ${number}.`);
    },
    pullRequests: (asked: ListArguments) =>
      pullRequestConnection(repository, asked, (item) => view(item, scope)),
  };
}

/** GraphQL's way of 404: null, and an error of the type NOT_FOUND. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

function pullRequestConnection(
  repository: GithubRepository,
  asked: ListArguments,
  view: (pullRequest: GithubPullRequest) => object,
): object {
  const isByUpdate = asked.orderBy?.field === 'UPDATED_AT';
  const isDescending = asked.orderBy?.direction === 'DESC';
  const keyOf = (item: GithubPullRequest) => (isByUpdate ? item.updatedAt : item.createdAt);
  const items = [...repository.pullRequests.values()]
    .filter(({ state }) => asked.states == null || asked.states.includes(state))
    .filter(({ headRef }) => asked.headRefName == null || headRef === asked.headRefName)
    .filter(({ baseRef }) => asked.baseRefName == null || baseRef === asked.baseRefName)
    .sort((a, b) => (keyOf(a) - keyOf(b) || a.id - b.id) * (isDescending ? -1 : 1));
  return connection(asked, { items, positionOf: (item) => [keyOf(item), item.id], isDescending, view });
}
