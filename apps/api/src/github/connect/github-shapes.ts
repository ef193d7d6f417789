import type { ListedRepository } from '@devpulse/database/github/repositories';
import { parseInstant } from '@devpulse/domain/time/instant';
import { z } from 'zod';

const MOST = 2n ** 63n - 1n;

/** GitHub’s numbers as text; they fit a bigint of the database. */
export const GithubNumber = z
  .union([z.int().positive(), z.bigint().positive().max(MOST)])
  .transform((number) => String(number));

const Told = z
  .string()
  .nullish()
  .transform((text) => (text ? parseInstant(text) : null));

const plain = (longest: number) => z.string().min(1).max(longest);

/** A repository in lists and by itself. */
export const RepositoryAnswer = z
  .object({
    id: GithubNumber,
    node_id: plain(100),
    full_name: plain(250),
    html_url: z.url({ protocol: /^https?$/ }).max(500),
    default_branch: plain(250).nullish(),
    private: z.boolean(),
    archived: z.boolean().default(false),
    pushed_at: Told,
  })
  .transform(
    (told): ListedRepository => ({
      githubId: told.id,
      nodeId: told.node_id,
      fullName: told.full_name,
      webUrl: told.html_url,
      defaultBranch: told.default_branch ?? null,
      isPrivate: told.private,
      isArchived: told.archived,
      pushedAt: told.pushed_at,
    }),
  );

/** An installation as its App sees it. */
export const InstallationAnswer = z
  .object({
    id: GithubNumber,
    app_id: GithubNumber,
    account: z.object({ id: GithubNumber, login: plain(100), type: plain(40) }),
    repository_selection: z.enum(['all', 'selected']).default('all'),
    permissions: z.record(z.string().max(100), z.string().max(20)).default({}),
    suspended_at: Told,
    updated_at: Told,
    created_at: Told,
  })
  .transform((told) => ({
    installationId: told.id,
    appNumber: told.app_id,
    account: told.account,
    repositorySelection: told.repository_selection,
    permissions: told.permissions,
    suspendedAt: told.suspended_at,
    updatedAt: told.updated_at ?? told.created_at ?? 0,
  }));
