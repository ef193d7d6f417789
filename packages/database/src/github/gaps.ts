import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { createImports } from './imports.ts';

/** Clocks differ, and deliveries take their time: what happened shortly before a gap is read with it. */
const OVERLAP_MS = 600_000;

/**
 * Begins to read what webhooks may have missed of repositories since an instant: pull requests by an import, pushes by GitHub's log of
 * activity. Answers the imports, for the caller to queue.
 */
export async function beginGaps(
  tenant: Tenant,
  gap: { repositoryIds: readonly string[]; since: Instant; now: Instant },
): Promise<string[]> {
  const { repositoryIds, now } = gap;
  if (repositoryIds.length === 0) return [];
  const since = gap.since - OVERLAP_MS;
  await requestPushes(tenant, { repositoryIds, since });
  return createImports(tenant, { repositoryIds, kind: 'gap', since, now });
}

/** Has the job `pollRepositories` read the pushes of repositories since an instant, once; none of before a repository was connected. */
export async function requestPushes(
  tenant: Tenant,
  request: { repositoryIds: readonly string[]; since: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO repository_poll AS p (organization_id, repository_id, activity_through)
      SELECT $1, r.id, greatest(to_timestamp($3::float8 / 1000), (SELECT min(i.created_at) FROM repository_import i
        WHERE i.organization_id = $1 AND i.repository_id = r.id)) FROM repository r
      WHERE r.organization_id = $1 AND r.id = ANY ($2::uuid[]) AND r.is_tracked AND r.removed_at IS NULL
        AND (r.installation_id IS NOT NULL OR r.token_id IS NOT NULL) ORDER BY r.id
      ON CONFLICT (repository_id) DO UPDATE SET activity_through = least(p.activity_through, excluded.activity_through),
        activity_etag = NULL, polled_at = NULL`,
    values: [request.repositoryIds, request.since],
  });
}

/** Tracked repositories that are there and are read through an installation. */
export async function listTrackedOfInstallation(tenant: Tenant, installationId: string): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT id FROM repository WHERE organization_id = $1 AND installation_id = $2 AND is_tracked AND removed_at IS NULL ORDER BY id`,
    values: [installationId],
  });
  return rows.map((row) => row.id);
}
