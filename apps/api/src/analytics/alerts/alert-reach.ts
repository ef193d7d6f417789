import type { AlertReach } from '@devpulse/database/read/alerts';
import { reachOf } from '@devpulse/domain/access/capabilities';
import { isWithheldForFactor, mayReadTeam, mayUse } from '@devpulse/domain/access/member-authority';
import { ALERT_RULE_IDS, ALERT_RULES, type AlertAudience } from '@devpulse/domain/alerts/rules';
import type { Member } from '../../platform/access/caller.ts';
import type { OrganizationView } from '../../platform/dashboard-reads.ts';

const rulesFor = (...audiences: AlertAudience[]) =>
  ALERT_RULE_IDS.filter((id) => audiences.includes(ALERT_RULES[id].audience));

/** The member with what is open to them now: without the second factor that is asked of their role, a Developer's. */
export function withinFactor(member: Member, now: number): Member {
  const isWithheld = isWithheldForFactor(member, 'manage_connections', now);
  return isWithheld ? { ...member, role: 'developer' } : member;
}

/** Looks at alerts about others are logged, so that what a reader may see who has such looks is never kept. */
export function seesOthers({ role, isIndividualViewsOn }: Member): boolean {
  return isIndividualViewsOn && reachOf('read_person', role) !== 'self';
}

export function alertReach(member: Member, organization: Pick<OrganizationView, 'teams'>): AlertReach {
  const isAdministrator = mayUse(member, 'manage_connections');
  const reach = reachOf('read_person', member.role);
  return {
    rules: rulesFor('organization', ...(isAdministrator ? (['administrators'] as const) : [])),
    teamRules: rulesFor('team'),
    teamIds: organization.teams.filter(({ id }) => mayReadTeam(member, id)).map(({ id }) => id),
    personRules: rulesFor('person', 'person_first'),
    sharedRules: seesOthers(member) ? rulesFor('person_first') : [],
    contributorId: member.contributorId,
    toldTeamIds: reach === 'everything' ? null : member.managedTeamIds,
  };
}
