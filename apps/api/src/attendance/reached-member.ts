import { listReached, type ReachedMember } from '@devpulse/database/attendance/reach';
import type { Tenant } from '@devpulse/database/tenant';
import type { CapabilityId } from '@devpulse/domain/access/capabilities';
import { AppError } from '@devpulse/domain/errors';
import type { Member } from '../platform/access/caller.ts';

/** Throws AppError('not_found') for somebody who is no member or beyond the caller's reach: nobody can tell which. */
export async function requireReached(
  tenant: Tenant,
  member: Member,
  of: { capability: CapabilityId; userId: string },
): Promise<ReachedMember> {
  const [reached] = await listReached(tenant, member, { capability: of.capability, userIds: [of.userId] });
  if (reached !== undefined) return reached;
  throw new AppError('not_found', 'There is no such member.', {
    field: 'path.member',
    remedy: 'Load the members again; you see those of the teams that you manage.',
  });
}
