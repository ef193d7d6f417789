import { readNodeId } from '../../payloads/node-id.ts';
import { mayRead } from '../http/caller.ts';
import { dateTime } from '../world/instant.ts';
import { actorView, teamView } from './actor-view.ts';
import { connection, type PageArguments } from './connection.ts';
import { pullRequestView } from './pull-request-view.ts';
import { NotFound, repositoryView } from './repository-view.ts';
import { reviewView } from './review-view.ts';
import type { Scope } from './scope.ts';
import { searchPullRequests } from './search.ts';

/** Finds what a node id names, if the caller may see it. */
function node(id: string, scope: Scope): object {
  const { world, caller } = scope;
  const parts = readNodeId(id);
  const [first = 0, second = 0] = parts?.numbers ?? [];
  const repository = world.repositories.get(first);
  const isVisible = repository !== undefined && mayRead(caller, repository);
  if (parts?.prefix === 'R' && isVisible) return repositoryView(repository, scope, pullRequestView);
  if (isVisible && (parts?.prefix === 'PR' || parts?.prefix === 'PRR')) {
    const found = [...repository.pullRequests.values()];
    const own = world.pullRequests.get(second);
    if (parts.prefix === 'PR' && own?.repository === repository) return pullRequestView(own, scope);
    for (const pullRequest of parts.prefix === 'PRR' ? found : []) {
      const review = pullRequest.reviews.find((candidate) => candidate.id === second);
      if (review !== undefined) return reviewView(pullRequest, review, scope);
    }
  }
  const account = world.accounts.get(first);
  if (account !== undefined && ['U', 'BOT', 'O'].includes(parts?.prefix ?? '')) {
    return actorView(account, scope) ?? {};
  }
  const team = world.teams.get(second);
  if (parts?.prefix === 'T' && team !== undefined) return teamView(team, scope);
  throw new NotFound(`Could not resolve to a node with the global id of '${id}'`);
}

function repositoryNamed(asked: { owner: string; name: string }, scope: Scope): object {
  const name = `${asked.owner}/${asked.name}`;
  const found = scope.world.repositoryByName(name);
  if (found === null || !mayRead(scope.caller, found.repository)) {
    throw new NotFound(`Could not resolve to a Repository with the name '${name}'.`);
  }
  return repositoryView(found.repository, scope, pullRequestView);
}

function search(asked: PageArguments & { query: string; type: string }, scope: Scope): object {
  const all = asked.type.startsWith('ISSUE') ? searchPullRequests(scope.world, asked.query) : [];
  const items = all.filter(({ repository }) => mayRead(scope.caller, repository));
  const page = connection(asked, {
    items: items.slice(0, 1_000),
    positionOf: ({ createdAt, id }) => [createdAt, id],
    isDescending: true,
    view: (pullRequest) => pullRequestView(pullRequest, scope),
  });
  const counts = { issueCount: items.length, repositoryCount: 0, userCount: 0, codeCount: 0 };
  return { ...page, ...counts, discussionCount: 0, wikiCount: 0 };
}

/** GitHub names the viewer of an installation after the App's bot. */
function viewer({ caller, world }: Scope): object {
  if (caller.kind === 'user' || caller.kind === 'personal') return caller.user;
  const slug = caller.kind === 'installation' ? caller.installation.app.slug : 'ghost';
  return (
    world.accountByLogin(`${slug}[bot]`) ?? { id: 0, login: slug, type: 'User', name: null, email: null }
  );
}

/** The fields of the type Query that the local GitHub plays. */
export function rootOf(scope: Scope): object {
  const { budget, survey } = scope;
  return {
    node: ({ id }: { id: string }) => node(id, scope),
    nodes: ({ ids }: { ids: readonly string[] }) =>
      ids.map((id) => {
        try {
          return node(id, scope);
        } catch (error) {
          return error;
        }
      }),
    repository: (asked: { owner: string; name: string }) => repositoryNamed(asked, scope),
    search: (asked: PageArguments & { query: string; type: string }) => search(asked, scope),
    organization: ({ login }: { login: string }) => {
      const found = scope.world.accountByLogin(login);
      if (found?.type === 'Organization') return actorView(found, scope);
      throw new NotFound(`Could not resolve to an Organization with the login of '${login}'.`);
    },
    viewer: () => ({
      ...actorView(viewer(scope) as Parameters<typeof actorView>[0], scope),
      __typename: 'User',
    }),
    rateLimit: () => ({
      __typename: 'RateLimit',
      cost: survey.cost,
      limit: budget.limit,
      nodeCount: survey.nodeCount,
      remaining: budget.remaining,
      used: budget.used,
      resetAt: dateTime(budget.resetsAt),
    }),
  };
}
