import { type CapabilityId, reachOf } from '@devpulse/domain/access/capabilities';
import { ROLES, type Role, rolesGivenBy } from '@devpulse/domain/access/roles';

export const ROLE_LABELS: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  developer: 'Developer',
};

/** What a role means, in one line, for those who hand it out. */
export const ROLE_DETAILS: Record<Role, string> = {
  owner: 'everything, and the organization itself',
  admin: 'people, teams and settings',
  manager: 'figures of the teams they manage',
  developer: 'figures of their own teams',
};

/** Who may use a capability, widest role first: `Owners and Admins`. */
export function whoMayText(capability: CapabilityId): string {
  const roles = ROLES.filter((role) => reachOf(capability, role) !== 'none').map(
    (role) => `${ROLE_LABELS[role]}s`,
  );
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(roles);
}

/** The roles that somebody may hand out, narrowest first, with what each means. */
export function roleChoices(role: Role): { value: Role; label: string }[] {
  return rolesGivenBy(role)
    .toReversed()
    .map((given) => ({ value: given, label: `${ROLE_LABELS[given]}: ${ROLE_DETAILS[given]}` }));
}
