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

/** SQL for every change of a target, as a JSON list of `DatedTarget`; `organization` is an SQL expression, never input. */
export const datedTargets = (organization: string) => `(
  SELECT coalesce(json_agg(json_build_object('teamId', g.team_id, 'kind', g.kind, 'value', g.value, 'source', g.source,
    'effectiveFrom', g.effective_from, 'setAt', (extract(epoch FROM g.set_at) * 1000)::bigint)), '[]')
  FROM target g WHERE g.organization_id = ${organization})`;

/** SQL for the calendars of teams by id, of those that have one of their own. */
export const teamCalendars = (organization: string) => `(
  SELECT coalesce(json_object_agg(t.id, ${CALENDAR('t')}), '{}')
  FROM team t WHERE t.organization_id = ${organization} AND t.time_zone IS NOT NULL)`;

/** The rules as they are for this statement; null when the organization is gone. */
export async function readRollupRules(tx: Transaction, organizationId: string): Promise<RollupRules | null> {
  const { rows } = await tx.query<{
    calendar: WorkingCalendar;
    teamCalendars: Record<string, WorkingCalendar>;
    organization: DeliveryTargets['organization'];
    isCycleTargetChosen: boolean;
    dated: DatedTarget[];
    metricsVersion: number;
    rolledThrough: LocalDay | null;
  }>({
    name: 'rollup_rules',
    text: `SELECT ${CALENDAR('o')} AS calendar, o.is_cycle_target_chosen AS "isCycleTargetChosen",
        json_build_object('reviewWorkingSeconds', o.review_target_seconds, 'cycleWorkingSeconds', o.cycle_target_seconds) AS organization,
        ${teamCalendars('o.id')} AS "teamCalendars", ${datedTargets('o.id')} AS dated, o.metrics_version AS "metricsVersion",
        o.rolled_through AS "rolledThrough"
      FROM organization o WHERE o.id = $1`,
    values: [organizationId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { calendar, organization, isCycleTargetChosen, dated, metricsVersion, rolledThrough } = row;
  return {
    organizationId,
    calendar,
    teamCalendars: new Map(Object.entries(row.teamCalendars)),
    targets: { organization, isCycleTargetChosen, dated },
    metricsVersion,
    rolledThrough,
  };
}
