import type { JsonObject } from '../../model.ts';
import { legacyNodeId, nodeId } from '../../payloads/node-id.ts';
import type { GithubApp, GithubInstallation } from '../apps/registry.ts';
import { accountNodeId } from '../graphql/actor-view.ts';
import { dateTime } from '../world/instant.ts';
import type { GithubAccount, GithubTeam } from '../world/model.ts';

/** The "simple user" of REST. @param url address of the local GitHub */
export function accountJson(account: GithubAccount, url: string): JsonObject {
  const isBot = account.type === 'Bot';
  const api = `${url}/api/v3/users/${encodeURIComponent(account.login)}`;
  const page = isBot ? `github-apps/${account.login.replace('[bot]', '')}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    avatar_url: `${url}/avatars/u/${account.id}`,
    gravatar_id: '',
    url: api,
    html_url: `${url}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function accountOrNull(account: GithubAccount | null, url: string): JsonObject | null {
  return account === null ? null : accountJson(account, url);
}

/** What `GET /user` adds to the simple user. */
export function publicUserJson(account: GithubAccount, url: string): JsonObject {
  const at = dateTime(Date.UTC(2019, 4, 2, 8, 0, 0));
  const empty = { company: null, blog: null, location: null, hireable: null, bio: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const { name, email } = account;
  return { ...accountJson(account, url), name, email, ...empty, ...counts, created_at: at, updated_at: at };
}

/** The `organization` object of webhooks. */
export function organizationJson(account: GithubAccount, url: string): JsonObject {
  const api = `${url}/api/v3/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${url}/avatars/u/${account.id}`,
    description: null,
  };
}

export function teamJson(team: GithubTeam, url: string): JsonObject {
  const api = `${url}/api/v3/organizations/${team.organization.id}/team/${team.id}`;
  return {
    name: team.name,
    id: team.id,
    node_id: nodeId('T', team.organization.id, team.id),
    slug: team.slug,
    description: team.description,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    url: api,
    html_url: `${url}/orgs/${team.organization.login}/teams/${team.slug}`,
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
    permission: 'push',
    parent: null,
  };
}

export function installationJson(installation: GithubInstallation, url: string): JsonObject {
  const { app, account, id } = installation;
  const settings = account.type === 'Organization' ? `organizations/${account.login}/settings` : 'settings';
  return {
    id,
    client_id: app.clientId,
    account: accountJson(account, url),
    repository_selection: installation.selection,
    access_tokens_url: `${url}/api/v3/app/installations/${id}/access_tokens`,
    repositories_url: `${url}/api/v3/installation/repositories`,
    html_url: `${url}/${settings}/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...installation.permissions },
    events: [...app.events],
    created_at: dateTime(installation.createdAt),
    updated_at: dateTime(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: accountOrNull(installation.suspendedBy, url),
    suspended_at: dateTime(installation.suspendedAt),
  };
}

/** The short `installation` that every webhook of an App carries. */
export function installationReferenceJson(installation: GithubInstallation): JsonObject {
  return { id: installation.id, node_id: legacyNodeId('IntegrationInstallation', installation.id) };
}

export function appJson(app: GithubApp, url: string, installations: number): JsonObject {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    client_id: app.clientId,
    owner: accountJson(app.owner, url),
    name: app.name,
    description: '',
    external_url: app.url,
    html_url: `${url}/github-apps/${app.slug}`,
    created_at: dateTime(app.createdAt),
    updated_at: dateTime(app.createdAt),
    permissions: { ...app.permissions },
    events: [...app.events],
    installations_count: installations,
  };
}
