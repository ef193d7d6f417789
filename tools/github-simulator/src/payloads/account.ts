import type { Account, JsonObject } from '../model.ts';
import { fernhill } from '../people.ts';
import { legacyNodeId, nodeId } from './node-id.ts';

const api = 'https://api.github.com';

/** An instant as GitHub writes it: ISO 8601, whole seconds, Z. */
export function instantText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Whole seconds since 1970, as in push payloads. */
export function unixSeconds(at: number): number {
  return Math.floor(at / 1_000);
}

function renderAccount(account: Account): JsonObject {
  const path = account.type === 'Bot' ? encodeURIComponent(account.login) : account.login;
  const url = `${api}/users/${path}`;
  const page = account.type === 'Bot' ? `apps/${account.login.replace('[bot]', '')}` : account.login;
  const prefix = { User: 'U', Bot: 'BOT', Organization: 'O' }[account.type];
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(prefix, account.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

const rendered = new Map<number, JsonObject>();

/** The "simple user" object; accounts never change, so each is rendered once. */
export function accountPayload(account: Account): JsonObject {
  let payload = rendered.get(account.id);
  if (payload === undefined) {
    payload = renderAccount(account);
    rendered.set(account.id, payload);
  }
  return payload;
}

/** The `organization` object of every payload. */
export const organizationPayload: JsonObject = (() => {
  const { id, login } = fernhill.organization;
  const url = `${api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('O', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    description: 'Checkout software for independent shops',
  };
})();

/** The short `installation` object that GitHub adds to every payload of an app. */
export function installationReference(installationId: number): JsonObject {
  return { id: installationId, node_id: legacyNodeId('IntegrationInstallation', installationId) };
}

/** What every payload of the organization ends with. */
export function envelope(sender: Account): JsonObject {
  return {
    organization: organizationPayload,
    sender: accountPayload(sender),
    installation: installationReference(fernhill.installationId),
  };
}
