import { z } from 'zod';
import { Count, Done, InstantText, LocalDay, PlainName } from '../primitives.ts';
import { route } from '../route.ts';
import {
  OrganizationParams,
  TeamSummary,
  WorkingCalendarInput,
  WorkingCalendarView,
} from './organizations.ts';

const TeamParams = OrganizationParams.extend({ team: z.uuid() });

export const TeamPerson = z.object({
  contributorId: z.uuid(),
  /** Null for somebody who has no account here. */
  userId: z.uuid().nullable(),
  name: z.string(),
  login: z.string().nullable(),
});

export const TeamView = TeamSummary.extend({
  people: z.array(
    TeamPerson.extend({
      /** Null: already there when DevPulse first heard of the person. */
      startsAt: InstantText.nullable(),
    }),
  ),
  managers: z.array(z.object({ userId: z.uuid(), name: z.string() })),
  /** True when GitHub tells of it: people then come and go there. */
  isFromGithub: z.boolean(),
  /** Its own; null where it keeps the organization’s. */
  calendar: WorkingCalendarView.nullable(),
});
export type TeamView = z.infer<typeof TeamView>;

export const listTeams = route({
  id: 'listTeams',
  method: 'GET',
  path: '/api/v1/organizations/:organization/teams',
  summary: 'The teams that the caller may see, by name',
  access: 'read_team',
  params: OrganizationParams,
  response: z.object({ items: z.array(TeamView) }),
});

export const getTeam = route({
  id: 'getTeam',
  method: 'GET',
  path: '/api/v1/organizations/:organization/teams/:team',
  summary: 'One team with its people, also those who have left',
  access: 'read_team',
  params: TeamParams,
  response: TeamView.extend({
    past: z.array(TeamPerson.extend({ startsAt: InstantText.nullable(), endsAt: InstantText })),
  }),
});

export const createTeam = route({
  id: 'createTeam',
  method: 'POST',
  path: '/api/v1/organizations/:organization/teams',
  summary: 'Makes a team',
  access: 'manage_teams',
  params: OrganizationParams,
  body: z.object({ name: PlainName }),
  response: TeamSummary,
});

export const renameTeam = route({
  id: 'renameTeam',
  method: 'PATCH',
  path: '/api/v1/organizations/:organization/teams/:team',
  summary: 'Renames a team; its address stays',
  access: 'manage_teams',
  params: TeamParams,
  body: z.object({ name: PlainName }),
  response: Done,
});

export const deleteTeam = route({
  id: 'deleteTeam',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/teams/:team',
  summary: 'Deletes a team with its history; the figures of its people stay with the organization',
  access: 'manage_teams',
  params: TeamParams,
  response: Done,
});

export const listCandidates = route({
  id: 'listTeamCandidates',
  method: 'GET',
  path: '/api/v1/organizations/:organization/people',
  summary: 'Everybody who can be put into a team: members, and people known from GitHub',
  access: 'manage_teams',
  params: OrganizationParams,
  response: z.object({
    items: z.array(TeamPerson.extend({ contributorId: z.uuid().nullable() })),
    total: Count,
  }),
});

export const addToTeam = route({
  id: 'addToTeam',
  method: 'POST',
  path: '/api/v1/organizations/:organization/teams/:team/people',
  summary: 'Puts a person into a team from a local day on; the figures of those days are recomputed',
  access: 'manage_teams',
  params: TeamParams,
  body: z.object({
    /** One of both. */
    contributorId: z.uuid().optional(),
    userId: z.uuid().optional(),
    /** First day, in the organization’s zone; today without it. */
    from: LocalDay.optional(),
  }),
  response: z.object({ contributorId: z.uuid() }),
});

export const removeFromTeam = route({
  id: 'removeFromTeam',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/teams/:team/people/:contributor',
  summary: 'Ends a person’s time in a team, now; what was before stays',
  access: 'manage_teams',
  params: TeamParams.extend({ contributor: z.uuid() }),
  response: Done,
});

export const setTeamManagers = route({
  id: 'setTeamManagers',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/teams/:team/managers',
  summary: 'Says who manages a team; each has to be a Manager, Admin or Owner',
  access: 'manage_teams',
  params: TeamParams,
  body: z.object({ userIds: z.array(z.uuid()).max(50) }),
  response: Done,
});

export const setTeamCalendar = route({
  id: 'setTeamCalendar',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/teams/:team/calendar',
  summary:
    'Gives a team a working calendar of its own, or with null the organization’s; its working times are recomputed',
  access: 'manage_teams',
  params: TeamParams,
  body: z.object({ calendar: WorkingCalendarInput.nullable() }),
  response: Done,
});
