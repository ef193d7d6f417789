import { type CapabilityId, reachOf } from '@devpulse/domain/access/capabilities';
import type { MemberAuthority } from '@devpulse/domain/access/member-authority';
import { IS_CURRENT } from '../organization/people-sql.ts';
import type { Tenant } from '../tenant.ts';

export type ReachedMember = { userId: string; name: string };

/** SQL: a member `p` is in a team for which `condition` on its id `m.team_id` holds. */
const isInTeam = (condition: string) => `EXISTS (SELECT 1 FROM team_membership m
  JOIN contributor c ON c.organization_id = $1 AND c.id = m.contributor_id
  WHERE m.organization_id = $1 AND c.user_id = p.user_id AND ${IS_CURRENT} AND ${condition})`;

/**
 * Members whose attendance somebody reaches with a capability, by name: all, those of the teams that they manage, or themselves. Narrowed to
 * a team or to some members where these are given.
 */
export async function listReached(
  tenant: Tenant,
  member: Pick<MemberAuthority, 'userId' | 'role' | 'managedTeamIds'>,
  within: { capability: CapabilityId; teamId?: string | undefined; userIds?: readonly string[] | undefined },
): Promise<ReachedMember[]> {
  const reach = reachOf(within.capability, member.role);
  if (reach === 'none') return [];
  const { rows } = await tenant.query<ReachedMember>({
    text: `SELECT u.id AS "userId", u.name FROM membership p JOIN "user" u ON u.id = p.user_id
      WHERE p.organization_id = $1
        AND (p.user_id = $2 OR $3 OR ($4 AND ${isInTeam('m.team_id = ANY ($5::uuid[])')}))
        AND ($6::uuid IS NULL OR ${isInTeam('m.team_id = $6')}) AND ($7::uuid[] IS NULL OR p.user_id = ANY ($7))
      ORDER BY lower(u.name), u.id`,
    values: [
      member.userId,
      reach === 'everything',
      reach === 'managed_teams',
      member.managedTeamIds,
      within.teamId ?? null,
      within.userIds ?? null,
    ],
  });
  return rows;
}

/** Whether it is a team of the organization. */
export async function isTeam(tenant: Tenant, teamId: string): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: 'SELECT 1 FROM team WHERE organization_id = $1 AND id = $2',
    values: [teamId],
  });
  return rowCount === 1;
}

/** Every member, by name. */
export async function listMemberNames(tenant: Tenant): Promise<ReachedMember[]> {
  const { rows } = await tenant.query<ReachedMember>({
    text: `SELECT u.id AS "userId", u.name FROM membership p JOIN "user" u ON u.id = p.user_id
      WHERE p.organization_id = $1 ORDER BY lower(u.name), u.id`,
  });
  return rows;
}
