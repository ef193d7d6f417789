import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';

export const RepositoryChoice = z.object({
  id: z.uuid(),
  fullName: z.string(),
  webUrl: z.url(),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  defaultBranch: z.string().nullable(),
  /** Its last push as of the last listing; null where it was never told. */
  pushedAt: InstantText.nullable(),
  isTracked: z.boolean(),
  removedAt: InstantText.nullable(),
  removedReason: z.enum(['removed', 'deleted', 'transferred', 'uninstalled']).nullable(),
  /** Through what it is read; `deliveries`: only its events are known. */
  source: z.enum(['installation', 'token', 'deliveries']),
});
export type RepositoryChoice = z.infer<typeof RepositoryChoice>;

export const listRepositories = route({
  id: 'listRepositories',
  method: 'GET',
  path: '/api/v1/organizations/:organization/github/repositories',
  summary: 'Every repository that is known, by name, with whether it is tracked',
  access: 'manage_connections',
  params: OrganizationParams,
  response: z.object({
    items: z.array(RepositoryChoice),
    historyMonths: z.int().nullable(),
    tracksNewRepositories: z.boolean(),
    followsGithubTeams: z.boolean(),
  }),
});

export const chooseRepositories = route({
  id: 'chooseRepositories',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/github/repositories',
  summary: 'Tracks these and no others; the history of those that are new is read',
  access: 'manage_connections',
  params: OrganizationParams,
  body: z.object({
    tracked: z.array(z.uuid()).max(5_000, 'at most 5,000 repositories'),
    /** How far back history is read; null is everything. Kept as it is when left out, as are the other two. */
    historyMonths: z.int().min(1).max(240).nullable().optional(),
    tracksNewRepositories: z.boolean().optional(),
    followsGithubTeams: z.boolean().optional(),
  }),
  response: z.object({ imports: z.int().nonnegative() }),
});

export const refreshRepositories = route({
  id: 'refreshRepositories',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/repositories/refresh',
  summary: 'Asks GitHub which repositories there are',
  access: 'manage_connections',
  params: OrganizationParams,
  response: z.object({ found: z.int().nonnegative() }),
});

export const importRepository = route({
  id: 'importRepository',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/repositories/:repository/imports',
  summary: 'Reads the history of a repository again, or further back',
  access: 'manage_connections',
  params: OrganizationParams.extend({ repository: z.uuid() }),
  body: z.object({ historyMonths: z.int().min(1).max(240).nullable() }),
  response: Done,
});
