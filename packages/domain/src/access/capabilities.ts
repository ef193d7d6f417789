import { daysText, RETENTION } from '../privacy/retention.ts';
import type { Role } from './roles.ts';

/**
 * How far a capability reaches. `self`: what is about the caller. `own_teams`: teams the caller is in. `managed_teams`: teams
 * the caller is in or manages. `everything`: the whole organization.
 */
export type Reach = 'none' | 'self' | 'own_teams' | 'managed_teams' | 'everything';

export type Capability = {
  /** What it allows, as the documentation says it. */
  label: string;
  reach: Record<Role, Reach>;
  /** Asks for a factor that was given within the last five minutes. */
  isSensitive?: true;
  /** Reaches beyond the caller only while the organization's switch for individual views is on, and every use is logged. */
  needsIndividualViews?: true;
};

const everyone = (reach: Reach): Record<Role, Reach> => ({
  developer: reach,
  manager: reach,
  admin: reach,
  owner: reach,
});
const administrators: Record<Role, Reach> = {
  developer: 'none',
  manager: 'none',
  admin: 'everything',
  owner: 'everything',
};
const ownerAlone: Record<Role, Reach> = { ...administrators, admin: 'none' };

/**
 * Who may do what inside an organization: the one table that the API's guard, the dashboard, the documentation and the access
 * sweep read.
 */
export const CAPABILITIES = {
  read_organization: {
    label: 'See the name, calendar and notices of the organization',
    reach: everyone('everything'),
  },
  read_delivery: { label: 'See delivery figures of the whole organization', reach: everyone('everything') },
  read_team: {
    label: 'See a team: its people and its delivery figures',
    reach: { developer: 'own_teams', manager: 'managed_teams', admin: 'everything', owner: 'everything' },
  },
  own_record: {
    label: 'See, export and delete what is held about oneself, and see who looked',
    reach: everyone('self'),
  },
  read_person: {
    label: 'See the individual figures of a person',
    reach: { developer: 'self', manager: 'managed_teams', admin: 'everything', owner: 'everything' },
    needsIndividualViews: true,
  },
  read_attendance: {
    label: 'See a person’s days: worked and break totals, first in, last out; every view is logged',
    reach: { developer: 'self', manager: 'managed_teams', admin: 'everything', owner: 'everything' },
  },
  decide_attendance: {
    label: 'Decide on corrections of others, see their days side by side, note their leave, lock their days',
    reach: { developer: 'none', manager: 'managed_teams', admin: 'everything', owner: 'everything' },
  },
  manage_attendance: {
    label: 'Set the rules and targets of attendance, open locked days again',
    reach: administrators,
  },
  read_audit: {
    label: 'Read the audit log',
    reach: { developer: 'self', manager: 'self', admin: 'everything', owner: 'everything' },
  },
  manage_members: {
    label: 'See all members, change roles up to one’s own, remove members, invite people',
    reach: administrators,
  },
  manage_teams: { label: 'Create and change teams, their members and managers', reach: administrators },
  manage_settings: { label: 'Change name, calendar, targets and policies', reach: administrators },
  manage_sso: { label: 'Set up single sign-on', reach: administrators, isSensitive: true },
  manage_connections: {
    label: 'Connect GitHub, choose repositories, watch and stop imports',
    reach: administrators,
  },
  switch_individual_views: {
    label: 'Turn individual views of others on or off',
    reach: ownerAlone,
    isSensitive: true,
  },
  export_organization: { label: 'Export all data of the organization', reach: ownerAlone, isSensitive: true },
  transfer_ownership: { label: 'Transfer the ownership', reach: ownerAlone, isSensitive: true },
  delete_organization: {
    label: `Delete the organization, and take that back within ${daysText(RETENTION.deletedOrganizationDays)}`,
    reach: ownerAlone,
    isSensitive: true,
  },
} as const satisfies Record<string, Capability>;

export type CapabilityId = keyof typeof CAPABILITIES;
export const CAPABILITY_IDS = Object.keys(CAPABILITIES) as CapabilityId[];

export function capabilityOf(id: CapabilityId): Capability {
  return CAPABILITIES[id];
}

export function reachOf(id: CapabilityId, role: Role): Reach {
  return capabilityOf(id).reach[role];
}

/** How long a given factor counts for sensitive changes, in milliseconds (ASVS 7.5.1). */
export const RECENT_FACTOR_MS = 5 * 60_000;

/** Owners and Admins have this long after getting their role to set up a second factor. */
export const SECOND_FACTOR_GRACE_MS = 7 * 86_400_000;
