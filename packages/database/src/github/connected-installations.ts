import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import type { Transaction } from '../transaction.ts';
import type { DeliveryOrigin } from './delivery-tenants.ts';

export type InstallationRow = {
  /** GitHub’s number of it. */
  id: string;
  /** The App, by its id here; null when it is known by its deliveries alone. */
  appId: string | null;
  accountLogin: string;
  accountType: string;
  state: 'active' | 'suspended' | 'deleted';
  repositorySelection: 'all' | 'selected';
  permissions: Record<string, string>;
  suspendedAt: Instant | null;
  purgeDueAt: Instant | null;
  lastDeliveryAt: Instant | null;
};

const COLUMNS = `i.github_id AS id, i.github_app_id AS "appId", i.account_login AS "accountLogin", i.account_type AS "accountType",
  i.state, i.repository_selection AS "repositorySelection", i.permissions, i.suspended_at AS "suspendedAt",
  i.purge_due_at AS "purgeDueAt", i.last_delivery_at AS "lastDeliveryAt"`;

/** Installations of the organization, by the login of their account. */
export async function listInstallations(tenant: Tenant): Promise<InstallationRow[]> {
  const { rows } = await tenant.query<InstallationRow>({
    text: `SELECT ${COLUMNS} FROM installation i WHERE i.organization_id = $1 ORDER BY lower(i.account_login), i.github_id`,
  });
  return rows;
}

/** Null when the organization has no such installation. */
export async function findInstallation(tenant: Tenant, id: string): Promise<InstallationRow | null> {
  const { rows } = await tenant.query<InstallationRow>({
    text: `SELECT ${COLUMNS} FROM installation i WHERE i.organization_id = $1 AND i.github_id = $2`,
    values: [id],
  });
  return rows[0] ?? null;
}

/**
 * The slugs of a person's organizations that have an installation of this number; several when it is of several GitHubs. Needs a system
 * transaction of the person.
 */
export async function findSlugsOfInstallation(
  tx: Transaction,
  { id, userId }: { id: string; userId: string },
): Promise<string[]> {
  const { rows } = await tx.query<{ slug: string }>(
    `SELECT o.slug FROM installation i JOIN organization o ON o.id = i.organization_id
       JOIN membership m ON m.organization_id = i.organization_id AND m.user_id = $2
     WHERE i.github_id = $1 ORDER BY o.slug`,
    [id, userId],
  );
  return rows.map((row) => row.slug);
}

export type InstallationClaim = DeliveryOrigin & {
  organizationId: string;
  /** The App, by its id here. */
  appId: string;
  account: { id: string; login: string; type: string };
  repositorySelection: 'all' | 'selected';
  permissions: Record<string, string>;
  suspendedAt: Instant | null;
  /** When GitHub last changed it. */
  updatedAt: Instant;
};

/** As GitHub shows an installation, it comes after the event of its making and before those that follow. */
const CLAIM_RANK = { active: 1, suspended: 2 };

/**
 * Stores an installation for the organization that may have it, or tells of which App one is that is stored. False when it belongs to
 * another organization, or this one has another of its number. Needs a system transaction that holds the installation's lock.
 */
export async function claimInstallation(tx: Transaction, claim: InstallationClaim): Promise<boolean> {
  const { account, suspendedAt } = claim;
  const state = suspendedAt === null ? 'active' : 'suspended';
  const later = `(i.source_at, i.source_rank) < (excluded.source_at, excluded.source_rank)`;
  const latest = (column: string) =>
    `${column} = CASE WHEN ${later} THEN excluded.${column} ELSE i.${column} END`;
  const ordered = ['account_login', 'state', 'permissions', 'suspended_at', 'source_at', 'source_rank'];
  const { rowCount } = await tx.query(
    `INSERT INTO installation AS i (github_id, organization_id, github_app_id, account_id, account_login, account_type, state,
       repository_selection, permissions, suspended_at, source_at, source_rank, signed_by)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10::float8 / 1000), to_timestamp($11::float8 / 1000), $12, $13
     WHERE NOT EXISTS (SELECT 1 FROM installation o WHERE o.github_id = $1 AND o.signed_by = $13 AND o.organization_id <> $2)
     ON CONFLICT (organization_id, github_id) DO UPDATE SET github_app_id = excluded.github_app_id,
       repository_selection = excluded.repository_selection, ${ordered.map(latest).join(', ')}
     WHERE i.signed_by = excluded.signed_by`,
    [
      claim.installationId,
      claim.organizationId,
      claim.appId,
      account.id,
      account.login,
      account.type,
      state,
      claim.repositorySelection,
      JSON.stringify(claim.permissions),
      suspendedAt,
      claim.updatedAt,
      CLAIM_RANK[state],
      claim.githubAppId ?? '',
    ],
  );
  return rowCount === 1;
}

/** Marks an installation as deleted, ahead of the event that will tell the rest. */
export async function markUninstalled(
  tenant: Tenant,
  { id, purgeDueAt }: { id: string; purgeDueAt: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE installation SET state = 'deleted', purge_due_at = coalesce(purge_due_at, to_timestamp($3::float8 / 1000))
      WHERE organization_id = $1 AND github_id = $2`,
    values: [id, purgeDueAt],
  });
}
