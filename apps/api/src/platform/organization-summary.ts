import type { OrganizationSummary } from '@devpulse/contracts/organization/organizations';
import { type MemberAuthority, mayReadTeam } from '@devpulse/domain/access/member-authority';
import type { OrganizationView } from './dashboard-reads.ts';

/** The organization with the teams that this member may see. */
export function asSeenBy(view: OrganizationView, member: MemberAuthority): OrganizationView {
  return { ...view, teams: view.teams.filter((team) => mayReadTeam(member, team.id)) };
}

/** An organization as it is shown; what is not part of the contract stays here. */
export function summarizeOrganization(view: OrganizationView): OrganizationSummary {
  const { zone, weekdays, startMinute, endMinute, holidays } = view.calendar;
  return {
    id: view.id,
    slug: view.slug,
    name: view.name,
    calendar: { zone, weekdays: [...weekdays], startMinute, endMinute, holidays: [...holidays] },
    people: view.people,
    repositories: view.repositories,
    teams: view.teams.map(({ id, slug, name }) => ({ id, slug, name })),
  };
}
