import type { DeviceKind, FoldDevice } from '@devpulse/domain/attendance/fold-input';
import { webClockIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import type { NamedStatement } from '../together.ts';
import { lockInOrder } from '../transaction.ts';
import { milliseconds } from './sql.ts';

/** What is held of a member's time until a transaction ends: what is written of it is written by one at a time. */
export const memberTime = (organizationId: string, userId: string): string =>
  `attendance:${organizationId}:${userId}`;

export async function lockMemberTime(tenant: Tenant, userId: string): Promise<void> {
  await lockInOrder(tenant.transaction, [memberTime(tenant.organizationId, userId)]);
}

/** A device of a member, or one that their time was told by. */
export type MemberDevice = FoldDevice & { isOwn: boolean; lastSeq: number };

/** SQL for every one of the member `$2`, as JSON. Needs identity work beside the tenant. */
export const DEVICES = `(SELECT json_agg(json_build_object('deviceId', coalesce(a.device_id, d.id), 'kind', coalesce(a.kind, 'desktop'),
    'removedAt', ${milliseconds('d.revoked_at')}, 'isOwn', d.id IS NOT NULL, 'lastSeq', coalesce(a.last_seq, 0)))
  FROM (SELECT h.device_id, h.kind, h.last_seq FROM attendance_device h WHERE h.organization_id = $1 AND h.user_id = $2) a
  FULL JOIN (SELECT v.id, v.revoked_at FROM device v WHERE v.user_id = $2) d ON d.id = a.device_id)`;

export type Stream = { deviceId: string; kind: DeviceKind; lastSeq: number; removedAt: Instant | null };

/** The stream of a device of the member's own, whether anything came through it yet or not; null for a device that is none of theirs. */
export function streamOf(
  devices: readonly MemberDevice[],
  of: { organizationId: string; userId: string; deviceId: string },
): Stream | null {
  const { organizationId, userId, deviceId } = of;
  const known = devices.find((device) => device.deviceId === deviceId);
  if (known?.isOwn) return { ...known, kind: 'desktop' };
  if (deviceId !== webClockIdFor(organizationId, userId)) return null;
  return { deviceId, kind: 'web', lastSeq: known?.lastSeq ?? 0, removedAt: null };
}

/** The number of the last event that came through a device; 0 before the first. */
export async function readLastSeq(tenant: Tenant, deviceId: string): Promise<number> {
  const { rows } = await tenant.query<{ lastSeq: number }>({
    name: 'last_seq',
    text: 'SELECT last_seq AS "lastSeq" FROM attendance_device WHERE organization_id = $1 AND device_id = $2',
    values: [deviceId],
  });
  return rows[0]?.lastSeq ?? 0;
}

/** Notes how far a device has told, and when. */
export function keptStream(
  stream: Pick<Stream, 'deviceId' | 'kind' | 'lastSeq'> & { userId: string; heardAt: Instant },
): NamedStatement {
  return {
    name: 'save_attendance_stream',
    text: `INSERT INTO attendance_device (organization_id, device_id, user_id, kind, last_seq, last_heard_at)
      VALUES ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000))
      ON CONFLICT (organization_id, device_id) DO UPDATE SET last_seq = excluded.last_seq, last_heard_at = excluded.last_heard_at`,
    values: [stream.deviceId, stream.userId, stream.kind, stream.lastSeq, stream.heardAt],
  };
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
