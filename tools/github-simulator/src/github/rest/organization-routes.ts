import { ApiError } from '../http/api-error.ts';
import { demandPermission } from '../http/caller.ts';
import { type Answer, jsonAnswer } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import {
  accountJson,
  installationJson,
  organizationJson,
  publicUserJson,
  teamJson,
} from '../rendering/account.ts';
import type { GithubAccount, GithubTeam } from '../world/model.ts';
import { numberedPage } from './paging.ts';

/** @throws ApiError 404 unless the organization is the caller's own to see, 403 without the permission `members` */
function organizationOf(call: Call, found: GithubAccount | null | undefined): GithubAccount {
  const { caller, hub } = call;
  const isKnown = found?.type === 'Organization';
  const isVisible =
    caller.kind === 'installation'
      ? caller.installation.account === found
      : 'user' in caller && hub.world.members.get(found?.id ?? 0)?.has(caller.user.id);
  if (!isKnown || !isVisible) throw new ApiError(404, 'Not Found');
  demandPermission(caller, 'members');
  return found;
}

function teamsOf(call: Call, organization: GithubAccount): GithubTeam[] {
  return [...call.hub.world.teams.values()].filter((team) => team.organization === organization);
}

function listMembers(call: Call, team: GithubTeam | undefined): Answer {
  if (team === undefined) throw new ApiError(404, 'Not Found');
  const members = [...team.memberIds].flatMap((id) => call.hub.world.accounts.get(id) ?? []);
  return numberedPage(call, members, (one) => accountJson(one, call.hub.url));
}

function named(call: Call): GithubAccount {
  return organizationOf(call, call.hub.world.accountByLogin(call.params.org ?? ''));
}

function numbered(call: Call): GithubAccount {
  return organizationOf(call, call.hub.world.accounts.get(Number(call.params.org)));
}

function listTeams(call: Call, organization: GithubAccount): Answer {
  return numberedPage(call, teamsOf(call, organization), (team) => ({
    ...teamJson(team, call.hub.url),
    type: 'organization',
    organization_id: organization.id,
  }));
}

function callingUser({ caller }: Call): GithubAccount {
  if ('user' in caller) return caller.user;
  if (caller.kind === 'anonymous') throw new ApiError(401, 'Requires authentication');
  throw new ApiError(403, 'Resource not accessible by integration');
}

/** Installations of the token's App that the user can reach: those of the user and of the user's organizations. */
function listUserInstallations(call: Call): Answer {
  const user = callingUser(call);
  const { caller, hub } = call;
  const app = caller.kind === 'user' ? caller.token.app : null;
  const items = (app === null ? [] : hub.registry.installationsOf(app)).filter(
    ({ account }) => account === user || hub.world.members.get(account.id)?.has(user.id),
  );
  return numberedPage(
    call,
    items,
    (one) => installationJson(one, hub.url),
    (installations, total) => ({ total_count: total, installations }),
  );
}

/** Organizations, teams and the user of a token. */
export const organizationRoutes: readonly Route[] = [
  { method: 'GET', path: '/orgs/:org/teams', answer: (call) => listTeams(call, named(call)) },
  { method: 'GET', path: '/organizations/:org/teams', answer: (call) => listTeams(call, numbered(call)) },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug/members',
    answer: (call) =>
      listMembers(
        call,
        teamsOf(call, named(call)).find(({ slug }) => slug === call.params.slug),
      ),
  },
  {
    method: 'GET',
    path: '/organizations/:org/team/:team/members',
    answer: (call) =>
      listMembers(
        call,
        teamsOf(call, numbered(call)).find(({ id }) => id === Number(call.params.team)),
      ),
  },
  {
    method: 'GET',
    path: '/orgs/:org',
    answer: ({ hub, params }) => {
      const found = hub.world.accountByLogin(params.org ?? '');
      if (found?.type !== 'Organization') throw new ApiError(404, 'Not Found');
      return jsonAnswer(200, organizationJson(found, hub.url));
    },
  },
  {
    method: 'GET',
    path: '/user',
    answer: (call) => jsonAnswer(200, publicUserJson(callingUser(call), call.hub.url)),
  },
  {
    method: 'GET',
    path: '/user/emails',
    answer: (call) => {
      const { email } = callingUser(call);
      const primary = { email, primary: true, verified: true, visibility: 'private' };
      return jsonAnswer(200, email === null ? [] : [primary]);
    },
  },
  { method: 'GET', path: '/user/installations', answer: listUserInstallations },
  {
    method: 'GET',
    path: '/rate_limit',
    answer: ({ hub, caller }) => {
      const shown = (resource: 'core' | 'graphql') => {
        const budget = hub.budgets.of(caller.holder, resource);
        const { limit, used } = budget;
        return {
          limit,
          used,
          remaining: hub.budgets.remaining(budget),
          reset: Math.floor(budget.resetsAt / 1_000),
        };
      };
      const core = shown('core');
      return jsonAnswer(200, { resources: { core, graphql: shown('graphql') }, rate: core });
    },
  },
];
