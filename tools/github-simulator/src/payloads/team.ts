import type { Account, JsonObject, Occurrence, Repository, TeamName } from '../model.ts';
import { fernhill, teams } from '../people.ts';
import { accountPayload, envelope } from './account.ts';
import { nodeId } from './node-id.ts';
import { repositoryPayload } from './repository.ts';

function teamPayload(name: TeamName): JsonObject {
  const team = teams.find((candidate) => candidate.name === name);
  if (team === undefined) throw new RangeError(`no team ${name}`);
  const slug = team.name.toLowerCase();
  const url = `https://api.github.com/organizations/${fernhill.organization.id}/team/${team.id}`;
  return {
    name: team.name,
    id: team.id,
    node_id: nodeId('T', fernhill.organization.id, team.id),
    slug,
    description: team.description,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    url,
    html_url: `https://github.com/orgs/${fernhill.organization.login}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    permission: 'push',
    parent: null,
  };
}

export function teamCreated(team: TeamName, sender: Account): Occurrence {
  return {
    event: 'team',
    action: 'created',
    lane: '',
    payload: () => ({ action: 'created', team: teamPayload(team), ...envelope(sender) }),
  };
}

export function teamAddedToRepository(
  team: TeamName,
  on: { repository: Repository; sender: Account },
): Occurrence {
  return {
    event: 'team',
    action: 'added_to_repository',
    lane: '',
    payload: () => ({
      action: 'added_to_repository',
      team: teamPayload(team),
      repository: repositoryPayload(on.repository),
      ...envelope(on.sender),
    }),
  };
}

export interface MembershipChange {
  readonly action: 'added' | 'removed';
  readonly member: Account;
  readonly team: TeamName;
  readonly sender: Account;
}

export function membershipOccurrence(change: MembershipChange): Occurrence {
  return {
    event: 'membership',
    action: change.action,
    lane: '',
    payload: () => ({
      action: change.action,
      scope: 'team',
      member: accountPayload(change.member),
      team: teamPayload(change.team),
      ...envelope(change.sender),
    }),
  };
}

export function memberJoined(member: Account, sender: Account): Occurrence {
  const login = member.login;
  const url = `https://api.github.com/orgs/${fernhill.organization.login}/memberships/${login}`;
  return {
    event: 'organization',
    action: 'member_added',
    lane: '',
    payload: () => ({
      action: 'member_added',
      membership: {
        url,
        state: 'active',
        role: 'member',
        organization_url: `https://api.github.com/orgs/${fernhill.organization.login}`,
        user: accountPayload(member),
        direct_membership: true,
      },
      ...envelope(sender),
    }),
  };
}
