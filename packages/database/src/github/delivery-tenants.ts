import { repositoryIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import {
  type OrganizationRow,
  type OrganizationSettings,
  SETTINGS_COLUMNS,
  toSettings,
} from '../organizations.ts';
import { lockInOrder, type Transaction } from '../transaction.ts';

/** Where a delivery comes from. GitHub's number alone says nothing: each GitHub counts its own, and a tenant may run one. */
export type DeliveryOrigin = {
  installationId: string;
  /** The App whose secret has signed it; null for the secrets of the configuration. */
  githubAppId: string | null;
};

export type DeliveryTenant = {
  settings: OrganizationSettings;
  /** GitHub can be asked through the installation: its lists say what there is, and deliveries only that something changed. */
  hasApp: boolean;
  /** GitHub's number of the account that it is installed on. */
  accountId: string;
  followsGithubTeams: boolean;
  lastDeliveryAt: Instant | null;
};

/** An installation and the deliveries that wait for it: whoever comes second sees what the first has written. */
export function lockInstallation(
  tx: Transaction,
  { installationId, githubAppId }: DeliveryOrigin,
): Promise<void> {
  return lockInOrder(tx, [`installation:${githubAppId ?? ''}:${installationId}`]);
}

/** The tenant behind a delivery; null when nobody has installed it here. Needs a system transaction. */
export async function findTenantOfDelivery(
  tx: Transaction,
  { installationId, githubAppId }: DeliveryOrigin,
): Promise<DeliveryTenant | null> {
  const { rows } = await tx.query<OrganizationRow & Omit<DeliveryTenant, 'settings'>>({
    name: 'tenant_of_delivery',
    text: `SELECT ${SETTINGS_COLUMNS},
        i.github_app_id IS NOT NULL AS "hasApp", i.account_id AS "accountId",
        o.follows_github_teams AS "followsGithubTeams", i.last_delivery_at AS "lastDeliveryAt"
      FROM installation i JOIN organization o ON o.id = i.organization_id
      WHERE i.github_id = $1 AND i.signed_by = $2`,
    values: [installationId, githubAppId ?? ''],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { hasApp, accountId, followsGithubTeams, lastDeliveryAt } = row;
  return { settings: toSettings(row), hasApp, accountId, followsGithubTeams, lastDeliveryAt };
}

export type KnownRepository = { isTracked: boolean; isRemoved: boolean };

/**
 * Narrows a system transaction to the organization of deliveries, and answers in the same round trip what is known of the repositories
 * that they are about, by GitHub's numbers; those of which nothing is known are left out.
 */
export async function enterForDeliveries(
  tx: Transaction,
  organizationId: string,
  repositoryGithubIds: readonly string[],
): Promise<Map<string, KnownRepository>> {
  const byId = new Map(
    repositoryGithubIds.map((githubId) => [repositoryIdFor(organizationId, githubId), githubId]),
  );
  const scope = `SELECT set_config('devpulse.organization_id', ${tx.escapeLiteral(organizationId)}, true)`;
  if (byId.size === 0) {
    await tx.query(scope);
    return new Map();
  }
  const ids = [...byId.keys()].map((id) => tx.escapeLiteral(id)).join(', ');
  const results = await tx.query(
    `${scope}; SELECT id, is_tracked AS "isTracked", removed_at IS NOT NULL AS "isRemoved" FROM repository WHERE id IN (${ids})`,
  );
  const [, found] = results as unknown as [unknown, { rows: (KnownRepository & { id: string })[] }];
  return new Map(found.rows.map(({ id, ...known }) => [byId.get(id) ?? '', known]));
}

/** Apart by this much, one write tells of many deliveries. */
const NOTED_EVERY_MS = 60_000;

/** Notes that an installation is heard of, at most once a minute; nobody waits for whoever is noting it already. */
export async function noteDelivery(
  tx: Transaction,
  { organizationId, installationId }: { organizationId: string; installationId: string },
  { at, notedAt }: { at: Instant; notedAt: Instant | null },
): Promise<void> {
  if (notedAt !== null && at < notedAt + NOTED_EVERY_MS) return;
  await tx.query({
    name: 'note_delivery',
    text: `UPDATE installation SET last_delivery_at = to_timestamp($3::float8 / 1000)
      WHERE organization_id = $1 AND github_id = (SELECT github_id FROM installation WHERE organization_id = $1 AND github_id = $2
        AND (last_delivery_at IS NULL OR last_delivery_at < to_timestamp($3::float8 / 1000)) FOR NO KEY UPDATE SKIP LOCKED)`,
    values: [organizationId, installationId, at],
  });
}
