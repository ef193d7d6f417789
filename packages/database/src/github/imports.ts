import { type ImportKind, type ImportState, secondsLeft } from '@devpulse/domain/github/imports';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

/**
 * Asks for readings of repositories back to `since` (null: all there is); those that are not tracked, have left, or that nothing can read
 * are passed over. One that is under way already reaches as far back as either asks, and reads again what changed until `now`; one that
 * was paused or parked goes on. Answers the ids of the imports, for the caller to queue as `importRepository` after the commit.
 */
export async function createImports(
  tenant: Tenant,
  order: { repositoryIds: readonly string[]; kind: ImportKind; since: Instant | null; now: Instant },
): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `INSERT INTO repository_import AS i (organization_id, id, repository_id, kind, since, created_at, asked_at, updated_at)
      SELECT $1, gen_random_uuid(), r.id, $3, to_timestamp($4::float8 / 1000), at, at, at
      FROM repository r, to_timestamp($5::float8 / 1000) AS at
      WHERE r.organization_id = $1 AND r.id = ANY ($2::uuid[]) AND r.is_tracked AND r.removed_at IS NULL
        AND r.node_id IS NOT NULL AND (r.installation_id IS NOT NULL OR r.token_id IS NOT NULL)
      ORDER BY r.id
      ON CONFLICT (repository_id, kind) WHERE state IN ('waiting', 'running', 'paused', 'parked') DO UPDATE SET
        since = CASE WHEN i.since IS NOT NULL AND excluded.since IS NOT NULL THEN least(i.since, excluded.since) END,
        asked_at = greatest(i.asked_at, excluded.asked_at),
        state = CASE WHEN i.state IN ('paused', 'parked') THEN 'waiting' ELSE i.state END,
        reason = CASE WHEN i.state IN ('paused', 'parked') THEN NULL ELSE i.reason END,
        not_before = CASE WHEN i.state IN ('paused', 'parked') THEN NULL ELSE i.not_before END
      RETURNING id`,
    values: [order.repositoryIds, order.kind, order.since, order.now],
  });
  return rows.map((row) => row.id);
}

/** Stops an import after the page that it reads. Null when there is no such import, false when it has ended. */
export async function pauseImport(
  tenant: Tenant,
  { id, now }: { id: string; now: Instant },
): Promise<boolean | null> {
  const { rowCount } = await tenant.query({
    text: `UPDATE repository_import SET state = 'paused', reason = NULL, not_before = NULL, updated_at = to_timestamp($3::float8 / 1000)
      WHERE organization_id = $1 AND id = $2 AND state IN ('waiting', 'running', 'paused', 'parked')`,
    values: [id, now],
  });
  return rowCount === 1 ? true : isNoImport(tenant, id);
}

/**
 * Lets an import go on where it was paused, parked or failed; the caller queues it. Null when there is no such import, false when it
 * has ended, or has failed and another has taken its place.
 */
export async function resumeImport(
  tenant: Tenant,
  { id, now }: { id: string; now: Instant },
): Promise<boolean | null> {
  const { rowCount } = await tenant.query({
    text: `UPDATE repository_import i SET state = CASE WHEN state = 'running' THEN state ELSE 'waiting' END, reason = NULL,
        not_before = NULL, finished_at = NULL, updated_at = to_timestamp($3::float8 / 1000)
      WHERE i.organization_id = $1 AND i.id = $2 AND (i.state IN ('waiting', 'running', 'paused', 'parked')
        OR i.state = 'failed' AND NOT EXISTS (
          SELECT 1 FROM repository_import o WHERE o.organization_id = $1 AND o.repository_id = i.repository_id AND o.kind = i.kind
            AND (o.state IN ('waiting', 'running', 'paused', 'parked') OR o.created_at > i.created_at)))`,
    values: [id, now],
  });
  return rowCount === 1 ? true : isNoImport(tenant, id);
}

async function isNoImport(tenant: Tenant, id: string): Promise<false | null> {
  const { rows } = await tenant.query({
    text: 'SELECT 1 FROM repository_import WHERE organization_id = $1 AND id = $2',
    values: [id],
  });
  return rows.length > 0 ? false : null;
}

/** SQL: imports of repositories that are read through the installation $2. */
const OF_INSTALLATION = `repository_id IN (SELECT r.id FROM repository r WHERE r.organization_id = $1 AND r.installation_id = $2)`;

