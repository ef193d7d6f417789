import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';

/** Deleted installations whose 30 days are over. */
export async function listDueInstallations(
  database: Database,
  now: Instant,
): Promise<{ installationId: string; organizationId: string }[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ installationId: string; organizationId: string }>(
      `SELECT github_id AS "installationId", organization_id AS "organizationId" FROM installation
       WHERE state = 'deleted' AND purge_due_at <= to_timestamp($1::float8 / 1000) ORDER BY purge_due_at, github_id`,
      [now],
    );
    return rows;
  });
}

/** SQL: what came through the installation $2 and is not held by another, or was told by the deliveries of deleted ones alone. */
const DUE = `(r.installation_id = $2 OR (r.installation_id IS NULL AND r.token_id IS NULL AND r.removed_reason = 'uninstalled'))`;

/** Repositories that go with an installation, by their ids. */
export async function listPurgedRepositories(tenant: Tenant, installationId: string): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT r.id FROM repository r WHERE r.organization_id = $1 AND r.removed_at IS NOT NULL AND ${DUE} ORDER BY r.id`,
    values: [installationId],
  });
  return rows.map((row) => row.id);
}

/** Deletes pull requests of a repository with their reviews and timelines, `most` at a time; answers how many there were. */
export async function purgePullRequests(
  tenant: Tenant,
  { repositoryId, most }: { repositoryId: string; most: number },
): Promise<number> {
  const { rows } = await tenant.query<{ id: string }>({
    text: 'SELECT id FROM pull_request WHERE organization_id = $1 AND repository_id = $2 ORDER BY id LIMIT $3',
    values: [repositoryId, most],
  });
  const ids = rows.map((row) => row.id);
  for (const [table, column] of OF_PULL_REQUESTS) {
    await tenant.query({
      text: `DELETE FROM ${table} WHERE organization_id = $1 AND ${column} = ANY ($2::uuid[])`,
      values: [ids],
    });
  }
  return ids.length;
}

const OF_PULL_REQUESTS = [
  ['timeline_entry', 'pull_request_id'],
  ['review', 'pull_request_id'],
  ['review_request', 'pull_request_id'],
  ['pull_request', 'id'],
] as const;

/** Deletes pushes to a repository, `most` at a time; answers how many there were. */
export async function purgePushes(
  tenant: Tenant,
  { repositoryId, most }: { repositoryId: string; most: number },
): Promise<number> {
  const { rowCount } = await tenant.query({
    text: `DELETE FROM push WHERE organization_id = $1 AND id IN (
        SELECT h.id FROM push h WHERE h.organization_id = $1 AND h.repository_id = $2 LIMIT $3)`,
    values: [repositoryId, most],
  });
  return rowCount ?? 0;
}

/** Deletes a repository of which nothing is left but itself, with its imports. */
export async function purgeRepository(tenant: Tenant, repositoryId: string): Promise<void> {
  await tenant.query({
    text: 'DELETE FROM repository WHERE organization_id = $1 AND id = $2',
    values: [repositoryId],
  });
}

/** Deletes stored deliveries of an installation that is due, `most` at a time; answers how many there were. */
export async function purgeDeliveries(
  database: Database,
  due: { organizationId: string; installationId: string; most: number },
): Promise<number> {
  const { rows } = await database.pool.query<{ purged: number }>(
    'SELECT purge_deliveries($1, $2, $3) AS purged',
    [due.organizationId, due.installationId, due.most],
  );
  return rows[0]?.purged ?? 0;
}

/** Forgets an installation, unless it came back meanwhile. */
export async function purgeInstallation(tenant: Tenant, installationId: string): Promise<void> {
  await tenant.query({
    text: `DELETE FROM installation WHERE organization_id = $1 AND github_id = $2 AND state = 'deleted' AND purge_due_at IS NOT NULL`,
    values: [installationId],
  });
}
