import { z } from 'zod';
import { Count, OrganizationSlug } from './primitives.ts';
import { route } from './route.ts';

export const WorkingCalendarView = z.object({
  zone: z.string(),
  weekdays: z.array(z.int().min(1).max(7)),
  startMinute: z.int(),
  endMinute: z.int(),
  holidays: z.array(z.string()),
});

export const TeamSummary = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });

export const OrganizationSummary = z.object({
  id: z.uuid(),
  slug: OrganizationSlug,
  name: z.string(),
  calendar: WorkingCalendarView,
  people: Count,
  repositories: Count,
  teams: z.array(TeamSummary),
});
export type OrganizationSummary = z.infer<typeof OrganizationSummary>;

export const listOrganizations = route({
  id: 'listOrganizations',
  method: 'GET',
  path: '/api/v1/organizations',
  summary: 'The organizations the caller may see',
  params: z.object({}),
  query: z.object({}),
  response: z.object({ items: z.array(OrganizationSummary) }),
});
