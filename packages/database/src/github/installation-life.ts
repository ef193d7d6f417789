import { slugOf } from '@devpulse/domain/access/reserved-slugs';
import { organizationIdFor } from '@devpulse/domain/identity';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import type { Transaction } from '../transaction.ts';
import { type DeliveryOrigin, findTenantOfDelivery } from './delivery-tenants.ts';

export type InstallationState = 'active' | 'suspended' | 'deleted';

/** An installation as an event of it, or GitHub's answer, describes it. */
export type InstallationTelling = {
  installationId: string;
  account: { id: string; login: string; type: string };
  state: InstallationState;
  permissions: Record<string, string>;
  /** Null where it was not told. */
  repositorySelection: 'all' | 'selected' | null;
  suspendedAt: Instant | null;
  sourceAt: Instant;
  sourceRank: number;
};

/** Whose an installation is was not found out: nobody has claimed it, or its organization has one of this number from elsewhere. */
export type Unclaimed = 'unknown_installation' | 'foreign_app';

/**
 * Finds the organization of an installation: the one it has joined, else the one that its App was made for. Where only a webhook secret
 * is known, its account gets an organization, as an event signed with it is the instance owner's consent; an App of the configuration
 * waits until somebody claims the installation. Needs a system transaction that holds the installation's lock.
 */
export async function findOrganizationOfInstallation(
  tx: Transaction,
  { installationId, githubAppId }: DeliveryOrigin,
  birth: { account: InstallationTelling['account']; timeZone: string },
): Promise<{ organizationId: string } | { unclaimed: Unclaimed }> {
  const known = await findTenantOfDelivery(tx, { installationId, githubAppId });
  if (known !== null) return { organizationId: known.settings.id };
  const { rows } = await tx.query<{ organizationId: string | null }>(
    `SELECT organization_id AS "organizationId" FROM github_app
     WHERE CASE WHEN $1::uuid IS NULL THEN organization_id IS NULL ELSE id = $1 END LIMIT 1`,
    [githubAppId],
  );
  const app = rows[0];
  if (!app?.organizationId && (app !== undefined || githubAppId !== null))
    return { unclaimed: 'unknown_installation' };
  const organizationId = app?.organizationId ?? (await bearOrganization(tx, birth));
  const taken = await tx.query('SELECT 1 FROM installation WHERE organization_id = $1 AND github_id = $2', [
    organizationId,
    installationId,
  ]);
  return taken.rows.length > 0 ? { unclaimed: 'foreign_app' } : { organizationId };
}

async function bearOrganization(
  tx: Transaction,
  { account, timeZone }: { account: InstallationTelling['account']; timeZone: string },
): Promise<string> {
  const organizationId = organizationIdFor(account.id);
  await tx.query(
    `INSERT INTO organization (id, slug, name, github_account_id, time_zone)
     VALUES ($1, CASE WHEN EXISTS (SELECT 1 FROM organization WHERE slug = $2) THEN $2 || '-' || $4 ELSE $2 END, $3, $4::bigint, $5)
     ON CONFLICT DO NOTHING`,
    [organizationId, slugOf(account.login), account.login, account.id, timeZone],
  );
  return organizationId;
}

export type InstallationStanding = { state: InstallationState; suspendedAt: Instant | null };

/**
 * Stores what was told of an installation, unless something later is known: of several tellings the latest wins, in whatever order they
 * come. Answers how it stood before (null: it is new), or null when nothing was stored. Needs the installation's lock.
 */
