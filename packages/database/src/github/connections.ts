import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';

export type GithubAppRow = {
  id: string;
  /** Null for the App of the configuration. */
  organizationId: string | null;
  webUrl: string;
  /** GitHub’s number of it. */
  appId: string;
  slug: string;
  name: string;
  clientId: string | null;
  clientSecretEncrypted: Buffer | null;
  ownerLogin: string;
  hasWebhooks: boolean;
  scannedAt: Instant | null;
  scanProblem: string | null;
  redelivered: number;
};

const COLUMNS = `a.id, a.organization_id AS "organizationId", a.web_url AS "webUrl", a.app_id AS "appId", a.slug, a.name,
  a.client_id AS "clientId", a.client_secret_encrypted AS "clientSecretEncrypted", a.owner_login AS "ownerLogin",
  a.has_webhooks AS "hasWebhooks", a.scanned_at AS "scannedAt", a.scan_problem AS "scanProblem", a.redelivered`;

export type NewGithubApp = Pick<
  GithubAppRow,
  | 'id'
  | 'webUrl'
  | 'appId'
  | 'slug'
  | 'name'
  | 'clientId'
  | 'clientSecretEncrypted'
  | 'ownerLogin'
  | 'hasWebhooks'
> & { createdBy: string; now: Instant };

/** False when an App of this number on this GitHub is known already, whosever it is. */
export async function insertGithubApp(tenant: Tenant, app: NewGithubApp): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `INSERT INTO github_app (organization_id, id, web_url, app_id, slug, name, client_id, client_secret_encrypted, owner_login,
        has_webhooks, created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, to_timestamp($12::float8 / 1000))
      ON CONFLICT DO NOTHING`,
    values: [
      app.id,
      app.webUrl,
      app.appId,
      app.slug,
      app.name,
      app.clientId,
      app.clientSecretEncrypted,
      app.ownerLogin,
      app.hasWebhooks,
      app.createdBy,
      app.now,
    ],
  });
  return rowCount === 1;
}

/** Apps that were made for the organization, the oldest first. */
export async function listGithubApps(tenant: Tenant): Promise<GithubAppRow[]> {
  const { rows } = await tenant.query<GithubAppRow>({
    text: `SELECT ${COLUMNS} FROM github_app a WHERE a.organization_id = $1 ORDER BY a.created_at, a.id`,
  });
  return rows;
}

/** An App of the organization; null when there is none of this id. */
export async function findGithubApp(tenant: Tenant, id: string): Promise<GithubAppRow | null> {
  return find(tenant, id, '');
}

/** The same, and nobody else changes it, its keys or its secrets until the transaction ends. */
export async function lockGithubApp(tenant: Tenant, id: string): Promise<GithubAppRow | null> {
  return find(tenant, id, 'FOR UPDATE');
}

async function find(tenant: Tenant, id: string, lock: '' | 'FOR UPDATE'): Promise<GithubAppRow | null> {
  const { rows } = await tenant.query<GithubAppRow>({
    text: `SELECT ${COLUMNS} FROM github_app a WHERE a.organization_id = $1 AND a.id = $2 ${lock}`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Deletes an App with its keys and secrets. */
export async function deleteGithubApp(tenant: Tenant, id: string): Promise<void> {
  await tenant.query({ text: 'DELETE FROM github_app WHERE organization_id = $1 AND id = $2', values: [id] });
}

/** Whether there is an installation of the App that was not deleted. */
export async function isInstalled(tenant: Tenant, appId: string): Promise<boolean> {
  const { rows } = await tenant.query({
    text: `SELECT 1 FROM installation WHERE organization_id = $1 AND github_app_id = $2 AND state <> 'deleted' LIMIT 1`,
    values: [appId],
  });
  return rows.length > 0;
}

export type ConfiguredApp = Pick<
  GithubAppRow,
  'webUrl' | 'appId' | 'slug' | 'name' | 'clientId' | 'ownerLogin' | 'hasWebhooks'
>;

/**
 * Records the App of the configuration as GitHub describes it. Answers its row; null when a tenant has made the very same App, which
 * stays theirs.
 */
export async function recordConfiguredApp(
  database: Database,
  app: ConfiguredApp & { id: string; now: Instant },
): Promise<GithubAppRow | null> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<GithubAppRow>(
      `INSERT INTO github_app AS a (id, web_url, app_id, slug, name, client_id, owner_login, has_webhooks, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::float8 / 1000))
       ON CONFLICT (web_url, app_id) DO UPDATE SET slug = excluded.slug, name = excluded.name, client_id = excluded.client_id,
         owner_login = excluded.owner_login, has_webhooks = excluded.has_webhooks
       WHERE a.organization_id IS NULL
       RETURNING ${COLUMNS}`,
      [
        app.id,
        app.webUrl,
        app.appId,
        app.slug,
        app.name,
        app.clientId,
        app.ownerLogin,
        app.hasWebhooks,
        app.now,
      ],
    );
    return rows[0] ?? null;
  });
}

/** The App of the configuration under this id; null until it was recorded. */
export async function findConfiguredApp(database: Database, id: string): Promise<GithubAppRow | null> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<GithubAppRow>(
      `SELECT ${COLUMNS} FROM github_app a WHERE a.id = $1 AND a.organization_id IS NULL`,
      [id],
    );
    return rows[0] ?? null;
  });
}
