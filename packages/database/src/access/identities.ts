import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type IdentityProvider = 'github' | 'sso';

export type IdentityRow = {
  id: string;
  userId: string;
  provider: IdentityProvider;
  issuer: string;
  subject: string;
  label: string;
  createdAt: Instant;
};

const COLUMNS = 'id, user_id AS "userId", provider, issuer, subject, label, created_at AS "createdAt"';

/** Of a person, the oldest first. Needs identity work, as every verb of this file does. */
export async function listIdentities(tx: Transaction, userId: string): Promise<IdentityRow[]> {
  const { rows } = await tx.query<IdentityRow>(
    `SELECT ${COLUMNS} FROM identity WHERE user_id = $1 ORDER BY created_at, id`,
    [userId],
  );
  return rows;
}

/** By issuer and subject alone: an address of mail never finds anybody (ASVS 6.8.1). Notes the use, and what it is called now. */
export async function useIdentity(
  tx: Transaction,
  identity: { provider: IdentityProvider; issuer: string; subject: string; label: string; now: Instant },
): Promise<IdentityRow | null> {
  const { rows } = await tx.query<IdentityRow>(
    `UPDATE identity SET label = $4, last_used_at = to_timestamp($5::float8 / 1000)
     WHERE provider = $1 AND issuer = $2 AND subject = $3 RETURNING ${COLUMNS}`,
    [identity.provider, identity.issuer, identity.subject, identity.label, identity.now],
  );
  return rows[0] ?? null;
}

/** False when the identity is somebody's already, who keeps it. */
export async function insertIdentity(
  tx: Transaction,
  identity: Omit<IdentityRow, 'createdAt'> & { now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO identity (id, user_id, provider, issuer, subject, label, created_at, last_used_at)
     VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000), to_timestamp($7::float8 / 1000))
     ON CONFLICT (issuer, subject) DO NOTHING`,
    [
      identity.id,
      identity.userId,
      identity.provider,
      identity.issuer,
      identity.subject,
      identity.label,
      identity.now,
    ],
  );
  return rowCount === 1;
}

/** What was unlinked; null when it is none of this person's. */
export async function deleteIdentity(
  tx: Transaction,
  identity: { id: string; userId: string },
): Promise<IdentityRow | null> {
  const { rows } = await tx.query<IdentityRow>(
    `DELETE FROM identity WHERE id = $1 AND user_id = $2 RETURNING ${COLUMNS}`,
    [identity.id, identity.userId],
  );
  return rows[0] ?? null;
}

/** How many ways to begin a sign-in a person has; holds the person, so that two removals at once come one after the other. */
export async function lockWaysIn(tx: Transaction, userId: string): Promise<number> {
  await tx.query('SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE', [userId]);
  const { rows } = await tx.query<{ ways: number }>(
    `SELECT ((SELECT count(*) FROM password WHERE user_id = $1) + (SELECT count(*) FROM passkey WHERE user_id = $1)
       + (SELECT count(*) FROM identity WHERE user_id = $1))::int AS ways`,
    [userId],
  );
  return rows[0]?.ways ?? 0;
}
