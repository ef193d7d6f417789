import type { SessionKind } from '@devpulse/domain/access/session-rules';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type NewDevice = {
  id: string;
  userId: string;
  kind: Exclude<SessionKind, 'web'>;
  name: string;
  os: string;
  appVersion: string;
  now: Instant;
};

/** Needs identity work, as every verb of this file does. */
export async function insertDevice(tx: Transaction, device: NewDevice): Promise<void> {
  await tx.query(
    `INSERT INTO device (id, user_id, kind, name, os, app_version, linked_at, last_seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000), to_timestamp($7::float8 / 1000))`,
    [device.id, device.userId, device.kind, device.name, device.os, device.appVersion, device.now],
  );
}

/**
 * How a person is signed in in the session in which they let a device in; null once it is over. Holds person and session, in the order
 * in which sessions begin, so that ending it and linking come one after the other.
 */
export async function lockApprovingSession(
  tx: Transaction,
  session: { id: string; userId: string; now: Instant },
): Promise<{ methods: string[] } | null> {
  await tx.query('SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE', [session.userId]);
  const { rows } = await tx.query<{ methods: string[] }>(
    `SELECT s.methods FROM session s JOIN "user" u ON u.id = s.user_id
     WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND u.disabled_at IS NULL
       AND least(s.idle_expires_at, s.absolute_expires_at) > to_timestamp($3::float8 / 1000) FOR UPDATE OF s`,
    [session.id, session.userId, session.now],
  );
  return rows[0] ?? null;
}

/** A device's session is as recently authenticated as the one it was let in by: linking gives no factor. */
export async function inheritAuthentication(
  tx: Transaction,
  sessions: { from: string; to: string },
): Promise<void> {
  await tx.query(
    `UPDATE session s SET authenticated_at = f.authenticated_at FROM session f WHERE s.id = $2 AND f.id = $1`,
    [sessions.from, sessions.to],
  );
}
