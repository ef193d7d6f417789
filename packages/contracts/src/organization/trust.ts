import { z } from 'zod';
import { Count, Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';
import { OrganizationParams } from './organizations.ts';
import { TableExport } from './ownership.ts';

const PageQuery = z.object({
  before: InstantText.optional().describe('Entries before this instant'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const switchIndividualViews = route({
  id: 'switchIndividualViews',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/individual-views',
  summary:
    'Turns individual views of others on or off, or locks them off; every member is told, by notice and mail',
  access: 'switch_individual_views',
  params: OrganizationParams,
  body: z.object({
    isOn: z.boolean(),
    /** A works council’s lock; while it stands the switch stays off. */
    isLocked: z.boolean().optional(),
  }),
  response: Done,
});

const PersonFigures = z.object({
  days: z.int().positive(),
  merged: Count,
  reviewsSubmitted: Count,
  pullRequestsReviewed: Count,
  /** On the working clock; null when nothing was merged. */
  medianCycleSeconds: z.number().nullable(),
  n: Count,
});

export const getPerson = route({
  id: 'getPerson',
  method: 'GET',
  path: '/api/v1/organizations/:organization/people/:person',
  summary:
    'The individual figures of a person over the last 30 days; of another one only while the switch is on, and logged',
  access: 'read_person',
  params: OrganizationParams.extend({ person: z.uuid() }),
  response: z.object({
    contributorId: z.uuid(),
    name: z.string(),
    login: z.string().nullable(),
    isSelf: z.boolean(),
    teams: z.array(z.object({ id: z.uuid(), name: z.string() })),
    figures: PersonFigures,
  }),
});

export const HeldData = z.object({
  /** What it is, in words. */
  title: z.string(),
  table: z.string(),
  rows: Count,
  purpose: z.string(),
  /** Who else may see it. */
  audience: z.string(),
  /** How long it is kept. */
  retention: z.string(),
});

export const getOwnRecord = route({
  id: 'getOwnRecord',
  method: 'GET',
  path: '/api/v1/organizations/:organization/me',
  summary:
    'What is held about the caller: each kind of data with its purpose, who may see it, and how long it is kept',
  access: 'own_record',
  params: OrganizationParams,
  response: z.object({
    name: z.string(),
    contributorId: z.uuid().nullable(),
    login: z.string().nullable(),
    isIndividualViewsOn: z.boolean(),
    held: z.array(HeldData),
  }),
});

export const exportOwnRecord = route({
  id: 'exportOwnRecord',
  method: 'GET',
  path: '/api/v1/organizations/:organization/me/export',
  summary: 'Every row held about the caller, by table',
  access: 'own_record',
  params: OrganizationParams,
  response: TableExport,
});

export const listWhoLooked = route({
  id: 'listWhoLooked',
  method: 'GET',
  path: '/api/v1/organizations/:organization/me/access-log',
  summary: 'Who saw or exported the caller’s data, newest first',
  access: 'own_record',
  params: OrganizationParams,
  query: PageQuery,
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        at: InstantText,
        viewer: z.string(),
        viewerRole: z.string(),
        what: z.enum([
          'individual_figures',
          'organization_export',
          'attendance_days',
          'attendance_sessions',
          'attendance_export',
          'presence',
        ]),
      }),
    ),
  }),
});

export const listAudit = route({
  id: 'listAudit',
  method: 'GET',
  path: '/api/v1/organizations/:organization/audit',
  summary:
    'What was done in the organization, newest first; Developers and Managers see what is about themselves',
  access: 'read_audit',
  params: OrganizationParams,
  query: PageQuery,
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        at: InstantText,
        actor: z.string().nullable(),
        action: z.string(),
        target: z.string().nullable(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
});

export const deleteOwnRecord = route({
  id: 'deleteOwnRecord',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/me',
  summary: 'Leaves the organization and unlinks the caller from everything in it; 409 for the only Owner',
  access: 'own_record',
  isSensitive: true,
  params: OrganizationParams,
  response: Done,
});
