import { isTeam, listReached, type ReachedMember } from '@devpulse/database/attendance/reach';
import type { Tenant } from '@devpulse/database/tenant';
import { reachOf } from '@devpulse/domain/access/capabilities';
import { AppError } from '@devpulse/domain/errors';
import type { Member } from '../../platform/access/caller.ts';

/** Members that the caller decides about, of one team where it is given. Throws AppError('not_found') for a team beyond their reach. */
export async function reachedOfTeam(
  tenant: Tenant,
  member: Member,
  { teamId, field }: { teamId: string | undefined; field: string },
): Promise<ReachedMember[]> {
  if (teamId !== undefined) {
    const isWithin =
      reachOf('decide_attendance', member.role) === 'everything' || member.managedTeamIds.includes(teamId);
    if (!isWithin || !(await isTeam(tenant, teamId))) {
      throw new AppError('not_found', 'There is no such team.', {
        field,
        remedy: 'Use the id of a team that you manage, or leave it out.',
      });
    }
  }
  return listReached(tenant, member, { capability: 'decide_attendance', teamId });
}
