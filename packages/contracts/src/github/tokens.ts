import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';
import { GithubOrigin } from './apps.ts';

export const GithubTokenView = z.object({
  id: z.uuid(),
  webUrl: z.url(),
  login: z.string(),
  state: z.enum(['active', 'refused']),
  expiresAt: InstantText.nullable(),
  createdAt: InstantText,
  repositories: z.int().nonnegative(),
});
export type GithubTokenView = z.infer<typeof GithubTokenView>;

const RepositoryName = z
  .string()
  .trim()
  .max(250)
  .regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/, 'a name such as fernhill/checkout-api');

export const addGithubToken = route({
  id: 'addGithubToken',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/tokens',
  summary:
    'The quick start: a fine-grained token and names of repositories, which are then asked every minute',
  access: 'manage_connections',
  isSensitive: true,
  params: OrganizationParams,
  body: z.object({
    token: z
      .string()
      .trim()
      .regex(/^(?:github_pat_|ghp_|gho_)[A-Za-z0-9_]{20,500}$/, 'a token that begins with github_pat_'),
    webUrl: GithubOrigin.optional(),
    repositories: z.array(RepositoryName).min(1, 'at least one name').max(100, 'at most 100 names'),
    historyMonths: z.int().min(1).max(240).nullable().default(6),
  }),
  response: z.object({
    id: z.uuid(),
    /** Names that the token does not open. */
    refused: z.array(z.object({ name: z.string(), reason: z.string() })),
  }),
});

export const removeGithubToken = route({
  id: 'removeGithubToken',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/github/tokens/:token',
  summary: 'Forgets a token; its repositories are no longer read, their history stays',
  access: 'manage_connections',
  params: OrganizationParams.extend({ token: z.uuid() }),
  response: Done,
});
