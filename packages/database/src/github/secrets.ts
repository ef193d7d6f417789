import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';

export type AppKeyRow = { id: string; appId: string; fingerprint: string; createdAt: Instant };

/** Keys of every App of the organization, the newest first. */
export async function listAppKeys(tenant: Tenant): Promise<AppKeyRow[]> {
  const { rows } = await tenant.query<AppKeyRow>({
    text: `SELECT id, github_app_id AS "appId", fingerprint, created_at AS "createdAt" FROM github_app_key
      WHERE organization_id = $1 ORDER BY created_at DESC, id DESC`,
  });
  return rows;
}

/** False when the App has this very key already. */
export async function insertAppKey(
  tenant: Tenant,
  key: { id: string; appId: string; privateKeyEncrypted: Buffer; fingerprint: string; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `INSERT INTO github_app_key (organization_id, id, github_app_id, private_key_encrypted, fingerprint, created_at)
      VALUES ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000)) ON CONFLICT DO NOTHING`,
    values: [key.id, key.appId, key.privateKeyEncrypted, key.fingerprint, key.now],
  });
  return rowCount === 1;
}

export async function deleteAppKey(tenant: Tenant, key: { id: string; appId: string }): Promise<void> {
  await tenant.query({
    text: 'DELETE FROM github_app_key WHERE organization_id = $1 AND id = $2 AND github_app_id = $3',
    values: [key.id, key.appId],
  });
}

export type SealedKey = { id: string; privateKeyEncrypted: Buffer };

export type WebhookSecretRow = { id: string; appId: string; createdAt: Instant; expiresAt: Instant | null };

/** Webhook secrets that are good now, of every App of the organization, the newest first. */
export async function listWebhookSecrets(tenant: Tenant, now: Instant): Promise<WebhookSecretRow[]> {
  const { rows } = await tenant.query<WebhookSecretRow>({
    text: `SELECT id, github_app_id AS "appId", created_at AS "createdAt", expires_at AS "expiresAt" FROM github_webhook_secret
      WHERE organization_id = $1 AND (expires_at IS NULL OR expires_at > to_timestamp($2::float8 / 1000))
      ORDER BY created_at DESC, id DESC`,
    values: [now],
  });
  return rows;
}

export async function insertWebhookSecret(
  tenant: Tenant,
  secret: { id: string; appId: string; secretEncrypted: Buffer; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO github_webhook_secret (organization_id, id, github_app_id, secret_encrypted, created_at)
      VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000))`,
    values: [secret.id, secret.appId, secret.secretEncrypted, secret.now],
  });
}

export async function deleteWebhookSecret(tenant: Tenant, id: string): Promise<void> {
  await tenant.query({
    text: 'DELETE FROM github_webhook_secret WHERE organization_id = $1 AND id = $2',
    values: [id],
  });
}

/** Gives every other secret of the App its end, unless it ends before, and forgets those that have ended. */
export async function endOtherWebhookSecrets(
  tenant: Tenant,
  secret: { id: string; appId: string; expiresAt: Instant; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE github_webhook_secret SET expires_at = least(expires_at, to_timestamp($4::float8 / 1000))
      WHERE organization_id = $1 AND github_app_id = $2 AND id <> $3`,
    values: [secret.appId, secret.id, secret.expiresAt],
  });
  await tenant.query({
    text: `DELETE FROM github_webhook_secret
      WHERE organization_id = $1 AND github_app_id = $2 AND expires_at <= to_timestamp($3::float8 / 1000)`,
    values: [secret.appId, secret.now],
  });
}

export type SealedWebhookSecret = {
  id: string;
  appId: string;
  /** GitHub’s number of the App. */
  appNumber: string;
  secretEncrypted: Buffer;
  expiresAt: Instant | null;
};

/** Every webhook secret of every App, for the intake of deliveries, which has to tell whose secret has signed one. */
export async function listSealedWebhookSecrets(database: Database): Promise<SealedWebhookSecret[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<SealedWebhookSecret>({
      name: 'sealed_webhook_secrets',
      text: `SELECT s.id, s.github_app_id AS "appId", a.app_id AS "appNumber", s.secret_encrypted AS "secretEncrypted",
          s.expires_at AS "expiresAt"
        FROM github_webhook_secret s JOIN github_app a ON a.id = s.github_app_id ORDER BY s.created_at DESC, s.id DESC`,
    });
    return rows;
  });
}
