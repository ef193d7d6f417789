import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

/** Null when the person has no password. Needs identity work, as every verb of this file does. */
export async function findPasswordHash(tx: Transaction, userId: string): Promise<string | null> {
  const { rows } = await tx.query<{ hash: string }>({
    name: 'find_password_hash',
    text: 'SELECT hash FROM password WHERE user_id = $1',
    values: [userId],
  });
  return rows[0]?.hash ?? null;
}

export async function setPasswordHash(
  tx: Transaction,
  password: { userId: string; hash: string; now: Instant },
): Promise<void> {
  await tx.query(
    `INSERT INTO password (user_id, hash, changed_at) VALUES ($1, $2, to_timestamp($3::float8 / 1000))
     ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`,
    [password.userId, password.hash, password.now],
  );
}
