import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type PasskeyRow = {
  id: string;
  userId: string;
  /** Base64url, as the authenticator named it. */
  credentialId: string;
  publicKey: Buffer;
  /** How often the authenticator says that it was used; 0 for those that do not count. */
  counter: number;
  transports: string[];
  name: string;
  createdAt: Instant;
  lastUsedAt: Instant | null;
};

const COLUMNS = `id, user_id AS "userId", credential_id AS "credentialId", public_key AS "publicKey",
  counter::float8 AS counter, transports, name, created_at AS "createdAt", last_used_at AS "lastUsedAt"`;

/** Of a person, the oldest first. Needs identity work, as every verb of this file does. */
export async function listPasskeys(tx: Transaction, userId: string): Promise<PasskeyRow[]> {
  const { rows } = await tx.query<PasskeyRow>(
    `SELECT ${COLUMNS} FROM passkey WHERE user_id = $1 ORDER BY created_at, id`,
    [userId],
  );
  return rows;
}

export async function findPasskey(tx: Transaction, credentialId: string): Promise<PasskeyRow | null> {
  const { rows } = await tx.query<PasskeyRow>(`SELECT ${COLUMNS} FROM passkey WHERE credential_id = $1`, [
    credentialId,
  ]);
  return rows[0] ?? null;
}

/** False when the credential is somebody's already. */
export async function insertPasskey(
  tx: Transaction,
  passkey: Omit<PasskeyRow, 'createdAt' | 'lastUsedAt'> & { now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO passkey (id, user_id, credential_id, public_key, counter, transports, name, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000)) ON CONFLICT (credential_id) DO NOTHING`,
    [
      passkey.id,
      passkey.userId,
      passkey.credentialId,
      passkey.publicKey,
      passkey.counter,
      passkey.transports,
      passkey.name,
      passkey.now,
    ],
  );
  return rowCount === 1;
}

/** Moves the counter on; false when it did not grow (unless it never counted), or the passkey is gone. */
export async function usePasskey(
  tx: Transaction,
  use: { id: string; counter: number; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE passkey SET counter = $2, last_used_at = to_timestamp($3::float8 / 1000)
     WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))`,
    [use.id, use.counter, use.now],
  );
  return rowCount === 1;
}

/** The name of what was removed; null when it is none of this person's. */
export async function deletePasskey(
  tx: Transaction,
  passkey: { id: string; userId: string },
): Promise<string | null> {
  const { rows } = await tx.query<{ name: string }>(
    'DELETE FROM passkey WHERE id = $1 AND user_id = $2 RETURNING name',
    [passkey.id, passkey.userId],
  );
  return rows[0]?.name ?? null;
}

/** All of a person's. */
export async function deletePasskeys(tx: Transaction, userId: string): Promise<void> {
  await tx.query('DELETE FROM passkey WHERE user_id = $1', [userId]);
}
