import { type CapabilityId, capabilityOf, reachOf, SECOND_FACTOR_GRACE_MS } from './capabilities.ts';
import type { Role } from './roles.ts';

/** What a member may reach with, as read for one request. */
export type MemberAuthority = {
  organizationId: string;
  userId: string;
  role: Role;
  /** Since when the person has this role; epoch milliseconds. */
  roleSince: number;
  /** Teams the person is in now. */
  ownTeamIds: readonly string[];
  managedTeamIds: readonly string[];
  /** The person as delivery knows them; null when nobody has linked them. */
  contributorId: string | null;
  isIndividualViewsOn: boolean;
  secondFactorPolicy: SecondFactorPolicy;
  hasSecondFactor: boolean;
};

/** Who must have a second factor: Owners and Admins (the default), or everybody. */
export const SECOND_FACTOR_POLICIES = ['administrators', 'everyone'] as const;
export type SecondFactorPolicy = (typeof SECOND_FACTOR_POLICIES)[number];

export function mayUse(authority: MemberAuthority, capability: CapabilityId): boolean {
  return reachOf(capability, authority.role) !== 'none';
}

/** Whether the figures and people of a team are shown to this member. */
export function mayReadTeam(authority: MemberAuthority, teamId: string): boolean {
  switch (reachOf('read_team', authority.role)) {
    case 'everything':
      return true;
    case 'managed_teams':
      return authority.managedTeamIds.includes(teamId) || authority.ownTeamIds.includes(teamId);
    case 'own_teams':
      return authority.ownTeamIds.includes(teamId);
    default:
      return false;
  }
}

export type PersonView = 'self' | 'logged' | 'switched_off' | 'none';

/**
 * Whether a member may see the individual figures of a contributor, and on what condition: `logged` means that the view has to be
 * written into that person's access log, `switched_off` that the organization does not allow individual views.
 */
export function personView(
  authority: MemberAuthority,
  person: { contributorId: string; teamIds: readonly string[] },
): PersonView {
  if (person.contributorId === authority.contributorId) return 'self';
  const reach = reachOf('read_person', authority.role);
  const isWithin =
    reach === 'everything' ||
    (reach === 'managed_teams' && person.teamIds.some((team) => authority.managedTeamIds.includes(team)));
  if (!isWithin) return 'none';
  const needsSwitch = capabilityOf('read_person').needsIndividualViews === true;
  return needsSwitch && !authority.isIndividualViewsOn ? 'switched_off' : 'logged';
}

/**
 * When this member must have a second factor by, in epoch milliseconds; null when none is asked of them or they have one. After it,
 * only what a developer may do is open to them (security page, P15).
 */
export function secondFactorDue(
  authority: Pick<MemberAuthority, 'role' | 'roleSince' | 'secondFactorPolicy' | 'hasSecondFactor'>,
): number | null {
  if (authority.hasSecondFactor) return null;
  const isAsked =
    authority.secondFactorPolicy === 'everyone' || authority.role === 'owner' || authority.role === 'admin';
  return isAsked ? authority.roleSince + SECOND_FACTOR_GRACE_MS : null;
}

/** True when the capability is withheld until the member has set up a second factor. */
export function isWithheldForFactor(
  authority: MemberAuthority,
  capability: CapabilityId,
  now: number,
): boolean {
  const due = secondFactorDue(authority);
  if (due === null || now < due) return false;
  return reachOf(capability, authority.role) !== reachOf(capability, 'developer');
}
