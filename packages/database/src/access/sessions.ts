import { MAX_SESSIONS, type SessionKind } from '@devpulse/domain/access/session-rules';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type NewSession = {
  id: string;
  userId: string;
  deviceId: string | null;
  kind: SessionKind;
  methods: readonly string[];
  ipAddress: string;
  userAgent: string | null;
  now: Instant;
  idleExpiresAt: Instant;
  absoluteExpiresAt: Instant;
};

/** Unlinks the devices of the sessions in `ended`, at the instant $2. */
const UNLINKED = `unlinked AS (
  UPDATE device SET revoked_at = to_timestamp($2::float8 / 1000) FROM ended
  WHERE device.id = ended.device_id AND device.revoked_at IS NULL)`;

/**
 * Begins a session with its first refresh token, and ends the oldest ones beyond ten. Needs identity work, as every verb of this file
 * does. Answers the sessions that were ended for it.
 */
export async function insertSession(
  tx: Transaction,
  session: NewSession,
  firstTokenSha256: Buffer,
): Promise<string[]> {
  await tx.query('SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE', [session.userId]);
  await tx.query(
    `INSERT INTO session (id, user_id, device_id, kind, authenticated_at, methods, ip_address, user_agent, created_at, last_seen_at,
       idle_expires_at, absolute_expires_at)
     VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), $6, $7, $8, to_timestamp($5::float8 / 1000),
       to_timestamp($5::float8 / 1000), to_timestamp($9::float8 / 1000), to_timestamp($10::float8 / 1000))`,
    [
      session.id,
      session.userId,
      session.deviceId,
      session.kind,
      session.now,
      session.methods,
      session.ipAddress,
      session.userAgent,
      session.idleExpiresAt,
      session.absoluteExpiresAt,
    ],
  );
  await insertRefreshToken(tx, {
    sessionId: session.id,
    generation: 1,
    tokenSha256: firstTokenSha256,
    now: session.now,
  });
  const { rows } = await tx.query<{ id: string }>(
    `WITH ended AS (
       UPDATE session SET revoked_at = to_timestamp($2::float8 / 1000), revoked_reason = 'too_many_sessions'
       WHERE id IN (SELECT id FROM session WHERE user_id = $1 AND revoked_at IS NULL
         AND least(idle_expires_at, absolute_expires_at) > to_timestamp($2::float8 / 1000)
         ORDER BY id <> $3, last_seen_at DESC, created_at DESC, id OFFSET ${MAX_SESSIONS})
       RETURNING id, device_id),
     ${UNLINKED}
     SELECT id FROM ended`,
    [session.userId, session.now, session.id],
  );
  return rows.map((row) => row.id);
}

async function insertRefreshToken(
  tx: Transaction,
  token: { sessionId: string; generation: number; tokenSha256: Buffer; now: Instant },
): Promise<void> {
  await tx.query(
    `INSERT INTO refresh_token (session_id, generation, token_sha256, issued_at) VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000))`,
    [token.sessionId, token.generation, token.tokenSha256, token.now],
  );
}

export type SessionFamily = {
  session: {
    id: string;
    userId: string;
    kind: SessionKind;
    isRevoked: boolean;
    idleExpiresAt: Instant;
    absoluteExpiresAt: Instant;
  };
  /** The token that was presented; null when this family never had it. */
  token: { generation: number; consumedAt: Instant | null } | null;
  successor: { generation: number; consumedAt: Instant | null } | null;
};

