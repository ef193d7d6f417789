import type { Role } from '@devpulse/domain/access/roles';
import type { Instant } from '@devpulse/domain/time/instant';
import { hasSecondFactor } from '../access/callers.ts';
import type { Tenant } from '../tenant.ts';
import { contributorOf, IS_CURRENT } from './people-sql.ts';

export type TeamName = { id: string; slug: string; name: string };

export type MemberRow = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: Instant;
  hasSecondFactor: boolean;
  /** Start of the local day on which a session of theirs was last used; null when none ever was. */
  lastSeenAt: Instant | null;
  contributorId: string | null;
  teams: TeamName[];
  managedTeams: TeamName[];
};

const teamNames = (
  from: string,
) => `(SELECT coalesce(json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name)
    ORDER BY lower(t.name), t.id), '[]') FROM team t ${from})`;

/** Everybody of the organization by name. Needs identity work beside the tenant, for sessions and factors. */
export async function listMembers(tenant: Tenant): Promise<MemberRow[]> {
  const { rows } = await tenant.query<MemberRow>({
    text: `SELECT p.user_id AS "userId", u.name, u.email, p.role, p.created_at AS "joinedAt",
        ${hasSecondFactor('p.user_id')} AS "hasSecondFactor",
        (SELECT date_trunc('day', max(s.last_seen_at), o.time_zone) FROM session s WHERE s.user_id = p.user_id) AS "lastSeenAt",
        c.id AS "contributorId",
        ${teamNames(`JOIN team_membership m ON m.organization_id = $1 AND m.team_id = t.id
          WHERE t.organization_id = $1 AND m.contributor_id = c.id AND ${IS_CURRENT}`)} AS teams,
        ${teamNames(`JOIN team_manager g ON g.organization_id = $1 AND g.team_id = t.id
          WHERE t.organization_id = $1 AND g.user_id = p.user_id`)} AS "managedTeams"
      FROM membership p JOIN organization o ON o.id = p.organization_id JOIN "user" u ON u.id = p.user_id
      ${contributorOf('p.user_id')}
      WHERE p.organization_id = $1 ORDER BY lower(u.name), u.id`,
  });
  return rows;
}

/** The role of a member, who keeps it until the transaction ends; null for somebody who is none. */
export async function lockMember(tenant: Tenant, userId: string): Promise<Role | null> {
  const { rows } = await tenant.query<{ role: Role }>({
    text: 'SELECT role FROM membership WHERE organization_id = $1 AND user_id = $2 FOR UPDATE',
    values: [userId],
  });
  return rows[0]?.role ?? null;
}

/** How a member is called; a person who is none has no name here. */
export async function findMemberName(tenant: Tenant, userId: string): Promise<string> {
  const { rows } = await tenant.query<{ name: string }>({
    text: `SELECT u.name FROM membership m JOIN "user" u ON u.id = m.user_id
           WHERE m.organization_id = $1 AND m.user_id = $2`,
    values: [userId],
  });
  return rows[0]?.name ?? 'Somebody';
}

/** Whether somebody of this address is a member. */
export async function isMemberAddress(tenant: Tenant, email: string): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `SELECT 1 FROM membership m JOIN "user" u ON u.id = m.user_id
           WHERE m.organization_id = $1 AND u.email = $2`,
    values: [email],
  });
  return rowCount !== 0;
}

export async function saveRole(
  tenant: Tenant,
  change: { userId: string; role: Role; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE membership SET role = $3, role_since = to_timestamp($4::float8 / 1000)
           WHERE organization_id = $1 AND user_id = $2`,
    values: [change.userId, change.role, change.now],
  });
}

/** Takes a person out of the management of every team; answers the teams. */
export async function endTeamManagement(tenant: Tenant, userId: string): Promise<string[]> {
  const { rows } = await tenant.query<{ teamId: string }>({
    text: `DELETE FROM team_manager WHERE organization_id = $1 AND user_id = $2 RETURNING team_id AS "teamId"`,
    values: [userId],
  });
  return rows.map((row) => row.teamId);
}

/**
 * Ends a membership with what hangs on it: managed teams, notices, and time in teams that GitHub does not tell of. What delivery knows of
 * the person stays. The last Owner of an organization cannot go: that rejects at the commit.
 */
export async function removeMembership(
  tenant: Tenant,
  ending: { userId: string; now: Instant },
): Promise<void> {
  const { userId, now } = ending;
  await endTeamManagement(tenant, userId);
  await tenant.query({
    text: 'DELETE FROM notice WHERE organization_id = $1 AND user_id = $2',
    values: [userId],
  });
  await tenant.query({
    text: `UPDATE team_membership m SET ends_at = to_timestamp($3::float8 / 1000)
           FROM contributor c, team t
           WHERE m.organization_id = $1 AND m.ends_at IS NULL AND m.starts_at < to_timestamp($3::float8 / 1000)
             AND c.organization_id = $1 AND c.id = m.contributor_id AND c.user_id = $2
             AND t.organization_id = $1 AND t.id = m.team_id AND t.github_team_id IS NULL`,
    values: [userId, now],
  });
  await tenant.query({
    text: 'DELETE FROM membership WHERE organization_id = $1 AND user_id = $2',
    values: [userId],
  });
}

/** Makes one member the Owner and the present one an Admin, in one statement: at no time are there two, or none. */
export async function exchangeOwnership(
  tenant: Tenant,
  exchange: { from: string; to: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE membership SET role = CASE user_id WHEN $3::uuid THEN 'owner' ELSE 'admin' END,
             role_since = to_timestamp($4::float8 / 1000)
           WHERE organization_id = $1 AND user_id IN ($2::uuid, $3::uuid)`,
    values: [exchange.from, exchange.to, exchange.now],
  });
}
