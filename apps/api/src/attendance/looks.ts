import { type AttendanceView, recordAttendanceViews } from '@devpulse/database/organization/person-views';
import type { Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Member } from '../platform/access/caller.ts';

/** Logs with everybody but the caller that the caller saw or exported their time, in the transaction that reads it. */
export async function noteLook(
  tenant: Tenant,
  member: Member,
  look: {
    userIds: readonly string[];
    what: AttendanceView;
    at: Instant;
  },
): Promise<void> {
  const others = look.userIds.filter((userId) => userId !== member.userId);
  if (others.length === 0) return;
  await recordAttendanceViews(tenant, { viewer: member, userIds: others, what: look.what, at: look.at });
}
