import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

/** What a secret that is good once may be good for. */
export type TokenPurpose =
  | 'email_verification'
  | 'email_change'
  | 'password_reset'
  | 'sign_in_challenge'
  | 'passkey_registration'
  | 'passkey_sign_in'
  | 'federation'
  | 'github_app'
  | 'github_installation'
  | 'authorization_code';

export type OneTimeToken = {
  userId: string | null;
  data: Record<string, unknown>;
  expiresAt: Instant;
  usedAt: Instant | null;
};

const COLUMNS = `user_id AS "userId", data, expires_at AS "expiresAt", used_at AS "usedAt"`;

/** Keeps the hash of a secret. Needs identity work, as every verb of this file does. */
export async function issueOneTimeToken(
  tx: Transaction,
  token: {
    tokenSha256: Buffer;
    purpose: TokenPurpose;
    userId: string | null;
    data?: Record<string, unknown>;
    expiresAt: Instant;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO one_time_token (token_sha256, purpose, user_id, data, expires_at)
     VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000))`,
    [token.tokenSha256, token.purpose, token.userId, JSON.stringify(token.data ?? {}), token.expiresAt],
  );
}

/** Uses a secret up; null when it is unknown, for something else, over, or used: nobody can tell which. */
export async function useOneTimeToken(
  tx: Transaction,
  token: { tokenSha256: Buffer; purpose: TokenPurpose; now: Instant },
): Promise<OneTimeToken | null> {
  const { rows } = await tx.query<OneTimeToken>(
    `UPDATE one_time_token SET used_at = to_timestamp($3::float8 / 1000)
     WHERE token_sha256 = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > to_timestamp($3::float8 / 1000)
     RETURNING ${COLUMNS}`,
    [token.tokenSha256, token.purpose, token.now],
  );
  return rows[0] ?? null;
}

/** Looks at a secret without using it, also at one that was used or is over; locks it for the transaction. */
export async function findOneTimeToken(
  tx: Transaction,
  token: { tokenSha256: Buffer; purpose: TokenPurpose },
): Promise<OneTimeToken | null> {
  const { rows } = await tx.query<OneTimeToken>(
    `SELECT ${COLUMNS} FROM one_time_token WHERE token_sha256 = $1 AND purpose = $2 FOR UPDATE`,
    [token.tokenSha256, token.purpose],
  );
  return rows[0] ?? null;
}

/** Voids what was issued to a person for a purpose and not used yet. */
export async function voidOneTimeTokens(
  tx: Transaction,
  userId: string,
  purpose: TokenPurpose,
): Promise<void> {
  await tx.query('DELETE FROM one_time_token WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL', [
    userId,
    purpose,
  ]);
}

/** Keeps with a secret what came of it. */
export async function keepWithOneTimeToken(
  tx: Transaction,
  token: { tokenSha256: Buffer; data: Record<string, unknown> },
): Promise<void> {
  await tx.query('UPDATE one_time_token SET data = $2 WHERE token_sha256 = $1', [
    token.tokenSha256,
    JSON.stringify(token.data),
  ]);
}
