import type { DeliveryTargets } from '@devpulse/domain/metrics/targets';
import type { Instant } from '@devpulse/domain/time/instant';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Database } from '../connection.ts';
import { type RulesRow, rulesColumns, rulesOf, targetsFrom } from '../rollup/rollup-rules.ts';
import { transaction } from '../transaction.ts';

export type OrganizationView = {
  id: string;
  slug: string;
  name: string;
  calendar: WorkingCalendar;
  people: number;
  repositories: number;
  teams: { id: string; slug: string; name: string }[];
  /** Of the teams that have one of their own. */
  teamCalendars: ReadonlyMap<string, WorkingCalendar>;
  /** Those in force today, and from when on others will be. */
  targets: DeliveryTargets;
};

type OrganizationRow = RulesRow &
  Pick<OrganizationView, 'slug' | 'name' | 'people' | 'repositories' | 'teams'>;

const TODAY = '($2::timestamptz AT TIME ZONE o.time_zone)::date';

export const READ_ORGANIZATION = `SELECT o.slug, o.name, ${rulesColumns(targetsFrom('o.id', TODAY))},
    (SELECT count(*)::int FROM contributor c WHERE c.organization_id = $1 AND EXISTS (
      SELECT 1 FROM github_account a WHERE a.organization_id = $1 AND a.contributor_id = c.id AND NOT a.is_bot)) AS people,
    (SELECT count(*)::int FROM repository r WHERE r.organization_id = $1 AND r.is_tracked) AS repositories,
    (SELECT coalesce(json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) ORDER BY t.name), '[]')
      FROM team t WHERE t.organization_id = $1) AS teams
  FROM organization o WHERE o.id = $1`;

/**
 * What a dashboard shows of an organization; null when there is none of that slug. People are contributors, not bots; repositories are
 * those that are tracked.
 */
export async function findOrganization(
  dashboard: Database,
  { slug, now }: { slug: string; now: Instant },
): Promise<OrganizationView | null> {
  const found = await dashboard.pool.query<{ id: string | null }>({
    name: 'organization_id_for_slug',
    text: 'SELECT organization_id_for_slug($1) AS id',
    values: [slug],
  });
  const id = found.rows[0]?.id;
  if (!id) return null;
  return transaction(dashboard, { organizationId: id }, async (tx) => {
    const { rows } = await tx.query<OrganizationRow>({
      name: 'read_organization',
      text: READ_ORGANIZATION,
      values: [id, new Date(now)],
    });
    const row = rows[0];
    if (row === undefined) return null;
    const { name, people, repositories, teams } = row;
    return { id, slug: row.slug, name, people, repositories, teams, ...rulesOf(row) };
  });
}

/** A repository by its id, also one that is followed no longer; null when it is none of this organization. */
export async function findRepository(
  dashboard: Database,
  query: { organizationId: string; repositoryId: string },
): Promise<{ id: string; name: string } | null> {
  return transaction(dashboard, { organizationId: query.organizationId }, async (tx) => {
    const { rows } = await tx.query<{ id: string; name: string }>({
      name: 'find_repository',
      text: 'SELECT id, full_name AS name FROM repository WHERE organization_id = $1 AND id = $2',
      values: [query.organizationId, query.repositoryId],
    });
    return rows[0] ?? null;
  });
}
