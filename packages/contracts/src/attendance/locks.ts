import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, Done, InstantText, LocalDay } from '../primitives.ts';
import { route } from '../route.ts';
import { attendancePath, MemberParams, PersonName, Reason } from './shapes.ts';

const path = `${attendancePath}/locks`;

const Whom = {
  through: LocalDay,
  team: z.uuid().optional(),
  members: z.array(z.uuid()).min(1).max(1_000).optional(),
};

/** What has to be settled before a member’s days can be locked. */
export const Unsettled = z.object({
  member: PersonName,
  undecidedCorrections: Count,
  unresolvedPauses: Count,
  sessionsToReview: Count,
  openSessions: Count,
});
export type Unsettled = z.infer<typeof Unsettled>;

export const listAttendanceLocks = route({
  id: 'listAttendanceLocks',
  method: 'GET',
  path,
  summary:
    'Up to which day the time of each member within reach is locked, and what stands against locking it further',
  access: 'decide_attendance',
  params: OrganizationParams,
  query: z.object({
    through: LocalDay.optional().describe('Lists what has to be settled up to this day'),
    team: z.uuid().optional(),
  }),
  response: z.object({
    /** Whether the caller may lock; managers may unless the organization forbids it. */
    mayLock: z.boolean(),
    items: z.array(
      z.object({
        member: PersonName,
        lockedThrough: LocalDay.nullable(),
        lockedAt: InstantText.nullable(),
        lockedBy: z.string().nullable(),
      }),
    ),
    unsettled: z.array(Unsettled),
  }),
});

export const lockAttendance = route({
  id: 'lockAttendance',
  method: 'POST',
  path,
  summary:
    'Locks the days up to this one, included: of a team, of members, or of everybody within reach; 409 while anything is unsettled',
  access: 'decide_attendance',
  params: OrganizationParams,
  body: z.object(Whom),
  response: z.object({ locked: Count }),
});

export const unlockAttendance = route({
  id: 'unlockAttendance',
  method: 'POST',
  path: `${attendancePath}/members/:member/unlock`,
  summary: 'Opens a member’s locked days again, with a reason; the member is told',
  access: 'manage_attendance',
  params: MemberParams,
  body: z.object({
    /** Stays locked up to this day; null opens all. */
    through: LocalDay.nullable(),
    reason: Reason,
  }),
  response: Done,
});
