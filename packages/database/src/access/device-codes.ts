import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type DeviceCodeStatus = 'pending' | 'allowed' | 'denied' | 'linked';

export type DeviceCodeRow = {
  /** What the device says of itself. */
  device: unknown;
  ipAddress: string;
  /** Who read the code last; once it is decided, who decided. */
  userId: string | null;
  sessionId: string | null;
  status: DeviceCodeStatus;
  requestedAt: Instant;
  lastPolledAt: Instant | null;
  expiresAt: Instant;
};

const COLUMNS = `device, ip_address AS "ipAddress", user_id AS "userId", session_id AS "sessionId", status,
  requested_at AS "requestedAt", last_polled_at AS "lastPolledAt", expires_at AS "expiresAt"`;

/** False when another device shows the same letters now. Needs identity work, as every verb of this file does. */
export async function insertDeviceCode(
  tx: Transaction,
  code: {
    deviceCodeSha256: Buffer;
    userCodeSha256: Buffer;
    device: unknown;
    ipAddress: string;
    requestedAt: Instant;
    expiresAt: Instant;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO device_code (device_code_sha256, user_code_sha256, device, ip_address, requested_at, expires_at)
     VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), to_timestamp($6::float8 / 1000))
     ON CONFLICT (user_code_sha256) DO NOTHING`,
    [
      code.deviceCodeSha256,
      code.userCodeSha256,
      JSON.stringify(code.device),
      code.ipAddress,
      code.requestedAt,
      code.expiresAt,
    ],
  );
  return rowCount === 1;
}

/** What a device asks about; locked, so that its polls come one after the other. */
export async function lockDeviceCode(
  tx: Transaction,
  deviceCodeSha256: Buffer,
): Promise<DeviceCodeRow | null> {
  const { rows } = await tx.query<DeviceCodeRow>(
    `SELECT ${COLUMNS} FROM device_code WHERE device_code_sha256 = $1 FOR UPDATE`,
    [deviceCodeSha256],
  );
  return rows[0] ?? null;
}

export async function noteDeviceCodePoll(
  tx: Transaction,
  poll: { deviceCodeSha256: Buffer; status: DeviceCodeStatus; now: Instant },
): Promise<void> {
  await tx.query(
    `UPDATE device_code SET last_polled_at = to_timestamp($3::float8 / 1000), status = $2 WHERE device_code_sha256 = $1`,
    [poll.deviceCodeSha256, poll.status, poll.now],
  );
}

/** Notes who reads a code that waits, so that they may decide; null when none of these letters waits. */
export async function readPendingDeviceCode(
  tx: Transaction,
  reader: { userCodeSha256: Buffer; userId: string; now: Instant },
): Promise<DeviceCodeRow | null> {
  const { rows } = await tx.query<DeviceCodeRow>(
    `UPDATE device_code SET user_id = $2
     WHERE user_code_sha256 = $1 AND status = 'pending' AND expires_at > to_timestamp($3::float8 / 1000) RETURNING ${COLUMNS}`,
    [reader.userCodeSha256, reader.userId, reader.now],
  );
  return rows[0] ?? null;
}

/** Decides once, and only for the person who has read the code; false otherwise. */
export async function decidePendingDeviceCode(
  tx: Transaction,
  decision: {
    userCodeSha256: Buffer;
    userId: string;
    sessionId: string;
    status: 'allowed' | 'denied';
    now: Instant;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE device_code SET status = $4, session_id = $3
     WHERE user_code_sha256 = $1 AND user_id = $2 AND status = 'pending' AND expires_at > to_timestamp($5::float8 / 1000)`,
    [decision.userCodeSha256, decision.userId, decision.sessionId, decision.status, decision.now],
  );
  return rowCount === 1;
}
