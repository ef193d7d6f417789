import { z } from 'zod';
import type { GithubClient } from './client/client.ts';
import type { InstallationObservation, TeamIdentity } from './observations.ts';
import { Account, cappedText, GithubId, InstantField } from './payload-schemas.ts';
import { webAddress } from './repository.ts';

const Installation = z.object({
  account: Account,
  permissions: z.record(z.string().max(100), z.string().max(20)).default({}),
  repository_selection: z.enum(['all', 'selected']).nullish(),
  created_at: InstantField.nullish(),
  updated_at: InstantField.nullish(),
  suspended_at: InstantField.nullish(),
});

/** As GitHub shows an installation, it comes after the event of its making and before those that follow. */
const RANKS = { active: 1, suspended: 2 } as const;

/** Asks an App's client how one of its installations stands now. Rejects with a GithubFault; `gone`: it was deleted. */
export async function readInstallation(
  app: GithubClient,
  installationId: string,
): Promise<InstallationObservation | null> {
  const path = `/app/installations/${encodeURIComponent(installationId)}`;
  const { data } = await app.rest('GET', path, { schema: Installation });
  if (data === null) return null;
  const state = data.suspended_at == null ? 'active' : 'suspended';
  return {
    kind: 'installation',
    account: data.account,
    state,
    permissions: data.permissions,
    repositorySelection: data.repository_selection ?? null,
    suspendedAt: data.suspended_at ?? null,
    sourceAt: data.updated_at ?? data.created_at ?? 0,
    sourceRank: RANKS[state],
  };
}

const Repository = z
  .object({
    id: GithubId,
    node_id: cappedText(100),
    full_name: cappedText(250),
    html_url: cappedText(500),
    default_branch: cappedText(250).nullish(),
    private: z.boolean(),
    archived: z.boolean().default(false),
    pushed_at: InstantField.nullish().catch(null),
  })
  .transform((told) => ({
    githubId: told.id,
    nodeId: told.node_id,
    fullName: told.full_name,
    webUrl: webAddress(told.html_url) ?? `https://github.com/${told.full_name}`,
    defaultBranch: told.default_branch ?? null,
    isPrivate: told.private,
    isArchived: told.archived,
    pushedAt: told.pushed_at ?? null,
  }));
export type ListedRepository = z.output<typeof Repository>;

const RepositoryPage = z.object({ repositories: z.array(Repository) });

/** Every repository that an installation opens, with GitHub's clock when it began to tell. Rejects with a GithubFault. */
export async function listInstalledRepositories(
  client: GithubClient,
): Promise<{ repositories: ListedRepository[]; seenAt: number }> {
  const first = await client.rest('GET', '/installation/repositories?per_page=100', {
    schema: RepositoryPage,
  });
  const repositories = [...(first.data?.repositories ?? [])];
  for (let path = first.next; path !== null; ) {
    const page: typeof first = await client.rest('GET', path, { schema: RepositoryPage });
    repositories.push(...(page.data?.repositories ?? []));
    path = page.next;
  }
  return { repositories, seenAt: first.answeredAt };
}

const Team = z
  .object({ id: GithubId, name: cappedText(250), slug: cappedText(250) })
  .transform(({ id, name, slug }): TeamIdentity => ({ githubId: id, name, slug }));

/** The teams of an organization on GitHub. Rejects with a GithubFault. */
export function listTeams(client: GithubClient, login: string): Promise<TeamIdentity[]> {
  return readAll(client, `/orgs/${encodeURIComponent(login)}/teams?per_page=100`, Team);
}

/** Who is in a team, in the teams below it too. Rejects with a GithubFault. */
export function listTeamMembers(
  client: GithubClient,
  { login, slug }: { login: string; slug: string },
): Promise<z.output<typeof Account>[]> {
  const path = `/orgs/${encodeURIComponent(login)}/teams/${encodeURIComponent(slug)}/members?per_page=100`;
  return readAll(client, path, Account);
}

async function readAll<T>(client: GithubClient, first: string, item: z.ZodType<T>): Promise<T[]> {
  const items: T[] = [];
  for (let path: string | null = first; path !== null; ) {
    const page: { data: T[] | null; next: string | null } = await client.rest('GET', path, {
      schema: z.array(item),
    });
    items.push(...(page.data ?? []));
    path = page.next;
  }
  return items;
}
