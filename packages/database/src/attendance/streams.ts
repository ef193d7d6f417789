import type { DeviceKind, FoldDevice } from '@devpulse/domain/attendance/fold-input';
import { webClockIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { lockInOrder } from '../transaction.ts';

/** Holds a member's time until the transaction ends: what is written of it is written by one at a time. */
export async function lockMemberTime(tenant: Tenant, userId: string): Promise<void> {
  await lockInOrder(tenant.transaction, [`attendance:${tenant.organizationId}:${userId}`]);
}

export type Stream = { deviceId: string; kind: DeviceKind; lastSeq: number; removedAt: Instant | null };

/**
 * The stream of a device of the member's own, whether anything came through it yet or not; null for a device that is none of theirs.
 * Needs identity work beside the tenant.
 */
export async function findStream(
  tenant: Tenant,
  { userId, deviceId }: { userId: string; deviceId: string },
): Promise<Stream | null> {
  const isWeb = deviceId === webClockIdFor(tenant.organizationId, userId);
  const { rows } = await tenant.query<{ lastSeq: number; isOwn: boolean; removedAt: Instant | null }>({
    name: 'attendance_stream',
    text: `SELECT coalesce(a.last_seq, 0) AS "lastSeq", d.user_id IS NOT NULL AS "isOwn", d.revoked_at AS "removedAt"
      FROM (SELECT $3::uuid AS id) AS wanted
      LEFT JOIN attendance_device a ON a.organization_id = $1 AND a.device_id = wanted.id AND a.user_id = $2
      LEFT JOIN device d ON d.id = wanted.id AND d.user_id = $2`,
    values: [userId, deviceId],
  });
  const row = rows[0];
  if (row === undefined || (!isWeb && !row.isOwn)) return null;
  return { deviceId, kind: isWeb ? 'web' : 'desktop', lastSeq: row.lastSeq, removedAt: row.removedAt };
}

export async function saveStream(
  tenant: Tenant,
  stream: { userId: string; deviceId: string; kind: DeviceKind; lastSeq: number; heardAt: Instant },
): Promise<void> {
  await tenant.query({
    name: 'save_attendance_stream',
    text: `INSERT INTO attendance_device (organization_id, device_id, user_id, kind, last_seq, last_heard_at)
      VALUES ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000))
      ON CONFLICT (organization_id, device_id) DO UPDATE SET last_seq = excluded.last_seq, last_heard_at = excluded.last_heard_at`,
    values: [stream.deviceId, stream.userId, stream.kind, stream.lastSeq, stream.heardAt],
  });
}

export type HeardDevice = FoldDevice & { name: string | null; lastHeardAt: Instant | null };

/** Every device that a member's time was told by. Needs identity work beside the tenant, for names and removals. */
export async function listHeardDevices(tenant: Tenant, userId: string): Promise<HeardDevice[]> {
  const { rows } = await tenant.query<HeardDevice>({
    name: 'heard_devices',
    text: `SELECT a.device_id AS "deviceId", a.kind, d.revoked_at AS "removedAt", d.name, a.last_heard_at AS "lastHeardAt"
      FROM attendance_device a LEFT JOIN device d ON d.id = a.device_id AND d.user_id = $2
      WHERE a.organization_id = $1 AND a.user_id = $2 ORDER BY a.device_id`,
    values: [userId],
  });
  return rows;
}