export async function saveInstallation(
  tenant: Tenant,
  telling: InstallationTelling & DeliveryOrigin,
  now: Instant,
): Promise<{ before: InstallationStanding | null } | null> {
  const known = await tenant.query<InstallationStanding>({
    text: `SELECT state, suspended_at AS "suspendedAt" FROM installation WHERE organization_id = $1 AND github_id = $2`,
    values: [telling.installationId],
  });
  const saved = await tenant.query({
    text: `INSERT INTO installation AS i (organization_id, github_id, github_app_id, account_id, account_login, account_type, state,
        permissions, repository_selection, suspended_at, source_at, source_rank, purge_due_at, signed_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, 'all'), to_timestamp($10::float8 / 1000),
        to_timestamp($11::float8 / 1000), $12,
        CASE WHEN $7 = 'deleted' THEN to_timestamp($13::float8 / 1000) + interval '${RETENTION.deletedInstallationDays} days' END, $14)
      ON CONFLICT (organization_id, github_id) DO UPDATE SET account_login = excluded.account_login, state = excluded.state,
        permissions = excluded.permissions, repository_selection = coalesce($9, i.repository_selection),
        suspended_at = excluded.suspended_at, source_at = excluded.source_at, source_rank = excluded.source_rank,
        purge_due_at = CASE WHEN excluded.state = 'deleted' THEN coalesce(i.purge_due_at, excluded.purge_due_at) END
      WHERE i.signed_by = excluded.signed_by AND (i.source_at, i.source_rank) < (excluded.source_at, excluded.source_rank)`,
    values: [
      telling.installationId,
      telling.githubAppId,
      telling.account.id,
      telling.account.login,
      telling.account.type,
      telling.state,
      JSON.stringify(telling.permissions),
      telling.repositorySelection,
      telling.suspendedAt,
      telling.sourceAt,
      telling.sourceRank,
      now,
      telling.githubAppId ?? '',
    ],
  });
  return saved.rowCount === 1 ? { before: known.rows[0] ?? null } : null;
}

/** Notes which repositories GitHub lets an installation see. */
export async function saveRepositorySelection(
  tenant: Tenant,
  selection: { installationId: string; repositorySelection: 'all' | 'selected' | null },
): Promise<void> {
  if (selection.repositorySelection === null) return;
  await tenant.query({
    text: `UPDATE installation SET repository_selection = $3
      WHERE organization_id = $1 AND github_id = $2 AND repository_selection <> $3`,
    values: [selection.installationId, selection.repositorySelection],
  });
}

/** SQL: repositories that came through the installation $2, or that nothing but the deliveries of deleted installations told of. */
const CAME_THROUGH = `(r.installation_id = $2 OR (r.installation_id IS NULL AND r.token_id IS NULL AND NOT EXISTS (
  SELECT 1 FROM installation o WHERE o.organization_id = $1 AND o.state <> 'deleted')))`;

/** GitHub's numbers of the repositories that leave with a deleted installation. */
export async function listRepositoriesOfInstallation(
  tenant: Tenant,
  installationId: string,
): Promise<string[]> {
  const { rows } = await tenant.query<{ githubId: string }>({
    text: `SELECT r.github_id AS "githubId" FROM repository r
      WHERE r.organization_id = $1 AND r.removed_at IS NULL AND ${CAME_THROUGH} ORDER BY r.github_id`,
    values: [installationId],
  });
  return rows.map((row) => row.githubId);
}

/** The installation that took the place of a deleted one: of the same account, and alive. Null when there is none. */
export async function findSuccessor(tenant: Tenant, installationId: string): Promise<string | null> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT o.github_id AS id FROM installation o
      JOIN installation i ON i.organization_id = $1 AND i.github_id = $2 AND i.account_id = o.account_id
      WHERE o.organization_id = $1 AND o.github_id <> $2 AND o.state <> 'deleted' ORDER BY o.source_at DESC, o.github_id DESC LIMIT 1`,
    values: [installationId],
  });
  return rows[0]?.id ?? null;
}

/**
 * Hands over what came through deleted installations of the same account to the one that took their place; nothing of it is purged then.
 * Answers GitHub's numbers of the repositories that had left with them.
 */
export async function takeOverRepositories(tenant: Tenant, successorId: string): Promise<string[]> {
  const { rows } = await tenant.query<{ githubId: string; isBack: boolean }>({
    text: `WITH former AS (
        UPDATE installation o SET purge_due_at = NULL FROM installation i
        WHERE o.organization_id = $1 AND i.organization_id = $1 AND i.github_id = $2 AND o.account_id = i.account_id
          AND o.github_id <> $2 AND o.state = 'deleted' RETURNING o.github_id)
      UPDATE repository r SET installation_id = CASE WHEN r.installation_id IS NULL THEN NULL ELSE $2::bigint END
      WHERE r.organization_id = $1 AND (r.installation_id IN (SELECT github_id FROM former)
        OR (r.installation_id IS NULL AND r.removed_reason = 'uninstalled' AND EXISTS (SELECT 1 FROM former)))
      RETURNING r.github_id AS "githubId", r.removed_reason IS NOT DISTINCT FROM 'uninstalled' AS "isBack"`,
    values: [successorId],
  });
  return rows.filter((row) => row.isBack).map((row) => row.githubId);
}