/** Sets aside what is read through an installation until GitHub lets it go on; what a person has paused stays so. */
export async function parkImports(
  tenant: Tenant,
  parking: { installationId: string; reason: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE repository_import SET state = 'parked', reason = $3, not_before = NULL, updated_at = to_timestamp($4::float8 / 1000)
      WHERE organization_id = $1 AND state IN ('waiting', 'running') AND ${OF_INSTALLATION}`,
    values: [parking.installationId, parking.reason, parking.now],
  });
}

/** Lets what was parked of an installation go on. Answers the ids of the imports, for the caller to queue after the commit. */
export async function resumeImports(
  tenant: Tenant,
  { installationId, now }: { installationId: string; now: Instant },
): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `UPDATE repository_import SET state = 'waiting', reason = NULL, not_before = NULL, updated_at = to_timestamp($3::float8 / 1000)
      WHERE organization_id = $1 AND state = 'parked' AND ${OF_INSTALLATION} RETURNING id`,
    values: [installationId, now],
  });
  return rows.map((row) => row.id);
}

export type ImportRow = {
  id: string;
  repositoryId: string;
  /** `owner/name`. */
  repository: string;
  kind: ImportKind;
  state: ImportState;
  reason: string | null;
  since: Instant | null;
  pullRequestsRead: number;
  pullRequestsEstimated: number | null;
  requests: number;
  /** Time spent reading, without what it waited. */
  activeSeconds: number;
  notBefore: Instant | null;
  startedAt: Instant | null;
  finishedAt: Instant | null;
};

/** SQL: the latest backfill of each repository that is tracked and there. */
const LATEST = `SELECT DISTINCT ON (r.id) r.full_name, i.* FROM repository r
  JOIN repository_import i ON i.organization_id = $1 AND i.repository_id = r.id AND i.kind = 'backfill' AND i.state <> 'cancelled'
  WHERE r.organization_id = $1 AND r.is_tracked AND r.removed_at IS NULL
  ORDER BY r.id, i.created_at DESC, i.id DESC`;

const ACTIVE_SECONDS = `coalesce((i.progress->>'activeMs')::float8, 0) / 1000`;

/** The latest reading of the history of each tracked repository, by name. */
export async function listImports(tenant: Tenant): Promise<ImportRow[]> {
  const { rows } = await tenant.query<ImportRow>({
    text: `SELECT i.id, i.repository_id AS "repositoryId", i.full_name AS repository, i.kind, i.state, i.reason, i.since,
        i.pull_requests AS "pullRequestsRead", i.estimated AS "pullRequestsEstimated", i.requests,
        ${ACTIVE_SECONDS} AS "activeSeconds", i.not_before AS "notBefore", i.started_at AS "startedAt", i.finished_at AS "finishedAt"
      FROM (${LATEST}) AS i ORDER BY lower(i.full_name), i.id`,
  });
  return rows;
}

export type ImportTotals = {
  /** Repositories that are tracked, and of them those whose history is not read to its end. */
  repositories: number;
  unfinished: number;
  pullRequestsRead: number;
  /** Null while it is not known for all of them. */
  pullRequestsEstimated: number | null;
  /** Null while nothing honest can be said. */
  secondsLeft: number | null;
};

/** Imports of one installation that run at once. */
export const IMPORTS_AT_ONCE = 2;

/** How much of the history has been read. */
export async function importTotals(tenant: Tenant): Promise<ImportTotals> {
  type Row = Omit<ImportTotals, 'secondsLeft'> & { activeSeconds: number; isHeld: boolean };
  const { rows } = await tenant.query<Row>({
    text: `SELECT
        (SELECT count(*)::int FROM repository r WHERE r.organization_id = $1 AND r.is_tracked AND r.removed_at IS NULL) AS repositories,
        (count(*) FILTER (WHERE i.state <> 'done'))::int AS unfinished,
        coalesce(sum(i.pull_requests), 0)::int AS "pullRequestsRead",
        CASE WHEN bool_and(i.estimated IS NOT NULL) THEN sum(i.estimated)::int END AS "pullRequestsEstimated",
        coalesce(sum(${ACTIVE_SECONDS}), 0)::float8 AS "activeSeconds",
        coalesce(bool_or(i.state IN ('paused', 'parked', 'failed')), false) AS "isHeld"
      FROM (${LATEST}) AS i`,
  });
  const row = rows[0];
  if (row === undefined) throw new Error('An aggregate without GROUP BY gave no row.');
  const { activeSeconds, isHeld, ...totals } = row;
  const left = secondsLeft({
    read: totals.pullRequestsRead,
    estimated: totals.pullRequestsEstimated,
    activeSeconds: activeSeconds / Math.min(IMPORTS_AT_ONCE, Math.max(1, totals.repositories)),
  });
  return { ...totals, secondsLeft: isHeld ? null : left };
}
