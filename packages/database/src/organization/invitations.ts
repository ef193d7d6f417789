import type { Role } from '@devpulse/domain/access/roles';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { lockInOrder } from '../transaction.ts';
import type { TeamName } from './members.ts';

export type NewInvitation = {
  id: string;
  tokenSha256: Buffer;
  email: string;
  role: Exclude<Role, 'owner'>;
  teamIds: readonly string[];
  invitedBy: string;
  now: Instant;
  expiresAt: Instant;
};

const IS_WAITING = 'accepted_at IS NULL AND withdrawn_at IS NULL';

/** Adds an invitation and withdraws those that wait at the same address. Answers how many it replaces. */
export async function insertInvitation(tenant: Tenant, invitation: NewInvitation): Promise<number> {
  await lockInOrder(tenant.transaction, [`invitation:${tenant.organizationId}:${invitation.email}`]);
  const replaced = await tenant.query({
    text: `UPDATE invitation SET withdrawn_at = to_timestamp($3::float8 / 1000)
           WHERE organization_id = $1 AND email = $2 AND ${IS_WAITING}`,
    values: [invitation.email, invitation.now],
  });
  await tenant.query({
    text: `INSERT INTO invitation (organization_id, id, token_sha256, email, role, team_ids, invited_by, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6::uuid[], $7, to_timestamp($8::float8 / 1000), to_timestamp($9::float8 / 1000))`,
    values: [
      invitation.id,
      invitation.tokenSha256,
      invitation.email,
      invitation.role,
      invitation.teamIds,
      invitation.invitedBy,
      invitation.now,
      invitation.expiresAt,
    ],
  });
  return replaced.rowCount ?? 0;
}

export type InvitationRow = {
  id: string;
  email: string;
  role: Exclude<Role, 'owner'>;
  teams: TeamName[];
  invitedBy: string | null;
  createdAt: Instant;
  expiresAt: Instant;
};

/** Invitations that wait, also those whose time is over, newest first. */
export async function listInvitations(tenant: Tenant): Promise<InvitationRow[]> {
  const { rows } = await tenant.query<InvitationRow>({
    text: `SELECT i.id, i.email, i.role, u.name AS "invitedBy", i.created_at AS "createdAt", i.expires_at AS "expiresAt",
        (SELECT coalesce(json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) ORDER BY lower(t.name), t.id), '[]')
         FROM team t WHERE t.organization_id = $1 AND t.id = ANY (i.team_ids)) AS teams
      FROM invitation i
      LEFT JOIN membership m ON m.organization_id = $1 AND m.user_id = i.invited_by
      LEFT JOIN "user" u ON u.id = m.user_id
      WHERE i.organization_id = $1 AND i.${IS_WAITING.replace(' AND ', ' AND i.')}
      ORDER BY i.created_at DESC, i.id`,
  });
  return rows;
}

/** Withdraws an invitation that waits; false when there is none of this id. */
export async function withdrawInvitation(
  tenant: Tenant,
  withdrawal: { id: string; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `UPDATE invitation SET withdrawn_at = to_timestamp($3::float8 / 1000)
           WHERE organization_id = $1 AND id = $2 AND ${IS_WAITING}`,
    values: [withdrawal.id, withdrawal.now],
  });
  return rowCount === 1;
}

/** Withdraws what somebody sent who may not invite any more. */
export async function withdrawInvitationsBy(
  tenant: Tenant,
  withdrawal: { userId: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE invitation SET withdrawn_at = to_timestamp($3::float8 / 1000)
           WHERE organization_id = $1 AND invited_by = $2 AND ${IS_WAITING}`,
    values: [withdrawal.userId, withdrawal.now],
  });
}
