import type { Instant } from '@devpulse/domain/time/instant';
import { startTeamMembership } from '../organization/team-people.ts';
import type { Tenant } from '../tenant.ts';

export type LinkedContributor = {
  contributorId: string;
  /** Start of the earliest time in a team that the contributor gained by it; null when none was gained. */
  gainedTeamsFrom: Instant | null;
};

/**
 * Links a member to the contributor of a GitHub account, unless the contributor is somebody's already. Time in teams that the member was
 * given before, as somebody without a GitHub account, goes over to it. Null when nothing was linked. Needs identity work beside the
 * tenant.
 */
export async function linkGithubContributor(
  tenant: Tenant,
  link: { userId: string; githubId: string },
): Promise<LinkedContributor | null> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `UPDATE contributor c SET user_id = $2 FROM github_account g, membership m
      WHERE c.organization_id = $1 AND c.user_id IS NULL AND m.organization_id = $1 AND m.user_id = $2
        AND g.organization_id = $1 AND g.contributor_id = c.id AND g.github_id = $3::bigint AND NOT g.is_bot
      RETURNING c.id`,
    values: [link.userId, link.githubId],
  });
  const contributorId = rows[0]?.id;
  if (contributorId === undefined) return null;
  return { contributorId, gainedTeamsFrom: await takeOverTeams(tenant, { ...link, contributorId }) };
}

/** Contributors without an account are known to nothing but teams. */
const WITHOUT_ACCOUNT = `c.organization_id = $1 AND c.user_id = $2 AND NOT EXISTS (
  SELECT 1 FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id)`;

async function takeOverTeams(
  tenant: Tenant,
  { userId, contributorId }: { userId: string; contributorId: string },
): Promise<Instant | null> {
  const { rows } = await tenant.query<{ teamId: string; startsAt: Instant; endsAt: Instant | null }>({
    text: `SELECT m.team_id AS "teamId", m.starts_at AS "startsAt", m.ends_at AS "endsAt"
      FROM team_membership m JOIN contributor c ON c.organization_id = $1 AND c.id = m.contributor_id
      WHERE m.organization_id = $1 AND ${WITHOUT_ACCOUNT} ORDER BY m.starts_at, m.team_id`,
    values: [userId],
  });
  await tenant.query({
    text: `UPDATE team_membership m SET contributor_id = $3 FROM contributor c
      WHERE m.organization_id = $1 AND m.contributor_id = c.id AND m.ends_at IS NOT NULL AND ${WITHOUT_ACCOUNT}
        AND NOT EXISTS (SELECT 1 FROM team_membership k WHERE k.organization_id = $1 AND k.contributor_id = $3
          AND k.team_id = m.team_id AND k.starts_at < m.ends_at AND coalesce(k.ends_at, 'infinity') >= m.starts_at)`,
    values: [userId, contributorId],
  });
  for (const { teamId, startsAt, endsAt } of rows) {
    if (endsAt === null) await startTeamMembership(tenant, { teamId, contributorId, from: startsAt });
  }
  await tenant.query({ text: `DELETE FROM contributor c WHERE ${WITHOUT_ACCOUNT}`, values: [userId] });
  return rows[0]?.startsAt ?? null;
}
