import { nodeId } from '../../payloads/node-id.ts';
import type { GithubAccount, GithubTeam } from '../world/model.ts';
import { databaseId, type Scope } from './scope.ts';

const prefixes = { User: 'U', Bot: 'BOT', Organization: 'O' } as const;

export function accountNodeId(account: GithubAccount): string {
  return nodeId(prefixes[account.type], account.id);
}

/** A user, bot or organization; GraphQL writes bots without `[bot]`. */
export function actorView(account: GithubAccount | null, scope: Scope): object | null {
  if (account === null) return null;
  const login = account.login.replace(/\[bot\]$/, '');
  const path = account.type === 'Bot' ? `/github-apps/${login}` : `/${login}`;
  return {
    __typename: account.type,
    id: accountNodeId(account),
    databaseId: databaseId(account.id),
    login,
    name: account.name,
    email: account.email ?? '',
    avatarUrl: `${scope.url}/avatars/u/${account.id}`,
    resourcePath: path,
    url: scope.url + path,
  };
}

export function teamView(team: GithubTeam, scope: Scope): object {
  const path = `/orgs/${team.organization.login}/teams/${team.slug}`;
  return {
    __typename: 'Team',
    id: nodeId('T', team.organization.id, team.id),
    databaseId: databaseId(team.id),
    name: team.name,
    slug: team.slug,
    combinedSlug: `${team.organization.login}/${team.slug}`,
    organization: () => actorView(team.organization, scope),
    resourcePath: path,
    url: scope.url + path,
  };
}

/** Who was asked for a review: a person, a bot or a team. */
export function reviewerView(reviewer: GithubAccount | GithubTeam | null, scope: Scope): object | null {
  return reviewer !== null && 'slug' in reviewer ? teamView(reviewer, scope) : actorView(reviewer, scope);
}
