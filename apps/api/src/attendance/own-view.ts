import { readStandingLocks } from '@devpulse/database/attendance/locks';
import { listHeardDevices } from '@devpulse/database/attendance/streams';
import type { Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';

/** What a member's own sessions are shown with: names of their devices, and where their lock ends. Needs identity work. */
export async function ownView(tenant: Tenant, { userId, now }: { userId: string; now: Instant }) {
  const [devices, locks] = await Promise.all([
    listHeardDevices(tenant, userId),
    readStandingLocks(tenant, [userId]),
  ]);
  return {
    now,
    devices,
    lockedBefore: locks.get(userId)?.before ?? null,
    deviceNames: new Map(devices.map(({ deviceId, name }) => [deviceId, name])),
  };
}
