import { slugOf } from '@devpulse/domain/access/reserved-slugs';
import type { Role } from '@devpulse/domain/access/roles';
import type { Instant } from '@devpulse/domain/time/instant';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Tenant } from '../tenant.ts';
import { lockInOrder } from '../transaction.ts';
import type { TeamName } from './members.ts';

export type TeamRow = TeamName & {
  isFromGithub: boolean;
  /** Its own; null where it keeps the organization's. */
  calendar: WorkingCalendar | null;
};

const COLUMNS = `t.id, t.slug, t.name, t.github_team_id IS NOT NULL AS "isFromGithub",
  CASE WHEN t.time_zone IS NOT NULL THEN json_build_object('zone', t.time_zone, 'weekdays', t.working_weekdays,
    'startMinute', t.working_start_minute, 'endMinute', t.working_end_minute, 'holidays', t.holidays) END AS calendar`;

export async function listTeams(tenant: Tenant): Promise<TeamRow[]> {
  const { rows } = await tenant.query<TeamRow>({
    text: `SELECT ${COLUMNS} FROM team t WHERE t.organization_id = $1 ORDER BY lower(t.name), t.id`,
  });
  return rows;
}

/** The team of this id, which nobody else changes until the transaction ends; null when there is none. */
export async function lockTeam(tenant: Tenant, teamId: string): Promise<TeamRow | null> {
  const { rows } = await tenant.query<TeamRow>({
    text: `SELECT ${COLUMNS} FROM team t WHERE t.organization_id = $1 AND t.id = $2 FOR UPDATE`,
    values: [teamId],
  });
  return rows[0] ?? null;
}

/** Those of the ids that are teams here. */
export async function findTeamIds(tenant: Tenant, teamIds: readonly string[]): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: 'SELECT id FROM team WHERE organization_id = $1 AND id = ANY ($2::uuid[])',
    values: [teamIds],
  });
  return rows.map((row) => row.id);
}

/** Makes a team under the first slug of its name that is free here. Answers the slug. */
export async function insertTeam(
  tenant: Tenant,
  team: { id: string; name: string; now: Instant },
): Promise<string> {
  await lockInOrder(tenant.transaction, [`team_slugs:${tenant.organizationId}`]);
  const base = slugOf(team.name);
  const { rows } = await tenant.query<{ slug: string }>({
    text: 'SELECT slug FROM team WHERE organization_id = $1 AND starts_with(slug, $2)',
    values: [base],
  });
  const taken = new Set(rows.map((row) => row.slug));
  let slug = base;
  for (let n = 2; taken.has(slug); n += 1) slug = `${base}-${n}`;
  await tenant.query({
    text: `INSERT INTO team (organization_id, id, slug, name, created_at) VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000))`,
    values: [team.id, slug, team.name, team.now],
  });
  return slug;
}

export async function saveTeamName(tenant: Tenant, team: { id: string; name: string }): Promise<void> {
  await tenant.query({
    text: 'UPDATE team SET name = $3 WHERE organization_id = $1 AND id = $2',
    values: [team.id, team.name],
  });
}

/** Gives a team its own calendar, or with null the organization's. The database notes that clocks have changed. */
export async function saveTeamCalendar(
  tenant: Tenant,
  { id, calendar }: { id: string; calendar: WorkingCalendar | null },
): Promise<void> {
  await tenant.query({
    text: `UPDATE team SET time_zone = $3, working_weekdays = $4, working_start_minute = $5, working_end_minute = $6,
        holidays = $7::date[] WHERE organization_id = $1 AND id = $2`,
    values: [
      id,
      calendar?.zone ?? null,
      calendar?.weekdays ?? [],
      calendar?.startMinute ?? null,
      calendar?.endMinute ?? null,
      calendar?.holidays ?? [],
    ],
  });
}

/** Deletes a team with its history and its figures. Answers since when somebody was in it; null when nobody ever was. */
export async function deleteTeam(tenant: Tenant, teamId: string): Promise<Instant | null> {
  const { rows } = await tenant.query<{ since: Instant | null }>({
    text: `SELECT min(starts_at) AS since FROM team_membership WHERE organization_id = $1 AND team_id = $2`,
    values: [teamId],
  });
  await tenant.query({
    text: `DELETE FROM daily_metrics WHERE organization_id = $1 AND scope_type = 'team' AND scope_id = $2`,
    values: [teamId],
  });
  await tenant.query({
    text: `UPDATE invitation SET team_ids = array_remove(team_ids, $2::uuid) WHERE organization_id = $1 AND $2::uuid = ANY (team_ids)`,
    values: [teamId],
  });
  await tenant.query({ text: 'DELETE FROM team WHERE organization_id = $1 AND id = $2', values: [teamId] });
  return rows[0]?.since ?? null;
}

export type TeamManagerRow = { teamId: string; userId: string; name: string };

/** Who manages which team, by name. */
export async function listTeamManagers(tenant: Tenant): Promise<TeamManagerRow[]> {
  const { rows } = await tenant.query<TeamManagerRow>({
    text: `SELECT g.team_id AS "teamId", g.user_id AS "userId", u.name
      FROM team_manager g JOIN membership m ON m.organization_id = $1 AND m.user_id = g.user_id
      JOIN "user" u ON u.id = m.user_id
      WHERE g.organization_id = $1 ORDER BY lower(u.name), u.id`,
  });
  return rows;
}

/** The roles of those of the persons who are members here; they keep them until the transaction ends. */
export async function lockRoles(tenant: Tenant, userIds: readonly string[]): Promise<Map<string, Role>> {
  const { rows } = await tenant.query<{ userId: string; role: Role }>({
    text: `SELECT user_id AS "userId", role FROM membership WHERE organization_id = $1 AND user_id = ANY ($2::uuid[])
           ORDER BY user_id FOR SHARE`,
    values: [userIds],
  });
  return new Map(rows.map((row) => [row.userId, row.role]));
}

/** Makes exactly these persons the managers of a team; answers who is new and who is none any more. */
export async function saveTeamManagers(
  tenant: Tenant,
  team: { id: string; userIds: readonly string[]; now: Instant },
): Promise<{ added: string[]; removed: string[] }> {
  const gone = await tenant.query<{ userId: string }>({
    text: `DELETE FROM team_manager WHERE organization_id = $1 AND team_id = $2 AND user_id <> ALL ($3::uuid[])
           RETURNING user_id AS "userId"`,
    values: [team.id, team.userIds],
  });
  const made = await tenant.query<{ userId: string }>({
    text: `INSERT INTO team_manager (organization_id, team_id, user_id, created_at)
           SELECT $1, $2, wanted, to_timestamp($4::float8 / 1000) FROM unnest($3::uuid[]) AS wanted
           ON CONFLICT DO NOTHING RETURNING user_id AS "userId"`,
    values: [team.id, team.userIds, team.now],
  });
  const ids = (rows: { userId: string }[]) => rows.map((row) => row.userId);
  return { added: ids(made.rows), removed: ids(gone.rows) };
}
