import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { lockInOrder, transaction } from '../transaction.ts';

export type SigningKeyRow = {
  kid: string;
  publicJwk: Record<string, unknown>;
  privateEncrypted: Buffer;
  createdAt: Instant;
};

const COLUMNS = `kid, public_jwk AS "publicJwk", private_encrypted AS "privateEncrypted", created_at AS "createdAt"`;

/** The keys, newest first. */
export async function listSigningKeys(database: Database): Promise<SigningKeyRow[]> {
  return transaction(database, { identity: true }, async (tx) => {
    const { rows } = await tx.query<SigningKeyRow>(
      `SELECT ${COLUMNS} FROM signing_key ORDER BY created_at DESC, kid`,
    );
    return rows;
  });
}

/**
 * Adds the key that `make` answers unless one was made after `since`, and forgets all but the two newest. Of several processes that
 * find the key too old at once, one makes the new one.
 */
export async function renewSigningKey(
  database: Database,
  since: Instant,
  make: () => Promise<SigningKeyRow>,
): Promise<SigningKeyRow[]> {
  return transaction(database, { identity: true }, async (tx) => {
    await lockInOrder(tx, ['signing_key']);
    const newest = await tx.query(
      `SELECT 1 FROM signing_key WHERE created_at > to_timestamp($1::float8 / 1000)`,
      [since],
    );
    if (newest.rowCount === 0) {
      const { kid, publicJwk, privateEncrypted, createdAt } = await make();
      await tx.query(
        `INSERT INTO signing_key (kid, public_jwk, private_encrypted, created_at) VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000))`,
        [kid, JSON.stringify(publicJwk), privateEncrypted, createdAt],
      );
      await tx.query(
        `DELETE FROM signing_key WHERE kid NOT IN (SELECT kid FROM signing_key ORDER BY created_at DESC LIMIT 2)`,
      );
    }
    const { rows } = await tx.query<SigningKeyRow>(
      `SELECT ${COLUMNS} FROM signing_key ORDER BY created_at DESC, kid`,
    );
    return rows;
  });
}
