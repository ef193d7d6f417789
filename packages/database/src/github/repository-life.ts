import { historyStart } from '@devpulse/domain/github/imports';
import { repositoryIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { RepositoryRow } from '../projection/people.ts';
import type { Tenant } from '../tenant.ts';
import { beginGaps } from './gaps.ts';
import { createImports } from './imports.ts';
import { cancelImports, readRepositoryPolicy } from './repositories.ts';

export type RemovalReason = 'removed' | 'deleted' | 'transferred' | 'uninstalled';

/** Of two events that tell of one leaving, the one that says more counts. */
const STRENGTH = `array_position(ARRAY['uninstalled', 'removed', 'transferred', 'deleted'], `;

/**
 * Notes that repositories have left, by GitHub's numbers; their history stays. What is read of them ends. False when none of them was
 * there: nothing has changed then for their pull requests.
 */
export async function removeRepositories(
  tenant: Tenant,
  removal: { githubIds: readonly string[]; reason: RemovalReason; at: Instant },
): Promise<boolean> {
  const ids = removal.githubIds.map((githubId) => repositoryIdFor(tenant.organizationId, githubId));
  if (ids.length === 0) return false;
  const { rows } = await tenant.query<{ id: string; isNews: boolean }>({
    text: `UPDATE repository r SET removed_at = least(r.removed_at, to_timestamp($4::float8 / 1000)),
        removed_reason = CASE WHEN r.removed_reason IS NULL OR ${STRENGTH}$3) > ${STRENGTH}r.removed_reason) THEN $3
          ELSE r.removed_reason END
      FROM (SELECT id, removed_at FROM repository WHERE organization_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE) AS was
      WHERE r.organization_id = $1 AND r.id = was.id
      RETURNING r.id, r.removed_at IS DISTINCT FROM was.removed_at AS "isNews"`,
    values: [ids, removal.reason, removal.at],
  });
  await cancelImports(tenant, { repositoryIds: rows.map(({ id }) => id), now: removal.at });
  return rows.some(({ isNews }) => isNews);
}

/**
 * Notes that repositories are back, by GitHub's numbers, and begins to read what happened meanwhile: all of the history where it had not
 * been read to its end. Answers the imports, for the caller to queue; null when none of the repositories had been away.
 */
export async function restoreRepositories(
  tenant: Tenant,
  { githubIds, now }: { githubIds: readonly string[]; now: Instant },
): Promise<string[] | null> {
  const ids = githubIds.map((githubId) => repositoryIdFor(tenant.organizationId, githubId));
  if (ids.length === 0) return null;
  const { rows } = await tenant.query<{ id: string; wasAwayFrom: Instant; isRead: boolean }>({
    text: `UPDATE repository r SET removed_at = NULL, removed_reason = NULL
      FROM (SELECT id, removed_at FROM repository
        WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND removed_at IS NOT NULL ORDER BY id FOR UPDATE) AS was
      WHERE r.organization_id = $1 AND r.id = was.id
      RETURNING r.id, was.removed_at AS "wasAwayFrom", EXISTS (SELECT 1 FROM repository_import i
        WHERE i.organization_id = $1 AND i.repository_id = r.id AND i.kind = 'backfill' AND i.state = 'done') AS "isRead"`,
    values: [ids],
  });
  if (rows.length === 0) return null;
  const read = rows.filter(({ isRead }) => isRead);
  const gaps = await beginGaps(tenant, {
    repositoryIds: read.map(({ id }) => id),
    since: Math.min(...read.map(({ wasAwayFrom }) => wasAwayFrom)),
    now,
  });
  const unread = rows.filter(({ isRead }) => !isRead).map(({ id }) => id);
  return [...gaps, ...(await beginHistories(tenant, { repositoryIds: unread, now }))];
}

/** Begins to read the history of repositories, as far back as the organization wants it. Answers the imports, for the caller to queue. */
export async function beginHistories(
  tenant: Tenant,
  { repositoryIds, now }: { repositoryIds: readonly string[]; now: Instant },
): Promise<string[]> {
  if (repositoryIds.length === 0) return [];
  const { historyMonths } = await readRepositoryPolicy(tenant);
  return createImports(tenant, {
    repositoryIds,
    kind: 'backfill',
    since: historyStart(historyMonths, now),
    now,
  });
}

export type Standing = {
  /** GitHub's number of it. */
  githubId: string;
  isTracked: boolean;
  /** GitHub has been asked for it before: whether it is tracked was somebody's choice. */
  isListed: boolean;
};

/** Repositories of an organization that are there, and how far each has come; with what the organization wants of new ones. */
export async function readStanding(
  tenant: Tenant,
  installationId: string,
): Promise<{ known: Standing[]; tracksNew: boolean }> {
  const { rows } = await tenant.query<Standing & { isOwn: boolean }>({
    text: `SELECT github_id AS "githubId", is_tracked AS "isTracked", node_id IS NOT NULL AS "isListed",
        installation_id IS NOT DISTINCT FROM $2::bigint AS "isOwn" FROM repository WHERE organization_id = $1`,
    values: [installationId],
  });
  const { tracksNewRepositories } = await readRepositoryPolicy(tenant);
  // Until somebody has chosen, everything waits to be chosen.
  const hasChosen = rows.some(({ isOwn, isTracked }) => isOwn && isTracked);
  return { known: rows, tracksNew: tracksNewRepositories && hasChosen };
}

/** Repositories that an installation was to open and does not any more, by GitHub's numbers. */
export async function listMissing(
  tenant: Tenant,
  { installationId, shown }: { installationId: string; shown: readonly string[] },
): Promise<string[]> {
  const { rows } = await tenant.query<{ githubId: string }>({
    text: `SELECT github_id AS "githubId" FROM repository
      WHERE organization_id = $1 AND installation_id = $2 AND removed_at IS NULL AND NOT github_id = ANY ($3::bigint[])
      ORDER BY github_id`,
    values: [installationId, shown],
  });
  return rows.map((row) => row.githubId);
}

/**
 * Pull requests that are open although their repository has left, or that have ended with one that is back, by their ids, those after
 * `after`.
 */
export async function listUnsettledPullRequests(
  tenant: Tenant,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT p.id FROM pull_request p JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id
      WHERE p.organization_id = $1 AND p.state = 'open' AND p.open_until <> coalesce(r.removed_at, 'infinity')
        AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3`,
    values: [page.after, page.limit],
  });
  return rows.map((row) => row.id);
}

/** What is known of a repository, and since when; null when there is none of this id. */
export async function readRepositoryFacts(tenant: Tenant, id: string): Promise<RepositoryRow | null> {
  const { rows } = await tenant.query<RepositoryRow>({
    text: `SELECT github_id AS "githubId", full_name AS "fullName", web_url AS "webUrl", default_branch AS "defaultBranch",
        is_private AS "isPrivate", is_archived AS "isArchived", seen_at AS "seenAt"
      FROM repository WHERE organization_id = $1 AND id = $2`,
    values: [id],
  });
  return rows[0] ?? null;
}
