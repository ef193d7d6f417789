import { slugOf } from '@devpulse/domain/access/reserved-slugs';
import { organizationIdFor } from '@devpulse/domain/identity';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Database } from './connection.ts';
import { type Transaction, transaction } from './transaction.ts';

/** What the work of a tenant needs to know of it. */
export type OrganizationSettings = {
  id: string;
  slug: string;
  calendar: WorkingCalendar;
  botLogins: readonly string[];
  targets: { reviewWorkingSeconds: number; cycleWorkingSeconds: number };
};

export type OrganizationRow = {
  id: string;
  slug: string;
  time_zone: string;
  working_weekdays: number[];
  working_start_minute: number;
  working_end_minute: number;
  holidays: string[];
  bot_logins: string[];
  review_target_seconds: number;
  cycle_target_seconds: number;
};

export const SETTINGS_COLUMNS = `o.id, o.slug, o.time_zone, o.working_weekdays, o.working_start_minute,
  o.working_end_minute, o.holidays::text[] AS holidays, o.bot_logins, o.review_target_seconds, o.cycle_target_seconds`;

export function toSettings(row: OrganizationRow): OrganizationSettings {
  return {
    id: row.id,
    slug: row.slug,
    calendar: {
      zone: row.time_zone,
      weekdays: row.working_weekdays,
      startMinute: row.working_start_minute,
      endMinute: row.working_end_minute,
      holidays: row.holidays,
    },
    botLogins: row.bot_logins,
    targets: {
      reviewWorkingSeconds: row.review_target_seconds,
      cycleWorkingSeconds: row.cycle_target_seconds,
    },
  };
}

/** What a delivery says of where it comes from. */
export type DeliveryOrigin = {
  installationId: string;
  /** The App whose secret has signed it; null for the secrets of the configuration. */
  githubAppId: string | null;
  /** GitHub's number of the repository that it is about. */
  repositoryId: string | null;
};

export type DeliveryTenant = {
  settings: OrganizationSettings;
  /** Its installation is of the App that has signed it: one App says nothing about the installations of another. */
  isOfItsApp: boolean;
  isTracked: boolean;
};

/**
 * The tenant behind a delivery; null when nobody has installed it here. A repository that is new is tracked as its organization wants it,
 * once one was chosen, and always where only deliveries are known of the installation. Needs a system transaction.
 */
