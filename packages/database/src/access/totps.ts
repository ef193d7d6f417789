import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type TotpRow = { secretEncrypted: Buffer; confirmedAt: Instant | null };

/** The authenticator app of a person, confirmed or not. Needs identity work, as every verb of this file does. */
export async function findTotp(tx: Transaction, userId: string): Promise<TotpRow | null> {
  const { rows } = await tx.query<TotpRow>({
    name: 'find_totp',
    text: `SELECT secret_encrypted AS "secretEncrypted", confirmed_at AS "confirmedAt" FROM totp WHERE user_id = $1`,
    values: [userId],
  });
  return rows[0] ?? null;
}

/** Keeps a secret that waits for its first code; false when one is confirmed already, which stays as it is. */
export async function saveUnconfirmedTotp(
  tx: Transaction,
  totp: { userId: string; secretEncrypted: Buffer; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO totp AS t (user_id, secret_encrypted, created_at) VALUES ($1, $2, to_timestamp($3::float8 / 1000))
     ON CONFLICT (user_id) DO UPDATE SET secret_encrypted = excluded.secret_encrypted, created_at = excluded.created_at,
       last_step = 0 WHERE t.confirmed_at IS NULL`,
    [totp.userId, totp.secretEncrypted, totp.now],
  );
  return rowCount === 1;
}

/** Turns a secret on, with the time step of its first code; false when it is on already, or another secret took its place. */
export async function confirmTotp(
  tx: Transaction,
  totp: { userId: string; secretEncrypted: Buffer; step: number; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE totp SET confirmed_at = to_timestamp($4::float8 / 1000), last_step = $3
     WHERE user_id = $1 AND secret_encrypted = $2 AND confirmed_at IS NULL`,
    [totp.userId, totp.secretEncrypted, totp.step, totp.now],
  );
  return rowCount === 1;
}

/** Uses a time step up; false when it, or a later one, was used before: no code counts twice. */
export async function useTotpStep(
  tx: Transaction,
  { userId, step }: { userId: string; step: number },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'use_totp_step',
    text: 'UPDATE totp SET last_step = $2 WHERE user_id = $1 AND confirmed_at IS NOT NULL AND last_step < $2',
    values: [userId, step],
  });
  return rowCount === 1;
}

/** False when there was none. */
export async function deleteTotp(tx: Transaction, userId: string): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM totp WHERE user_id = $1', [userId]);
  return rowCount === 1;
}
