import { CAPABILITY_IDS } from '@devpulse/domain/access/capabilities';
import { z } from 'zod';
import { Count, Done, InstantText, OrganizationSlug, PlainName, RoleName, TimeZone } from '../primitives.ts';
import { route } from '../route.ts';

/** Every route of an organization has its slug in the path; a foreign one and an unknown one are the same 404. */
export const OrganizationParams = z.object({ organization: OrganizationSlug });

const Minute = z.int().min(0).max(1440);

export const WorkingCalendarView = z.object({
  zone: z.string(),
  weekdays: z.array(z.int().min(1).max(7)),
  startMinute: z.int(),
  endMinute: z.int(),
  holidays: z.array(z.string()),
});

/** Hours that are the same on each working day; Monday is 1. */
export const WorkingCalendarInput = z
  .strictObject({
    zone: TimeZone,
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1, 'at least one weekday')
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'each weekday once')
      .transform((days) => days.toSorted((a, b) => a - b)),
    startMinute: Minute,
    endMinute: Minute,
    holidays: z
      .array(z.iso.date('a date as YYYY-MM-DD'))
      .max(400, 'at most 400 holidays')
      .transform((days) => [...new Set(days)].sort()),
  })
  .refine((calendar) => calendar.startMinute < calendar.endMinute, {
    path: ['endMinute'],
    message: 'an end after the start',
  });

export const TeamSummary = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });

export const OrganizationSummary = z.object({
  id: z.uuid(),
  slug: OrganizationSlug,
  name: z.string(),
  calendar: WorkingCalendarView,
  people: Count,
  repositories: Count,
  /** The teams that the caller may see. */
  teams: z.array(TeamSummary),
});
export type OrganizationSummary = z.infer<typeof OrganizationSummary>;

/** An organization with what the caller is in it; the dashboard shows what `capabilities` allow and nothing else. */
export const OrganizationMembership = OrganizationSummary.extend({
  role: RoleName,
  capabilities: z.array(z.enum(CAPABILITY_IDS)),
  /** The caller as delivery knows them; null when nobody has linked them. */
  contributorId: z.uuid().nullable(),
  isIndividualViewsOn: z.boolean(),
  /** When it will be deleted; null unless an Owner has asked for it. */
  deletionDueAt: InstantText.nullable(),
  secondFactorDueAt: InstantText.nullable(),
  /** True once that instant has passed: administrators’ pages are closed until a factor is set up. */
  isWithheldForFactor: z.boolean(),
  unreadNotices: Count,
});
export type OrganizationMembership = z.infer<typeof OrganizationMembership>;

export const listOrganizations = route({
  id: 'listOrganizations',
  method: 'GET',
  path: '/api/v1/organizations',
  summary: 'The organizations of the caller, with their role in each',
  access: 'person',
  response: z.object({ items: z.array(OrganizationMembership) }),
});

export const createOrganization = route({
  id: 'createOrganization',
  method: 'POST',
  path: '/api/v1/organizations',
  summary: 'Makes an organization; the caller becomes its Owner',
  access: 'person',
  body: z.object({ name: PlainName, zone: TimeZone }),
  response: z.object({ organization: OrganizationSlug }),
});

export const leaveOrganization = route({
  id: 'leaveOrganization',
  method: 'POST',
  path: '/api/v1/organizations/:organization/leave',
  summary: 'Ends one’s own membership; 409 for the only Owner',
  access: 'own_record',
  params: OrganizationParams,
  response: Done,
});

/** Something that every member is told, such as individual views being turned on. */
export const Notice = z.object({
  id: z.uuid(),
  kind: z.enum([
    'individual_views_on',
    'individual_views_off',
    'deletion_requested',
    'deletion_cancelled',
    'ownership_transferred',
    'presence_shared',
    'presence_hidden',
    'session_times_shown',
    'session_times_hidden',
    'correction_approved',
    'correction_declined',
    'attendance_locked',
    'attendance_unlocked',
    'leave_noted',
    'target_set',
  ]),
  /** Who did it, by name. */
  actor: z.string().nullable(),
  at: InstantText,
  isRead: z.boolean(),
});

export const listNotices = route({
  id: 'listNotices',
  method: 'GET',
  path: '/api/v1/organizations/:organization/notices',
  summary: 'What the organization has told the caller, newest first',
  access: 'read_organization',
  params: OrganizationParams,
  response: z.object({ items: z.array(Notice) }),
});

export const markNoticesRead = route({
  id: 'markNoticesRead',
  method: 'POST',
  path: '/api/v1/organizations/:organization/notices/read',
  summary: 'Marks the caller’s notices as read',
  access: 'read_organization',
  params: OrganizationParams,
  response: Done,
});
