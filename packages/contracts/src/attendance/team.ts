import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, InstantText, LocalDay } from '../primitives.ts';
import { route } from '../route.ts';
import { TimesheetRow } from './days.ts';
import { attendancePath, DaysQuery, LeaveMark, PersonName, TimeTotals } from './shapes.ts';

const TeamQuery = DaysQuery.extend({
  team: z.uuid().optional().describe('A team; everybody within reach without it'),
});

const TeamDay = TimeTotals.extend({
  day: LocalDay,
  firstIn: InstantText.nullable(),
  lastOut: InstantText.nullable(),
  status: z.enum(['open', 'final', 'locked']),
  leave: LeaveMark.nullable(),
});

export const listTeamDays = route({
  id: 'listTeamDays',
  method: 'GET',
  path: `${attendancePath}/team-days`,
  summary:
    'Day sheets of members within the caller’s reach, by name; a developer has none but their own. Told to each of them',
  access: 'decide_attendance',
  params: OrganizationParams,
  query: TeamQuery,
  response: z.object({
    members: z.array(
      z.object({
        member: PersonName,
        days: z.array(TeamDay),
        totals: TimeTotals,
        lockedThrough: LocalDay.nullable(),
        undecidedCorrections: Count,
      }),
    ),
  }),
});

export const exportTeamTimesheet = route({
  id: 'exportTeamTimesheet',
  method: 'GET',
  path: `${attendancePath}/team-timesheet`,
  summary: 'The same as rows of a table, for CSV; told to each of them',
  access: 'decide_attendance',
  params: OrganizationParams,
  query: TeamQuery,
  response: z.object({ rows: z.array(TimesheetRow) }),
});

export const listPresence = route({
  id: 'listPresence',
  method: 'GET',
  path: `${attendancePath}/presence`,
  summary:
    'Who is in, on a break or out: the members within the caller’s reach, or all where the organization shares presence',
  access: 'read_organization',
  params: OrganizationParams,
  response: z.object({
    isShared: z.boolean(),
    items: z.array(
      z.object({
        member: PersonName,
        status: z.enum(['in', 'on_break', 'out']),
        /** In, but no device of theirs was heard from since then. */
        notHeardSince: InstantText.nullable(),
      }),
    ),
  }),
});
