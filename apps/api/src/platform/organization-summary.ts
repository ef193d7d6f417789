import type { OrganizationSummary } from '@devpulse/contracts/organizations';
import type { OrganizationView } from './dashboard-reads.ts';

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
