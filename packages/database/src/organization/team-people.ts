import { contributorIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { IDENTITY_JOINS, PERSON_NAME } from './people-sql.ts';

export type TeamPersonRow = {
  teamId: string;
  contributorId: string;
  userId: string | null;
  name: string;
  login: string | null;
  /** -Infinity for somebody who was there when DevPulse first heard of them. */
  startsAt: Instant;
  endsAt: Instant | null;
};

/** Everybody who is or was in a team, by name and time. */
export async function listTeamPeople(tenant: Tenant): Promise<TeamPersonRow[]> {
  const { rows } = await tenant.query<TeamPersonRow>({
    text: `SELECT m.team_id AS "teamId", c.id AS "contributorId", u.id AS "userId", ${PERSON_NAME} AS name, a.login,
        m.starts_at AS "startsAt", m.ends_at AS "endsAt"
      FROM team_membership m JOIN contributor c ON c.organization_id = $1 AND c.id = m.contributor_id
      ${IDENTITY_JOINS}
      WHERE m.organization_id = $1 ORDER BY lower(${PERSON_NAME}), c.id, m.starts_at`,
  });
  return rows;
}

export type CandidateRow = {
  contributorId: string | null;
  userId: string | null;
  name: string;
  login: string | null;
};

/** Members, and people known from GitHub who are no bots, by name; and how many there are in all. */
export async function listCandidates(
  tenant: Tenant,
  limit: number,
): Promise<{ items: CandidateRow[]; total: number }> {
  const { rows } = await tenant.query<CandidateRow & { total: number }>({
    text: `SELECT *, count(*) OVER ()::int AS total FROM (
        SELECT c.id AS "contributorId", u.id AS "userId", ${PERSON_NAME} AS name, a.login
        FROM contributor c ${IDENTITY_JOINS}
        WHERE c.organization_id = $1 AND (u.id IS NOT NULL OR EXISTS (
          SELECT 1 FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id AND NOT g.is_bot))
        UNION ALL
        SELECT NULL, u.id, u.name, NULL FROM membership m JOIN "user" u ON u.id = m.user_id
        WHERE m.organization_id = $1
          AND NOT EXISTS (SELECT 1 FROM contributor c WHERE c.organization_id = $1 AND c.user_id = m.user_id)
      ) AS everybody ORDER BY lower(name), "contributorId", "userId" LIMIT $2`,
    values: [limit],
  });
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** A contributor of this id and the member it is linked to; null when there is none. */
export async function findContributor(
  tenant: Tenant,
  contributorId: string,
): Promise<{ id: string; userId: string | null } | null> {
  const { rows } = await tenant.query<{ id: string; userId: string | null }>({
    text: 'SELECT id, user_id AS "userId" FROM contributor WHERE organization_id = $1 AND id = $2 AND merged_into_id IS NULL',
    values: [contributorId],
  });
  return rows[0] ?? null;
}

/**
 * The contributor of a member: the one they are linked to, else the one whose GitHub account they have signed in with, else a new one
 * without accounts. Null for somebody who is no member. Needs identity work beside the tenant.
 */
export async function ensureContributor(tenant: Tenant, userId: string): Promise<string | null> {
  const member = await tenant.query<{ contributorId: string | null }>({
    text: `SELECT (SELECT c.id FROM contributor c WHERE c.organization_id = $1 AND c.user_id = m.user_id
             ORDER BY c.created_at, c.id LIMIT 1) AS "contributorId"
           FROM membership m WHERE m.organization_id = $1 AND m.user_id = $2 FOR UPDATE OF m`,
    values: [userId],
  });
  const row = member.rows[0];
  if (row === undefined) return null;
  return row.contributorId ?? (await linkByAccount(tenant, userId)) ?? insertContributor(tenant, userId);
}

async function linkByAccount(tenant: Tenant, userId: string): Promise<string | null> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `UPDATE contributor SET user_id = $2 WHERE organization_id = $1 AND user_id IS NULL AND id = (
             SELECT g.contributor_id FROM identity i
             JOIN github_account g ON g.organization_id = $1 AND g.github_id::text = i.subject
             WHERE i.user_id = $2 AND i.provider = 'github' ORDER BY g.github_id LIMIT 1)
           RETURNING id`,
    values: [userId],
  });
  return rows[0]?.id ?? null;
}

async function insertContributor(tenant: Tenant, userId: string): Promise<string> {
  const id = contributorIdFor(tenant.organizationId, userId);
  await tenant.query({
    text: `INSERT INTO contributor (organization_id, id, user_id) VALUES ($1, $2, $3)
           ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, merged_into_id = NULL`,
    values: [id, userId],
  });
  return id;
}

export type TeamTime = { teamId: string; contributorId: string; from: Instant };

/**
 * Puts a contributor into a team from an instant on; time in the team that touches it becomes one with it. False when they are in the
 * team since that instant or longer.
 */
export async function startTeamMembership(tenant: Tenant, time: TeamTime): Promise<boolean> {
  const values = [time.contributorId, time.teamId, time.from];
  const known = await tenant.query<{ isCovered: boolean; startsAt: Instant }>({
    text: `SELECT starts_at AS "startsAt", ends_at IS NULL AND starts_at <= to_timestamp($4::float8 / 1000) AS "isCovered"
      FROM team_membership WHERE organization_id = $1 AND contributor_id = $2 AND team_id = $3
        AND coalesce(ends_at, 'infinity') >= to_timestamp($4::float8 / 1000) FOR UPDATE`,
    values,
  });
  if (known.rows.some((row) => row.isCovered)) return false;
  const startsAt = Math.min(time.from, ...known.rows.map((row) => row.startsAt));
  await tenant.query({
    text: `DELETE FROM team_membership WHERE organization_id = $1 AND contributor_id = $2 AND team_id = $3
        AND coalesce(ends_at, 'infinity') >= to_timestamp($4::float8 / 1000)`,
    values,
  });
  await tenant.query({
    text: `INSERT INTO team_membership (organization_id, contributor_id, team_id, starts_at)
           VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000))`,
    values: [time.contributorId, time.teamId, startsAt],
  });
  return true;
}

/** Ends a contributor's time in a team; false when they are not in it. */
export async function endTeamMembership(
  tenant: Tenant,
  time: { teamId: string; contributorId: string; now: Instant },
): Promise<boolean> {
  const values = [time.contributorId, time.teamId, time.now];
  const ended = await tenant.query({
    text: `UPDATE team_membership SET ends_at = to_timestamp($4::float8 / 1000)
      WHERE organization_id = $1 AND contributor_id = $2 AND team_id = $3 AND ends_at IS NULL
        AND starts_at < to_timestamp($4::float8 / 1000)`,
    values,
  });
  return ended.rowCount === 1;
}
