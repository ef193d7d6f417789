import { LEAVE_KINDS, LEAVE_PORTIONS } from '@devpulse/domain/attendance/totals';
import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Done, InstantText, LocalDay } from '../primitives.ts';
import { route } from '../route.ts';
import { attendancePath, DaysQuery, Leave, MemberParams } from './shapes.ts';

const LeaveBody = z.object({
  /** Null takes it away. */
  kind: z.enum(LEAVE_KINDS).nullable(),
  portion: z.enum(LEAVE_PORTIONS).default('whole'),
});

export const listOwnLeave = route({
  id: 'listOwnLeave',
  method: 'GET',
  path: `${attendancePath}/leave`,
  summary: 'The caller’s days of leave, and the holidays of the organization',
  access: 'own_record',
  params: OrganizationParams,
  query: DaysQuery,
  response: z.object({
    items: z.array(Leave.extend({ day: LocalDay, setAt: InstantText })),
    holidays: z.array(LocalDay),
  }),
});

export const setOwnLeave = route({
  id: 'setOwnLeave',
  method: 'PUT',
  path: `${attendancePath}/leave/:day`,
  summary: 'Notes a day of leave of the caller’s, or takes it away; 409 `days_locked` in a locked period',
  access: 'own_record',
  params: OrganizationParams.extend({ day: LocalDay }),
  body: LeaveBody,
  response: Done,
});

export const setMemberLeave = route({
  id: 'setMemberLeave',
  method: 'PUT',
  path: `${attendancePath}/members/:member/leave/:day`,
  summary: 'The same for a member within reach, who is told',
  access: 'decide_attendance',
  params: MemberParams.extend({ day: LocalDay }),
  body: LeaveBody,
  response: Done,
});
