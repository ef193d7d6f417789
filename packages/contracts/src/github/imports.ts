import { IMPORT_KINDS, IMPORT_STATES } from '@devpulse/domain/github/imports';
import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, Done, InstantText, Seconds } from '../primitives.ts';
import { route } from '../route.ts';

const Totals = z.object({
  /** Repositories that are tracked, and of them those whose history is not read to its end. */
  repositories: Count,
  unfinished: Count,
  pullRequestsRead: Count,
  /** As GitHub estimates; null while it is not known for all of them. */
  pullRequestsEstimated: Count.nullable(),
  /** Null while nothing honest can be said. */
  secondsLeft: Seconds.nullable(),
});

export const ImportView = z.object({
  id: z.uuid(),
  repositoryId: z.uuid(),
  repository: z.string(),
  kind: z.enum(IMPORT_KINDS),
  state: z.enum(IMPORT_STATES),
  /** Why it is parked, paused or has failed, in words. */
  reason: z.string().nullable(),
  /** What it reads goes back to here; null is everything. */
  since: InstantText.nullable(),
  pullRequestsRead: Count,
  pullRequestsEstimated: Count.nullable(),
  secondsLeft: Seconds.nullable(),
  requests: Count,
  notBefore: InstantText.nullable(),
  startedAt: InstantText.nullable(),
  finishedAt: InstantText.nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

export const getImportProgress = route({
  id: 'getImportProgress',
  method: 'GET',
  path: '/api/v1/organizations/:organization/github/progress',
  summary: 'How much of the history has been read, so that figures can say of how much they are',
  access: 'read_delivery',
  params: OrganizationParams,
  response: z.object({ totals: Totals }),
});

export const listImports = route({
  id: 'listImports',
  method: 'GET',
  path: '/api/v1/organizations/:organization/github/imports',
  summary: 'The latest reading of the history of each tracked repository, by name',
  access: 'manage_connections',
  params: OrganizationParams,
  response: z.object({ totals: Totals, items: z.array(ImportView) }),
});

const ImportParams = OrganizationParams.extend({ import: z.uuid() });

export const pauseImport = route({
  id: 'pauseImport',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/imports/:import/pause',
  summary: 'Stops an import after the page that it reads; 409 when it has ended',
  access: 'manage_connections',
  params: ImportParams,
  response: Done,
});

export const resumeImport = route({
  id: 'resumeImport',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/imports/:import/resume',
  summary: 'Goes on where an import was paused, parked or failed',
  access: 'manage_connections',
  params: ImportParams,
  response: Done,
});
