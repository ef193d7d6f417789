/**
 * SQL for the team that a contributor was in at an instant: one team, so that nobody counts twice; the longest-standing
 * one where there are several. `organization`, `contributor` and `at` are SQL expressions, never input.
 */
export function teamAt(organization: string, contributor: string, at: string): string {
  return `(SELECT m.team_id FROM team_membership m
    WHERE m.organization_id = ${organization} AND m.contributor_id = ${contributor}
      AND m.starts_at <= ${at} AND coalesce(m.ends_at, 'infinity') > ${at}
    ORDER BY m.starts_at, m.team_id LIMIT 1)`;
}
