import { z } from 'zod';
import { Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';
import { OrganizationParams } from './organizations.ts';

export const transferOwnership = route({
  id: 'transferOwnership',
  method: 'POST',
  path: '/api/v1/organizations/:organization/ownership',
  summary: 'Makes another member the Owner; the caller becomes an Admin',
  access: 'transfer_ownership',
  params: OrganizationParams,
  body: z.object({ userId: z.uuid() }),
  response: Done,
});

export const requestDeletion = route({
  id: 'requestDeletion',
  method: 'POST',
  path: '/api/v1/organizations/:organization/deletion',
  summary: 'Asks for the deletion of the organization, 30 days from now; every member is told',
  access: 'delete_organization',
  params: OrganizationParams,
  /** The slug, typed again. */
  body: z.object({ confirm: z.string().max(100) }),
  response: z.object({ dueAt: InstantText }),
});

export const cancelDeletion = route({
  id: 'cancelDeletion',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/deletion',
  summary: 'Takes the deletion back',
  access: 'delete_organization',
  params: OrganizationParams,
  response: Done,
});

/** Rows as they are kept, by table; column names are the database’s. */
export const TableExport = z.object({
  exportedAt: InstantText,
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});
export type TableExport = z.infer<typeof TableExport>;

export const exportOrganization = route({
  id: 'exportOrganization',
  method: 'GET',
  path: '/api/v1/organizations/:organization/export',
  summary:
    'Everything kept for the organization but raw deliveries and secrets; every member’s access log notes it',
  access: 'export_organization',
  params: OrganizationParams,
  response: TableExport,
});
