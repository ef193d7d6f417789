import type { Transaction } from '../transaction.ts';
import type { SealedKey } from './secrets.ts';

/** An App with what it proves itself by, sealed. */
export type SealedApp = {
  id: string;
  /** Null for the App of the configuration, whose keys and client secret stay there. */
  organizationId: string | null;
  webUrl: string;
  /** GitHub’s number of it. */
  appId: string;
  slug: string;
  name: string;
  ownerLogin: string;
  clientId: string | null;
  clientSecretEncrypted: Buffer | null;
  hasWebhooks: boolean;
  /** The newest first. */
  keys: SealedKey[];
};

const SELECT = `SELECT a.id, a.organization_id AS "organizationId", a.web_url AS "webUrl", a.app_id AS "appId", a.slug, a.name,
    a.owner_login AS "ownerLogin", a.client_id AS "clientId", a.client_secret_encrypted AS "clientSecretEncrypted",
    a.has_webhooks AS "hasWebhooks", k.ids AS "keyIds", k.sealed
  FROM github_app a CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(id ORDER BY created_at DESC, id DESC), '{}') AS ids,
      coalesce(array_agg(private_key_encrypted ORDER BY created_at DESC, id DESC), '{}') AS sealed
    FROM github_app_key WHERE github_app_id = a.id) k`;

type Row = Omit<SealedApp, 'keys'> & { keyIds: string[]; sealed: Buffer[] };

function toApp({ keyIds, sealed, ...row }: Row): SealedApp {
  return {
    ...row,
    keys: keyIds.map((id, index) => ({ id, privateKeyEncrypted: sealed[index] as Buffer })),
  };
}

/** An App by its id here, whosever it is; null when there is none. Needs a system transaction. */
export async function readApp(tx: Transaction, id: string): Promise<SealedApp | null> {
  const { rows } = await tx.query<Row>({ name: 'read_app', text: `${SELECT} WHERE a.id = $1`, values: [id] });
  return rows[0] === undefined ? null : toApp(rows[0]);
}

/** Every App there is. Needs a system transaction. */
export async function listApps(tx: Transaction): Promise<SealedApp[]> {
  const { rows } = await tx.query<Row>(`${SELECT} ORDER BY a.created_at, a.id`);
  return rows.map(toApp);
}
