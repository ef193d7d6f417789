import type { Role } from '@devpulse/domain/access/roles';
import type { Instant } from '@devpulse/domain/time/instant';
import { ensureContributor, startTeamMembership } from '../organization/team-people.ts';
import { enterOrganization, type Tenant } from '../tenant.ts';
import { setScope, type Transaction } from '../transaction.ts';

export type InvitationBySecret = {
  id: string;
  organizationId: string;
  email: string;
  role: Exclude<Role, 'owner'>;
  teamIds: string[];
  invitedBy: string | null;
  acceptedAt: Instant | null;
  isOpen: boolean;
};

/** The invitation of a secret, also one that is used or over; null when there is none. Needs identity work. */
export async function findInvitationBySecret(
  tx: Transaction,
  tokenSha256: Buffer,
  now: Instant,
): Promise<InvitationBySecret | null> {
  const { rows } = await tx.query<InvitationBySecret>({
    name: 'find_invitation_by_secret',
    text: `SELECT id, organization_id AS "organizationId", email, role, team_ids AS "teamIds", invited_by AS "invitedBy",
        accepted_at AS "acceptedAt",
        accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > to_timestamp($2::float8 / 1000) AS "isOpen"
      FROM invitation WHERE token_sha256 = $1`,
    values: [tokenSha256, now],
  });
  return rows[0] ?? null;
}

/** Enters the organization of an invitation and runs `work` there; identity work goes on afterwards. */
export async function withinInvitation<T>(
  tx: Transaction,
  invitation: { organizationId: string },
  work: (tenant: Tenant) => Promise<T>,
): Promise<T> {
  const result = await work(await enterOrganization(tx, invitation.organizationId, { identity: true }));
  await setScope(tx, { identity: true });
  return result;
}

export async function findOrganizationName(tenant: Tenant): Promise<{ slug: string; name: string } | null> {
  const { rows } = await tenant.query<{ slug: string; name: string }>({
    text: 'SELECT slug, name FROM organization WHERE id = $1',
  });
  return rows[0] ?? null;
}

/** Marks an invitation as accepted; false when that cannot be any more, also because somebody else did it just now. */
export async function useInvitation(tenant: Tenant, use: { id: string; now: Instant }): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `UPDATE invitation SET accepted_at = to_timestamp($3::float8 / 1000)
      WHERE organization_id = $1 AND id = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL
        AND expires_at > to_timestamp($3::float8 / 1000)`,
    values: [use.id, use.now],
  });
  return rowCount === 1;
}

export async function isMember(tenant: Tenant, userId: string): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: 'SELECT 1 FROM membership WHERE organization_id = $1 AND user_id = $2',
    values: [userId],
  });
  return rowCount === 1;
}

/** Makes a person a member, in those of the teams that are still there; false for somebody who is one, who stays as they are. */
export async function joinOrganization(
  tenant: Tenant,
  member: { userId: string; role: Role; teamIds: readonly string[]; now: Instant },
): Promise<boolean> {
  const { userId, role, teamIds, now } = member;
  const joined = await tenant.query({
    text: `INSERT INTO membership (organization_id, user_id, role, role_since, created_at)
      VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000)) ON CONFLICT DO NOTHING`,
    values: [userId, role, now],
  });
  if (joined.rowCount === 0) return false;
  const contributorId = await ensureContributor(tenant, userId);
  const { rows } = await tenant.query<{ id: string }>({
    text: 'SELECT id FROM team WHERE organization_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR KEY SHARE',
    values: [teamIds],
  });
  if (contributorId === null) return true;
  for (const { id } of rows) await startTeamMembership(tenant, { teamId: id, contributorId, from: now });
  return true;
}
