import type { SessionKind } from '@devpulse/domain/access/session-rules';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

const IS_LIVE = `s.revoked_at IS NULL AND least(s.idle_expires_at, s.absolute_expires_at) > to_timestamp($2::float8 / 1000)`;

export type SessionRow = {
  id: string;
  kind: SessionKind;
  deviceName: string | null;
  userAgent: string | null;
  ipAddress: string | null;
  createdAt: Instant;
  lastSeenAt: Instant;
  expiresAt: Instant;
};

/** Live sessions of a person, the last used first. Needs identity work, as every verb of this file does. */
export async function listLiveSessions(tx: Transaction, userId: string, now: Instant): Promise<SessionRow[]> {
  const { rows } = await tx.query<SessionRow>(
    `SELECT s.id, s.kind, d.name AS "deviceName", s.user_agent AS "userAgent", s.ip_address AS "ipAddress",
       s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", least(s.idle_expires_at, s.absolute_expires_at) AS "expiresAt"
     FROM session s LEFT JOIN device d ON d.id = s.device_id
     WHERE s.user_id = $1 AND ${IS_LIVE} AND d.revoked_at IS NULL ORDER BY s.last_seen_at DESC, s.created_at DESC, s.id`,
    [userId, now],
  );
  return rows;
}

export type DeviceRow = {
  id: string;
  name: string;
  kind: SessionKind;
  os: string;
  appVersion: string;
  linkedAt: Instant;
  lastSeenAt: Instant;
};

/** Linked devices of a person whose session is alive, the last used first. */
export async function listLinkedDevices(tx: Transaction, userId: string, now: Instant): Promise<DeviceRow[]> {
  const { rows } = await tx.query<DeviceRow>(
    `SELECT d.id, d.name, d.kind, d.os, d.app_version AS "appVersion", d.linked_at AS "linkedAt", d.last_seen_at AS "lastSeenAt"
     FROM device d WHERE d.user_id = $1 AND d.revoked_at IS NULL
       AND EXISTS (SELECT 1 FROM session s WHERE s.device_id = d.id AND ${IS_LIVE})
     ORDER BY d.last_seen_at DESC, d.linked_at DESC, d.id`,
    [userId, now],
  );
  return rows;
}

/** Unlinks a device; false when the person has no such device that is linked. */
export async function unlinkOwnDevice(
  tx: Transaction,
  device: { userId: string; deviceId: string; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE device SET revoked_at = to_timestamp($3::float8 / 1000) WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL`,
    [device.userId, device.deviceId, device.now],
  );
  return rowCount === 1;
}

/** False when the person has no such device that is linked. */
export async function renameOwnDevice(
  tx: Transaction,
  device: { userId: string; deviceId: string; name: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE device SET name = $3 WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL',
    [device.userId, device.deviceId, device.name],
  );
  return rowCount === 1;
}
