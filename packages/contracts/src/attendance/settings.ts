import { monthsText, RETENTION } from '@devpulse/domain/privacy/retention';
import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Done, LocalDay } from '../primitives.ts';
import { route } from '../route.ts';
import { attendancePath, MemberParams } from './shapes.ts';

const path = `${attendancePath}/settings`;
const TargetMinutes = z
  .array(z.int().min(0).max(1440))
  .length(7, 'minutes for each of the seven weekdays, Monday first');

const IdleMinutes = z.int().min(5, 'at least 5 minutes').max(60, 'at most 60 minutes');

export const AttendanceSettingsView = z.object({
  idlePolicy: z.enum(['prompt', 'off']),
  idleThresholdMinutes: IdleMinutes,
  idleMinimumMinutes: IdleMinutes,
  idleMaximumMinutes: IdleMinutes,
  membersMaySwitchOff: z.boolean(),
  maxOpenMinutes: z.int().min(480, 'at least 8 hours').max(1440, 'at most 24 hours'),
  reminderMinutes: z.int().min(60, 'at least 1 hour').max(1440, 'at most 24 hours'),
  breakReminderMinutes: z.int().min(15, 'at least 15 minutes').max(480, 'at most 8 hours'),
  sharesPresence: z.boolean(),
  showsSessionTimes: z.boolean(),
  /** Own changes of at most 30 minutes that are at most 7 days old need no approval. */
  selfAppliesCorrections: z.boolean(),
  managersMayLock: z.boolean(),
  retentionMonths: z
    .int()
    .min(RETENTION.timeMonthsMinimum, `at least ${monthsText(RETENTION.timeMonthsMinimum)}`)
    .max(RETENTION.timeMonthsMaximum, `at most ${monthsText(RETENTION.timeMonthsMaximum)}`),
});
export type AttendanceSettingsView = z.infer<typeof AttendanceSettingsView>;

const DatedTarget = z.strictObject({ effectiveFrom: LocalDay, minutes: TargetMinutes });

export const getAttendanceSettings = route({
  id: 'getAttendanceSettings',
  method: 'GET',
  path,
  summary: 'How the organization keeps time; every member may know',
  access: 'read_organization',
  params: OrganizationParams,
  response: AttendanceSettingsView.extend({
    /** Minutes for each weekday, Monday first, from a day on; oldest first. */
    targets: z.array(DatedTarget),
    canChange: z.boolean(),
  }),
});

export const updateAttendanceSettings = route({
  id: 'updateAttendanceSettings',
  method: 'PATCH',
  path,
  summary:
    'Changes what is named; every member is told when presence or session times become visible to others, or no longer are',
  access: 'manage_attendance',
  params: OrganizationParams,
  body: AttendanceSettingsView.partial().extend({ target: DatedTarget.optional() }),
  response: Done,
});

export const listMemberTargets = route({
  id: 'listMemberTargets',
  method: 'GET',
  path: `${attendancePath}/members/:member/targets`,
  summary: 'A member’s own targets, oldest first; without any the organization’s hold',
  access: 'read_attendance',
  params: MemberParams,
  response: z.object({ items: z.array(DatedTarget) }),
});

export const setMemberTarget = route({
  id: 'setMemberTarget',
  method: 'PUT',
  path: `${attendancePath}/members/:member/targets`,
  summary:
    'Sets a member’s targets from a day on, or with null takes those of that day away; the member is told',
  access: 'manage_attendance',
  params: MemberParams,
  body: z.object({ effectiveFrom: LocalDay, minutes: TargetMinutes.nullable() }),
  response: Done,
});
