import type { InstallationObservation, MembershipObservation } from './observations.ts';
import type { InstallationPayload, MembershipPayload } from './payload-schemas.ts';

const STATES: Record<string, { state: InstallationObservation['state']; rank: number }> = {
  created: { state: 'active', rank: 0 },
  new_permissions_accepted: { state: 'active', rank: 1 },
  suspend: { state: 'suspended', rank: 2 },
  unsuspend: { state: 'active', rank: 3 },
  deleted: { state: 'deleted', rank: 4 },
};

export function observeInstallation(payload: InstallationPayload): InstallationObservation {
  const { installation } = payload;
  const known = STATES[payload.action] ?? { state: 'active', rank: 0 };
  return {
    kind: 'installation',
    account: installation.account,
    state: known.state,
    permissions: installation.permissions,
    sourceAt: installation.updated_at ?? installation.created_at ?? 0,
    sourceRank: known.rank,
  };
}

export function observeMembership(payload: MembershipPayload): MembershipObservation {
  const { team } = payload;
  return {
    kind: 'membership',
    isMember: payload.action === 'added',
    team: { githubId: team.id, name: team.name, slug: team.slug ?? `team-${team.id}` },
    account: payload.member,
  };
}
