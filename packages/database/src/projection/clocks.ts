import { createHash } from 'node:crypto';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { teamAt } from '../rollup/team-at.ts';
import type { Tenant } from '../tenant.ts';

/** Fingerprint of a calendar, as `clockOfRow` gives it of the row that holds one. */
export function clockOf(calendar: WorkingCalendar): string {
  const { zone, weekdays, startMinute, endMinute, holidays } = calendar;
  const text = [zone, weekdays.join(','), startMinute, endMinute, holidays.join(',')].join(' ');
  return createHash('md5').update(text).digest('hex');
}

/** SQL for the same, of a row of `organization` or `team` that has a calendar. */
const clockOfRow = (row: string): string =>
  `md5(concat_ws(' ', ${row}.time_zone, array_to_string(${row}.working_weekdays, ','), ${row}.working_start_minute,
    ${row}.working_end_minute, array_to_string(${row}.holidays, ',')))`;

/** When clocks changed last, exactly, as a text; null when every pull request is on its own. */
export async function readChangedClocks(tenant: Tenant): Promise<string | null> {
  const { rows } = await tenant.query<{ at: string | null }>({
    text: 'SELECT clocks_changed_at::text AS at FROM organization WHERE id = $1',
  });
  return rows[0]?.at ?? null;
}

/** Notes that every pull request is on its own clock, unless clocks changed meanwhile. */
export async function settleChangedClocks(tenant: Tenant, changedAt: string): Promise<void> {
  await tenant.query({
    text: 'UPDATE organization SET clocks_changed_at = NULL WHERE id = $1 AND clocks_changed_at = $2::timestamptz',
    values: [changedAt],
  });
}

/**
 * Ids, in their order and after `after`, of pull requests that were measured by another calendar than that of their team or, without
 * one, the organization's. Only those on a team's clock, and of people who are or were in a team with its own, can be among them.
 */
const LIST_MISCLOCKED = `WITH own AS MATERIALIZED (SELECT o.id, ${clockOfRow('o')} AS clock FROM organization o WHERE o.id = $1),
    clocked AS MATERIALIZED (
      SELECT t.id, ${clockOfRow('t')} AS clock FROM team t WHERE t.organization_id = $1 AND t.time_zone IS NOT NULL),
    candidates AS (
      SELECT p.id, p.clock, p.author_contributor_id, coalesce(p.ready_at, p.opened_at) AS at FROM pull_request p, own
      WHERE p.organization_id = $1 AND ($2::uuid IS NULL OR p.id > $2) AND (p.clock IS DISTINCT FROM own.clock
        OR p.author_contributor_id IN (
          SELECT m.contributor_id FROM team_membership m JOIN clocked ON clocked.id = m.team_id WHERE m.organization_id = $1)))
  SELECT c.id FROM candidates c CROSS JOIN own
  LEFT JOIN clocked ON clocked.id = ${teamAt('$1', 'c.author_contributor_id', 'c.at')}
  WHERE c.clock IS DISTINCT FROM coalesce(clocked.clock, own.clock)
  ORDER BY c.id LIMIT $3`;

export async function listMisclocked(
  tenant: Tenant,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    name: 'list_misclocked',
    text: LIST_MISCLOCKED,
    values: [page.after, page.limit],
  });
  return rows.map((row) => row.id);
}