/** Locks a family, so that its rotations happen one after the other, and reads what a presented token is to it. */
export async function lockFamily(
  tx: Transaction,
  sessionId: string,
  tokenSha256: Buffer,
): Promise<SessionFamily | null> {
  const session = await tx.query<SessionFamily['session']>(
    `SELECT s.id, s.user_id AS "userId", s.kind,
       (s.revoked_at IS NOT NULL OR u.disabled_at IS NOT NULL OR d.revoked_at IS NOT NULL) AS "isRevoked",
       s.idle_expires_at AS "idleExpiresAt", s.absolute_expires_at AS "absoluteExpiresAt"
     FROM session s JOIN "user" u ON u.id = s.user_id LEFT JOIN device d ON d.id = s.device_id
     WHERE s.id = $1 FOR UPDATE OF s`,
    [sessionId],
  );
  if (!session.rows[0]) return null;
  const tokens = await tx.query<{ generation: number; consumedAt: Instant | null; isPresented: boolean }>(
    `SELECT t.generation, t.consumed_at AS "consumedAt", t.token_sha256 = $2 AS "isPresented"
     FROM refresh_token t WHERE t.session_id = $1 AND t.generation >=
       (SELECT p.generation FROM refresh_token p WHERE p.session_id = $1 AND p.token_sha256 = $2)
     ORDER BY t.generation LIMIT 2`,
    [sessionId, tokenSha256],
  );
  return { session: session.rows[0], token: tokens.rows[0] ?? null, successor: tokens.rows[1] ?? null };
}

/** Consumes a generation and adds the next. The family must be locked. Keeps no address once that of the sign-in is forgotten. */
export async function rotateFamily(
  tx: Transaction,
  rotation: {
    sessionId: string;
    generation: number;
    nextTokenSha256: Buffer;
    now: Instant;
    idleExpiresAt: Instant;
    ipAddress: string;
    userAgent: string | null;
  },
): Promise<void> {
  const { sessionId, generation, now } = rotation;
  await tx.query(
    `UPDATE refresh_token SET consumed_at = to_timestamp($3::float8 / 1000)
     WHERE session_id = $1 AND generation = $2 AND consumed_at IS NULL`,
    [sessionId, generation, now],
  );
  await insertRefreshToken(tx, {
    sessionId,
    generation: generation + 1,
    tokenSha256: rotation.nextTokenSha256,
    now,
  });
  await tx.query(
    `WITH s AS (
       UPDATE session SET last_seen_at = to_timestamp($2::float8 / 1000), idle_expires_at = to_timestamp($3::float8 / 1000),
         ip_address = CASE WHEN created_at >= to_timestamp($2::float8 / 1000) - interval '${RETENTION.signInAddressDays} days' THEN $4 END,
         user_agent = $5 WHERE id = $1 RETURNING device_id)
     UPDATE device SET last_seen_at = to_timestamp($2::float8 / 1000) FROM s WHERE device.id = s.device_id`,
    [sessionId, now, rotation.idleExpiresAt, rotation.ipAddress, rotation.userAgent],
  );
}

/** Why a session ended; shown to nobody but kept for the audit. */
export type RevocationReason =
  | 'signed_out'
  | 'ended_by_person'
  | 'refresh_reuse'
  | 'password_changed'
  | 'password_reset'
  | 'device_unlinked'
  | 'code_reuse';

/**
 * Ends sessions of a person: one, those of a device, or all but one; a device is unlinked with its session. Answers which ended now; those
 * of others are never touched.
 */
export async function revokeSessions(
  tx: Transaction,
  which: {
    userId: string;
    only?: string;
    except?: string;
    deviceId?: string;
    reason: RevocationReason;
    now: Instant;
  },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH ended AS (
       UPDATE session SET revoked_at = to_timestamp($2::float8 / 1000), revoked_reason = $3
       WHERE user_id = $1 AND revoked_at IS NULL AND ($4::uuid IS NULL OR id = $4) AND ($5::uuid IS NULL OR id <> $5)
         AND ($6::uuid IS NULL OR device_id = $6)
       RETURNING id, device_id),
     ${UNLINKED}
     SELECT id FROM ended`,
    [which.userId, which.now, which.reason, which.only ?? null, which.except ?? null, which.deviceId ?? null],
  );
  return rows.map((row) => row.id);
}

/** Notes that a factor was given in a session just now. */
export async function markAuthenticated(
  tx: Transaction,
  session: { id: string; method: string; now: Instant },
): Promise<void> {
  await tx.query(
    `UPDATE session SET authenticated_at = to_timestamp($3::float8 / 1000),
       methods = CASE WHEN $2 = ANY (methods) THEN methods ELSE methods || $2::text END
     WHERE id = $1 AND revoked_at IS NULL`,
    [session.id, session.method, session.now],
  );
}
