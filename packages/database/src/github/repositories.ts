import { repositoryIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import { repositoryChanges } from '../projection/people.ts';
import type { Tenant } from '../tenant.ts';

export type RepositoryChoiceRow = {
  id: string;
  fullName: string;
  webUrl: string;
  isPrivate: boolean;
  isArchived: boolean;
  defaultBranch: string | null;
  pushedAt: Instant | null;
  isTracked: boolean;
  removedAt: Instant | null;
  removedReason: 'removed' | 'deleted' | 'transferred' | 'uninstalled' | null;
  source: 'installation' | 'token' | 'deliveries';
};

/** SQL: through what the repository `r` is read. */
const SOURCE = `CASE WHEN r.installation_id IS NOT NULL THEN 'installation' WHEN r.token_id IS NOT NULL THEN 'token'
  ELSE 'deliveries' END`;

/** Every repository that is known, by name. */
export async function listRepositories(tenant: Tenant): Promise<RepositoryChoiceRow[]> {
  const { rows } = await tenant.query<RepositoryChoiceRow>({
    text: `SELECT r.id, r.full_name AS "fullName", r.web_url AS "webUrl", r.is_private AS "isPrivate", r.is_archived AS "isArchived",
        r.default_branch AS "defaultBranch", r.pushed_at AS "pushedAt", r.is_tracked AS "isTracked", r.removed_at AS "removedAt",
        r.removed_reason AS "removedReason", ${SOURCE} AS source
      FROM repository r WHERE r.organization_id = $1 ORDER BY lower(r.full_name), r.id`,
  });
  return rows;
}

export async function countRepositories(tenant: Tenant): Promise<{ known: number; tracked: number }> {
  const { rows } = await tenant.query<{ known: number; tracked: number }>({
    text: `SELECT count(*)::int AS known, (count(*) FILTER (WHERE is_tracked AND removed_at IS NULL))::int AS tracked
      FROM repository WHERE organization_id = $1`,
  });
  return rows[0] ?? { known: 0, tracked: 0 };
}

/** A repository as a list of GitHub shows it. */
export type ListedRepository = {
  githubId: string;
  nodeId: string;
  fullName: string;
  webUrl: string;
  defaultBranch: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  pushedAt: Instant | null;
};

/**
 * Records what an installation or a token opens. Repositories that are new are tracked as `tracksNew` says; those that are known stay
 * as they were chosen, and are back if they had left. An installation goes before a token. `seenAt` is GitHub's clock.
 */
export async function recordListedRepositories(
  tenant: Tenant,
  listed: {
    repositories: readonly ListedRepository[];
    installationId: string | null;
    tokenId: string | null;
    tracksNew: boolean;
    seenAt: Instant;
  },
): Promise<void> {
  const { repositories, installationId, tokenId, tracksNew, seenAt } = listed;
  if (repositories.length === 0) return;
  const named = (column: string) =>
    `${column} = CASE WHEN ${repositoryChanges('excluded')} THEN excluded.${column} ELSE r.${column} END`;
  await tenant.query({
    text: `INSERT INTO repository AS r (organization_id, id, github_id, node_id, full_name, web_url, default_branch, is_private,
        is_archived, pushed_at, seen_at, installation_id, token_id, is_tracked)
      SELECT $1, t.id, t.github_id, t.node_id, t.full_name, t.web_url, t.default_branch, t.is_private, t.is_archived,
        to_timestamp(t.pushed_ms / 1000), to_timestamp($11::float8 / 1000), $12::bigint, $13::uuid, $14::boolean
      FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::boolean[],
          $10::float8[])
        AS t (id, github_id, node_id, full_name, web_url, default_branch, is_private, is_archived, pushed_ms)
      ORDER BY t.id
      ON CONFLICT (id) DO UPDATE SET node_id = excluded.node_id, pushed_at = excluded.pushed_at,
        installation_id = coalesce(excluded.installation_id, r.installation_id),
        token_id = CASE WHEN coalesce(excluded.installation_id, r.installation_id) IS NULL THEN excluded.token_id END,
        removed_at = NULL, removed_reason = NULL,
        ${['full_name', 'web_url', 'default_branch', 'is_private', 'is_archived', 'seen_at'].map(named).join(', ')}`,
    values: [
      repositories.map(({ githubId }) => repositoryIdFor(tenant.organizationId, githubId)),
      repositories.map(({ githubId }) => githubId),
      repositories.map(({ nodeId }) => nodeId),
      repositories.map(({ fullName }) => fullName),
      repositories.map(({ webUrl }) => webUrl),
      repositories.map(({ defaultBranch }) => defaultBranch),
      repositories.map(({ isPrivate }) => isPrivate),
      repositories.map(({ isArchived }) => isArchived),
      repositories.map(({ pushedAt }) => pushedAt),
      seenAt,
      installationId,
      tokenId,
      tracksNew,
    ],
  });
}

export type TrackingChange = { id: string; isTracked: boolean };

/**
 * Tracks these repositories and no others of those that are there; answers what that changed. Null when one of the ids is none of the
 * organization's.
 */
export async function trackExactly(tenant: Tenant, ids: readonly string[]): Promise<TrackingChange[] | null> {
  const unique = [...new Set(ids)];
  const known = await tenant.query({
    text: 'SELECT id FROM repository WHERE organization_id = $1 AND id = ANY ($2::uuid[])',
    values: [unique],
  });
  if (known.rows.length < unique.length) return null;
  return changeTracking(tenant, 'id = ANY ($2::uuid[])', unique);
}

/** Tracks these repositories too. */
export async function trackAlso(tenant: Tenant, ids: readonly string[]): Promise<void> {
  await changeTracking(tenant, 'is_tracked OR id = ANY ($2::uuid[])', ids);
}

async function changeTracking(
  tenant: Tenant,
  wanted: string,
  ids: readonly string[],
): Promise<TrackingChange[]> {
  const { rows } = await tenant.query<TrackingChange>({
    text: `UPDATE repository SET is_tracked = (${wanted})
      WHERE organization_id = $1 AND removed_at IS NULL AND is_tracked <> (${wanted}) RETURNING id, is_tracked AS "isTracked"`,
    values: [ids],
  });
  return rows;
}

/** Ends what is being read of these repositories, of whatever kind. */
export async function cancelImports(
  tenant: Tenant,
  { repositoryIds, now }: { repositoryIds: readonly string[]; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE repository_import SET state = 'cancelled', not_before = NULL, finished_at = to_timestamp($3::float8 / 1000),
        updated_at = to_timestamp($3::float8 / 1000)
      WHERE organization_id = $1 AND repository_id = ANY ($2::uuid[]) AND state IN ('waiting', 'running', 'paused', 'parked')`,
    values: [repositoryIds, now],
  });
}

export async function hasRepository(tenant: Tenant, id: string): Promise<boolean> {
  const { rows } = await tenant.query({
    text: 'SELECT 1 FROM repository WHERE organization_id = $1 AND id = $2',
    values: [id],
  });
  return rows.length > 0;
}

export type RepositoryPolicy = {
  historyMonths: number | null;
  tracksNewRepositories: boolean;
  followsGithubTeams: boolean;
};

export async function readRepositoryPolicy(tenant: Tenant): Promise<RepositoryPolicy> {
  const { rows } = await tenant.query<RepositoryPolicy>({
    text: `SELECT history_months AS "historyMonths", tracks_new_repositories AS "tracksNewRepositories",
        follows_github_teams AS "followsGithubTeams" FROM organization WHERE id = $1`,
  });
  const row = rows[0];
  if (row === undefined) throw new Error('The organization of this transaction is gone.');
  return row;
}

export async function saveRepositoryPolicy(tenant: Tenant, policy: RepositoryPolicy): Promise<void> {
  await tenant.query({
    text: `UPDATE organization SET history_months = $2, tracks_new_repositories = $3, follows_github_teams = $4 WHERE id = $1`,
    values: [policy.historyMonths, policy.tracksNewRepositories, policy.followsGithubTeams],
  });
}
