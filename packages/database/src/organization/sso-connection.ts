import type { Tenant } from '../tenant.ts';

export type SsoConnectionRow = {
  issuer: string;
  clientId: string;
  /** Sealed. */
  clientSecretEncrypted: Buffer;
  isEnabled: boolean;
};

export async function findSsoConnection(tenant: Tenant): Promise<SsoConnectionRow | null> {
  const { rows } = await tenant.query<SsoConnectionRow>({
    text: `SELECT issuer, client_id AS "clientId", client_secret_encrypted AS "clientSecretEncrypted", is_enabled AS "isEnabled"
           FROM sso_connection WHERE organization_id = $1`,
  });
  return rows[0] ?? null;
}

export async function saveSsoConnection(tenant: Tenant, connection: SsoConnectionRow): Promise<void> {
  await tenant.query({
    text: `INSERT INTO sso_connection (organization_id, issuer, client_id, client_secret_encrypted, is_enabled)
           VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (organization_id) DO UPDATE SET issuer = excluded.issuer, client_id = excluded.client_id,
             client_secret_encrypted = excluded.client_secret_encrypted, is_enabled = excluded.is_enabled`,
    values: [connection.issuer, connection.clientId, connection.clientSecretEncrypted, connection.isEnabled],
  });
}

/** False when there was none. */
export async function deleteSsoConnection(tenant: Tenant): Promise<boolean> {
  const { rowCount } = await tenant.query({ text: 'DELETE FROM sso_connection WHERE organization_id = $1' });
  return rowCount === 1;
}
