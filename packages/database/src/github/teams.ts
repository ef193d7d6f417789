import { teamIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

export type GithubTeamRow = { githubId: string; name: string; slug: string };

/** Records a team of GitHub under its number, by its present name. */
export async function recordTeam(tenant: Tenant, team: GithubTeamRow): Promise<void> {
  await tenant.query({
    text: `INSERT INTO team AS t (organization_id, id, github_team_id, slug, name) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name
      WHERE (t.slug, t.name) IS DISTINCT FROM (excluded.slug, excluded.name)`,
    values: [teamIdFor(tenant.organizationId, team.githubId), team.githubId, team.slug, team.name],
  });
}

/** Ends every membership of a team that GitHub has no longer; its past stays. False when nobody was in it. */
export async function endTeam(
  tenant: Tenant,
  { githubId, at }: { githubId: string; at: Instant },
): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `UPDATE team_membership SET ends_at = greatest(starts_at, to_timestamp($3::float8 / 1000))
      WHERE organization_id = $1 AND team_id = $2 AND ends_at IS NULL`,
    values: [teamIdFor(tenant.organizationId, githubId), at],
  });
  return (rowCount ?? 0) > 0;
}

export type TeamAccount = { id: string; login: string; type: string; contributorId: string };
export type StandingTeam = GithubTeamRow & {
  /** Accounts of the people who are in it now; who has none was put there by hand. */
  accounts: TeamAccount[];
};

/** Teams that were taken over from GitHub, with who is in them now. */
export async function listStandingTeams(tenant: Tenant): Promise<StandingTeam[]> {
  const { rows } = await tenant.query<StandingTeam>({
    text: `SELECT t.github_team_id::text AS "githubId", t.name, t.slug,
        coalesce((SELECT json_agg(json_build_object('id', g.github_id::text, 'login', g.login, 'type', g.account_type,
            'contributorId', g.contributor_id) ORDER BY g.github_id)
          FROM team_membership m JOIN github_account g ON g.organization_id = $1 AND g.contributor_id = m.contributor_id
          WHERE m.organization_id = $1 AND m.team_id = t.id AND m.ends_at IS NULL), '[]') AS accounts
      FROM team t WHERE t.organization_id = $1 AND t.github_team_id IS NOT NULL ORDER BY t.github_team_id`,
  });
  return rows;
}

/** Installations through which the teams of an account may be asked for, by GitHub's number. */
export async function listInstallationsWithTeams(tenant: Tenant): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: `SELECT github_id AS id FROM installation
      WHERE organization_id = $1 AND state = 'active' AND account_type = 'Organization' AND github_app_id IS NOT NULL
      ORDER BY github_id`,
  });
  return rows.map((row) => row.id);
}