export async function findTenantOfDelivery(
  tx: Transaction,
  { installationId, githubAppId, repositoryId }: DeliveryOrigin,
): Promise<DeliveryTenant | null> {
  const { rows } = await tx.query<OrganizationRow & { is_of_its_app: boolean; is_tracked: boolean }>({
    name: 'tenant_of_delivery',
    text: `SELECT ${SETTINGS_COLUMNS},
        CASE WHEN $2::uuid IS NULL THEN i.github_app_id IS NULL OR a.organization_id IS NULL
          ELSE i.github_app_id = $2::uuid END AS is_of_its_app,
        $3::bigint IS NULL OR coalesce(
          (SELECT r.is_tracked FROM repository r WHERE r.organization_id = o.id AND r.github_id = $3::bigint),
          i.github_app_id IS NULL OR o.tracks_new_repositories AND EXISTS (
            SELECT 1 FROM repository r WHERE r.organization_id = o.id AND r.installation_id = i.github_id AND r.is_tracked)
        ) AS is_tracked
      FROM installation i JOIN organization o ON o.id = i.organization_id LEFT JOIN github_app a ON a.id = i.github_app_id
      WHERE i.github_id = $1`,
    values: [installationId, githubAppId, repositoryId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return { settings: toSettings(row), isOfItsApp: row.is_of_its_app, isTracked: row.is_tracked };
}

/** The settings as they are for this statement; null when the organization is gone. */
export async function readOrganizationSettings(
  tx: Transaction,
  organizationId: string,
): Promise<OrganizationSettings | null> {
  const { rows } = await tx.query<OrganizationRow>({
    name: 'organization_settings',
    text: `SELECT ${SETTINGS_COLUMNS} FROM organization o WHERE o.id = $1`,
    values: [organizationId],
  });
  return rows[0] ? toSettings(rows[0]) : null;
}

export type OrganizationClock = {
  settings: OrganizationSettings;
  rolledThrough: string | null;
  confirmedThrough: string | null;
};

/** Every organization with the days it has been rolled and confirmed through. */
export async function listOrganizationClocks(database: Database): Promise<OrganizationClock[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<
      OrganizationRow & { rolled_through: string | null; confirmed_through: string | null }
    >(`SELECT ${SETTINGS_COLUMNS}, o.rolled_through, o.confirmed_through FROM organization o ORDER BY o.id`);
    return rows.map((row) => ({
      settings: toSettings(row),
      rolledThrough: row.rolled_through,
      confirmedThrough: row.confirmed_through,
    }));
  });
}

export async function recordOrganizationClock(
  tx: Transaction,
  organizationId: string,
  clock: { rolledThrough: string; confirmedThrough: string | null },
): Promise<void> {
  await tx.query(
    'UPDATE organization SET rolled_through = $2, confirmed_through = coalesce($3, confirmed_through) WHERE id = $1',
    [organizationId, clock.rolledThrough, clock.confirmedThrough],
  );
}

export type InstallationEvent = {
  installationId: string;
  account: { id: string; login: string; type: string };
  state: 'active' | 'suspended' | 'deleted';
  permissions: Record<string, string>;
  sourceAt: number;
  sourceRank: number;
  /** The App whose secret has signed it; null for the secrets of the configuration. */
  githubAppId?: string | null;
};

/** The organization of an installation was not found out: nobody has claimed it, or another App speaks of it. */
export type Unclaimed = 'unknown_installation' | 'foreign_app';

/**
 * Records an installation under the organization that it is of: the one it has joined, else the one that its App was made for. Where only
 * a webhook secret is known, its account gets an organization, as an event signed with it is the instance owner's consent; an App of the
 * configuration waits until somebody claims the installation. Of several events the latest wins, in whatever order they came. Needs a
 * system transaction.
 */
export async function recordInstallation(
  tx: Transaction,
  event: InstallationEvent,
  defaultTimeZone: string,
): Promise<{ organizationId: string } | { unclaimed: Unclaimed }> {
  const owner = await ownerOfInstallation(tx, event);
  if ('unclaimed' in owner) return owner;
  const organizationId = owner.organizationId ?? (await bearOrganization(tx, event, defaultTimeZone));
  await saveInstallation(tx, event, organizationId);
  return { organizationId };
}

/** `organizationId: null`: it is to be born. */
async function ownerOfInstallation(
  tx: Transaction,
  { installationId, githubAppId = null }: InstallationEvent,
): Promise<{ organizationId: string | null } | { unclaimed: Unclaimed }> {
  const origin = { installationId, githubAppId, repositoryId: null };
  const known = await findTenantOfDelivery(tx, origin);
  if (known !== null) {
    return known.isOfItsApp ? { organizationId: known.settings.id } : { unclaimed: 'foreign_app' };
  }
  const { rows } = await tx.query<{ organizationId: string | null }>(
    `SELECT organization_id AS "organizationId" FROM github_app
     WHERE CASE WHEN $1::uuid IS NULL THEN organization_id IS NULL ELSE id = $1 END LIMIT 1`,
    [githubAppId],
  );
  const app = rows[0];
  if (app?.organizationId) return { organizationId: app.organizationId };
  return app === undefined && githubAppId === null
    ? { organizationId: null }
    : { unclaimed: 'unknown_installation' };
}

async function bearOrganization(
  tx: Transaction,
  event: InstallationEvent,
  defaultTimeZone: string,
): Promise<string> {
  const organizationId = organizationIdFor(event.account.id);
  await tx.query(
    `INSERT INTO organization (id, slug, name, github_account_id, time_zone)
     VALUES ($1, CASE WHEN EXISTS (SELECT 1 FROM organization WHERE slug = $2) THEN $2 || '-' || $4 ELSE $2 END, $3, $4::bigint, $5)
     ON CONFLICT DO NOTHING`,
    [organizationId, slugOf(event.account.login), event.account.login, event.account.id, defaultTimeZone],
  );
  return organizationId;
}

async function saveInstallation(
  tx: Transaction,
  event: InstallationEvent,
  organizationId: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO installation (github_id, organization_id, account_id, account_login, account_type, state, permissions, source_at,
       source_rank, github_app_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8 / 1000.0), $9, $10)
     ON CONFLICT (github_id) DO UPDATE SET
       account_login = excluded.account_login, state = excluded.state, permissions = excluded.permissions,
       source_at = excluded.source_at, source_rank = excluded.source_rank
     WHERE (installation.source_at, installation.source_rank) < (excluded.source_at, excluded.source_rank)`,
    [
      event.installationId,
      organizationId,
      event.account.id,
      event.account.login,
      event.account.type,
      event.state,
      JSON.stringify(event.permissions),
      event.sourceAt,
      event.sourceRank,
      event.githubAppId ?? null,
    ],
  );
}
