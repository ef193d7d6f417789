import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

/** Voids the codes of a person and keeps the hashes of new ones. Needs identity work, as every verb of this file does. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  codes: { userId: string; sha256s: readonly Buffer[] },
): Promise<void> {
  await deleteRecoveryCodes(tx, codes.userId);
  await tx.query(
    'INSERT INTO recovery_code (code_sha256, user_id) SELECT code, $2 FROM unnest($1::bytea[]) AS c (code)',
    [codes.sha256s, codes.userId],
  );
}

/** Uses a code up; false when it is none of this person's, or was used before. Of two at once, one is told true. */
export async function useRecoveryCode(
  tx: Transaction,
  code: { userId: string; sha256: Buffer; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE recovery_code SET used_at = to_timestamp($3::float8 / 1000)
     WHERE code_sha256 = $1 AND user_id = $2 AND used_at IS NULL`,
    [code.sha256, code.userId, code.now],
  );
  return rowCount === 1;
}

export async function countRecoveryCodes(tx: Transaction, userId: string): Promise<number> {
  const { rows } = await tx.query<{ left: number }>(
    `SELECT count(*)::int AS "left" FROM recovery_code WHERE user_id = $1 AND used_at IS NULL`,
    [userId],
  );
  return rows[0]?.left ?? 0;
}

export async function deleteRecoveryCodes(tx: Transaction, userId: string): Promise<void> {
  await tx.query('DELETE FROM recovery_code WHERE user_id = $1', [userId]);
}
