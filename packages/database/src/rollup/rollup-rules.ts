import type { DeliveryTargets } from '@devpulse/domain/metrics/targets';
import type { DatedTarget } from '@devpulse/domain/score/targets';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Transaction } from '../transaction.ts';

/** What the sums of a day depend on beside the facts. */
export type RollupRules = {
  organizationId: string;
  calendar: WorkingCalendar;
  /** Of the teams that have one of their own. */
  teamCalendars: ReadonlyMap<string, WorkingCalendar>;
  targets: DeliveryTargets;
  /** The version whose rows are read. */
  metricsVersion: number;
  /** The last local day that was opened, and so computed. */
  rolledThrough: LocalDay | null;
};

const CALENDAR = (
  row: string,
) => `json_build_object('zone', ${row}.time_zone, 'weekdays', ${row}.working_weekdays,
  'startMinute', ${row}.working_start_minute, 'endMinute', ${row}.working_end_minute, 'holidays', ${row}.holidays)`;

const TARGETS = `coalesce(json_agg(json_build_object('teamId', g.team_id, 'kind', g.kind, 'value', g.value, 'source', g.source,
    'effectiveFrom', g.effective_from, 'setAt', (extract(epoch FROM g.set_at) * 1000)::bigint)), '[]')`;

/** SQL for every change of a target, as a JSON list of `DatedTarget`; both arguments are SQL expressions, never input. */
export const datedTargets = (organization: string, condition = 'true') => `(
  SELECT ${TARGETS} FROM target g WHERE g.organization_id = ${organization} AND ${condition})`;

/** The same without those that others have taken the place of by a day: enough for that day and those after it. */
export const targetsFrom = (organization: string, day: string) => `(
  SELECT ${TARGETS} FROM (
    SELECT t.*, max(t.effective_from) FILTER (WHERE t.effective_from <= ${day}) OVER (PARTITION BY t.team_id, t.kind, t.source) AS newest
    FROM target t WHERE t.organization_id = ${organization}) AS g
  WHERE g.newest IS NULL OR g.effective_from >= g.newest)`;

/** SQL for the calendars of teams by id, of those that have one of their own. */
export const teamCalendars = (organization: string) => `(
  SELECT coalesce(json_object_agg(t.id, ${CALENDAR('t')}), '{}')
  FROM team t WHERE t.organization_id = ${organization} AND t.time_zone IS NOT NULL)`;

/** SQL for the columns of `RulesRow`, of an organization `o`; `dated` is SQL for the targets. */
export const rulesColumns = (
  dated: string,
) => `${CALENDAR('o')} AS calendar, o.is_cycle_target_chosen AS "isCycleTargetChosen",
  json_build_object('reviewWorkingSeconds', o.review_target_seconds, 'cycleWorkingSeconds', o.cycle_target_seconds) AS organization,
  ${teamCalendars('o.id')} AS "teamCalendars", ${dated} AS dated`;
export type RulesRow = {
  calendar: WorkingCalendar;
  teamCalendars: Record<string, WorkingCalendar>;
  organization: DeliveryTargets['organization'];
  isCycleTargetChosen: boolean;
  dated: DatedTarget[];
};

export function rulesOf(row: RulesRow): Pick<RollupRules, 'calendar' | 'teamCalendars' | 'targets'> {
  const { calendar, teamCalendars, organization, isCycleTargetChosen, dated } = row;
  return {
    calendar,
    teamCalendars: new Map(Object.entries(teamCalendars)),
    targets: { organization, isCycleTargetChosen, dated },
  };
}

/**
 * The rules as they are for this statement; null when the organization is gone. With a day, of the targets only those in force on it and
 * later: all of them are many after some years.
 */
export async function readRollupRules(
  tx: Transaction,
  organizationId: string,
  since: LocalDay = '0001-01-01',
): Promise<RollupRules | null> {
  const { rows } = await tx.query<RulesRow & Pick<RollupRules, 'metricsVersion' | 'rolledThrough'>>({
    name: 'rollup_rules',
    text: `SELECT ${rulesColumns(targetsFrom('o.id', '$2::date'))}, o.metrics_version AS "metricsVersion",
        o.rolled_through AS "rolledThrough"
      FROM organization o WHERE o.id = $1`,
    values: [organizationId, since],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { metricsVersion, rolledThrough } = row;
  return { organizationId, ...rulesOf(row), metricsVersion, rolledThrough };
}
