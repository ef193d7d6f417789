import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';

export const INSTALLATION_STATES = ['active', 'suspended', 'deleted'] as const;

export const InstallationView = z.object({
  /** GitHub’s number of it. */
  id: z.string(),
  appId: z.uuid().nullable(),
  accountLogin: z.string(),
  accountType: z.string(),
  state: z.enum(INSTALLATION_STATES),
  /** Which repositories GitHub lets it see. */
  repositorySelection: z.enum(['all', 'selected']),
  permissions: z.record(z.string(), z.string()),
  suspendedAt: InstantText.nullable(),
  /** When what came through it will be deleted. */
  purgeDueAt: InstantText.nullable(),
  lastDeliveryAt: InstantText.nullable(),
  /** Where its repositories and permissions are changed on GitHub. */
  settingsUrl: z.url(),
  /** What GitHub lets it ask, as of its last answer. */
  budgets: z.array(
    z.object({
      resource: z.enum(['core', 'graphql']),
      limit: z.int().nullable(),
      remaining: z.int().nullable(),
      resetsAt: InstantText.nullable(),
      blockedUntil: InstantText.nullable(),
    }),
  ),
});
export type InstallationView = z.infer<typeof InstallationView>;

export const startInstallation = route({
  id: 'startInstallation',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/installations',
  summary: 'Where an App is installed; the address is good for an hour',
  access: 'manage_connections',
  params: OrganizationParams,
  body: z.object({ app: z.uuid() }),
  response: z.object({ url: z.url() }),
});

export const finishInstallation = route({
  id: 'finishInstallation',
  method: 'POST',
  path: '/api/v1/github/callbacks/installation',
  summary:
    'Joins what was installed to the organization it was started from, once GitHub confirms that the person may',
  access: 'person',
  body: z.object({
    installationId: z
      .string()
      .regex(/^[1-9]\d{0,17}$/, 'a number')
      .optional(),
    code: z.string().max(400).optional(),
    state: z.string().max(400).optional(),
    setupAction: z.enum(['install', 'update', 'request']).optional(),
  }),
  response: z.object({
    organization: z.string(),
    /** `requested`: an owner on GitHub has to approve it first. */
    outcome: z.enum(['installed', 'updated', 'requested']),
  }),
});

export const removeInstallation = route({
  id: 'removeInstallation',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/github/installations/:installation',
  summary: 'Uninstalls the App on GitHub; what came through it is deleted 30 days later',
  access: 'manage_connections',
  isSensitive: true,
  params: OrganizationParams.extend({ installation: z.string().regex(/^[1-9]\d{0,17}$/, 'a number') }),
  response: Done,
});
