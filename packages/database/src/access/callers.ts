import type { MemberAuthority } from '@devpulse/domain/access/member-authority';
import type { SessionKind } from '@devpulse/domain/access/session-rules';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { askInOrganization, type Tenant } from '../tenant.ts';
import { askAlone, type Transaction } from '../transaction.ts';

export type CallerRow = {
  sessionId: string;
  userId: string;
  kind: SessionKind;
  deviceId: string | null;
  authenticatedAt: Instant;
  isInstanceOwner: boolean;
};

/** The person behind a live session; null once it, its device or its person is out, or its time is over. */
export async function findCaller(
  database: Database,
  sessionId: string,
  now: Instant,
): Promise<CallerRow | null> {
  const [caller] = await askAlone(database, { identity: true }, (tx) => [readCaller(tx, sessionId, now)]);
  return caller;
}

async function readCaller(tx: Transaction, sessionId: string, now: Instant): Promise<CallerRow | null> {
  const { rows } = await tx.query<CallerRow>({
    name: 'find_caller',
    text: `SELECT s.id AS "sessionId", s.user_id AS "userId", s.kind, s.device_id AS "deviceId",
        s.authenticated_at AS "authenticatedAt", u.is_instance_owner AS "isInstanceOwner"
      FROM session s JOIN "user" u ON u.id = s.user_id LEFT JOIN device d ON d.id = s.device_id
      WHERE s.id = $1 AND s.revoked_at IS NULL AND d.revoked_at IS NULL AND u.disabled_at IS NULL
        AND s.idle_expires_at > to_timestamp($2::float8 / 1000)
        AND s.absolute_expires_at > to_timestamp($2::float8 / 1000)`,
    values: [sessionId, now],
  });
  return rows[0] ?? null;
}

/** Persons who signed in with a passkey, an authenticator app or single sign-on have a second factor; `u` is a user id. */
export const hasSecondFactor = (
  u: string,
) => `(EXISTS (SELECT 1 FROM totp t WHERE t.user_id = ${u} AND t.confirmed_at IS NOT NULL)
  OR EXISTS (SELECT 1 FROM passkey p WHERE p.user_id = ${u})
  OR EXISTS (SELECT 1 FROM identity i WHERE i.user_id = ${u} AND i.provider = 'sso'))`;

const AUTHORITY = `SELECT m.organization_id AS "organizationId", m.user_id AS "userId", m.role, m.role_since AS "roleSince",
    o.is_individual_views_on AS "isIndividualViewsOn", o.second_factor_policy AS "secondFactorPolicy",
    c.id AS "contributorId", ${hasSecondFactor('m.user_id')} AS "hasSecondFactor",
    ARRAY(SELECT t.team_id::text FROM team_membership t WHERE t.organization_id = $1 AND t.contributor_id = c.id
      AND t.starts_at <= now() AND coalesce(t.ends_at, 'infinity') > now()) AS "ownTeamIds",
    ARRAY(SELECT g.team_id::text FROM team_manager g
      WHERE g.organization_id = $1 AND g.user_id = m.user_id) AS "managedTeamIds"
  FROM membership m JOIN organization o ON o.id = m.organization_id
  LEFT JOIN LATERAL (SELECT c.id FROM contributor c WHERE c.organization_id = $1 AND c.user_id = m.user_id
    ORDER BY c.created_at, c.id LIMIT 1) c ON true
  WHERE m.organization_id = $1 AND m.user_id = $2`;

/** Needs no scope: that a slug is taken is no secret of its tenant. */
export async function findOrganizationId(database: Database, slug: string): Promise<string | null> {
  const { rows } = await database.pool.query<{ id: string | null }>({
    name: 'organization_of_slug',
    text: 'SELECT organization_id_for_slug($1) AS id',
    values: [slug],
  });
  return rows[0]?.id ?? null;
}

/** What a person may do in an organization; null when they are no member. */
export async function findAuthority(
  database: Database,
  organizationId: string,
  userId: string,
): Promise<MemberAuthority | null> {
  const ask = (tenant: Tenant) => [readAuthority(tenant, userId)] as const;
  const [authority] = await askInOrganization(database, organizationId, ask, { identity: true });
  return authority;
}

/** Both at once: who is behind a session, and what the person whom it should be of may do in an organization. */
export async function findCallerAndAuthority(
  database: Database,
  organizationId: string,
  of: { sessionId: string; userId: string; now: Instant },
): Promise<{ caller: CallerRow | null; authority: MemberAuthority | null }> {
  const ask = (tenant: Tenant) =>
    [readCaller(tenant.transaction, of.sessionId, of.now), readAuthority(tenant, of.userId)] as const;
  const scope = { identity: true, isPlannedOnce: true };
  const [caller, authority] = await askInOrganization(database, organizationId, ask, scope);
  return { caller, authority };
}

/** What a person may do, in a transaction of the organization that may do identity work. */
export async function readAuthority(tenant: Tenant, userId: string): Promise<MemberAuthority | null> {
  const { rows } = await tenant.query<MemberAuthority>({
    name: 'find_authority',
    text: AUTHORITY,
    values: [userId],
  });
  return rows[0] ?? null;
}
