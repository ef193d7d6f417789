import type {
  MemberObservation,
  MembershipObservation,
  TeamIdentity,
  TeamObservation,
} from './observations.ts';
import type { MemberPayload, MembershipPayload, TeamPayload } from './organization-schemas.ts';

/** Somebody may work on a repository from now on; of use is only the name. */
export function observeMember(payload: MemberPayload): MemberObservation {
  return { kind: 'member', account: payload.member };
}

export function observeMembership(payload: MembershipPayload): MembershipObservation {
  return {
    kind: 'membership',
    isMember: payload.action === 'added',
    team: identifyTeam(payload.team),
    account: payload.member,
  };
}

export function observeTeam(payload: TeamPayload): TeamObservation {
  return { kind: 'team', isDeleted: payload.action === 'deleted', team: identifyTeam(payload.team) };
}

function identifyTeam({ id, name, slug }: TeamPayload['team']): TeamIdentity {
  return { githubId: id, name, slug: slug ?? `team-${id}` };
}
