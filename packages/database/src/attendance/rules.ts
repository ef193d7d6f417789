import {
  type AttendanceRules,
  type DatedRules,
  DEFAULT_ATTENDANCE_RULES,
} from '@devpulse/domain/attendance/rules';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { instant, milliseconds, type SqlRange } from './sql.ts';

export type AttendancePolicy = AttendanceRules & { retentionMonths: number };

const COLUMNS = `idle_policy AS "idlePolicy", idle_threshold_minutes AS "idleThresholdMinutes",
  idle_minimum_minutes AS "idleThresholdMinimumMinutes", idle_maximum_minutes AS "idleThresholdMaximumMinutes",
  members_may_switch_off AS "mayMembersSwitchIdleOff", max_open_minutes AS "maximumOpenMinutes", reminder_minutes AS "reminderMinutes",
  break_reminder_minutes AS "breakReminderMinutes", shares_presence AS "isPresenceShared", shows_session_times AS "areSessionTimesShown",
  self_applies_corrections AS "maySelfApply", managers_may_lock AS "mayManagersLock", retention_months AS "retentionMonths"`;

/** The rules in force at an instant; those of the default before any were set. */
export async function readPolicy(tenant: Tenant, at: Instant): Promise<AttendancePolicy> {
  const { rows } = await tenant.query<AttendancePolicy>({
    name: 'attendance_policy',
    text: `SELECT ${COLUMNS} FROM attendance_settings WHERE organization_id = $1 AND valid_from <= to_timestamp($2::float8 / 1000)
      ORDER BY valid_from DESC LIMIT 1`,
    values: [at],
  });
  return rows[0] ?? { ...DEFAULT_ATTENDANCE_RULES, retentionMonths: RETENTION.timeMonths };
}

const inForce = ({
  from,
  to,
}: SqlRange) => `FROM attendance_settings WHERE organization_id = $1 AND valid_from < ${to}
  AND valid_from >= coalesce((SELECT max(b.valid_from) FROM attendance_settings b
    WHERE b.organization_id = $1 AND b.valid_from <= ${from}), '-infinity')`;

/** SQL for the rules that sessions begun in `[from, to)` go by, as JSON in their order. */
export const datedRules = ({ from, to }: SqlRange): string => `(SELECT json_agg(json_build_object(
    'validFrom', ${milliseconds('valid_from')}, 'maximumOpenMinutes', max_open_minutes) ORDER BY valid_from) ${inForce({ from, to })})`;

/** The rules that sessions begun in `[from, to)` go by, in their order. */
export async function readDatedRules(
  tenant: Tenant,
  { from, to }: { from: Instant; to: Instant },
): Promise<DatedRules[]> {
  const { rows } = await tenant.query<DatedRules>({
    name: 'dated_attendance_rules',
    text: `SELECT valid_from AS "validFrom", max_open_minutes AS "maximumOpenMinutes"
      ${inForce({ from: instant('$2'), to: instant('$3') })} ORDER BY valid_from`,
    values: [from, to],
  });
  return rows;
}

/** In force from `now` on. */
export async function savePolicy(
  tenant: Tenant,
  { policy, by, now }: { policy: AttendancePolicy; by: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO attendance_settings (organization_id, valid_from, set_by, idle_policy, idle_threshold_minutes, idle_minimum_minutes,
        idle_maximum_minutes, members_may_switch_off, max_open_minutes, reminder_minutes, break_reminder_minutes, shares_presence,
        shows_session_times, self_applies_corrections, managers_may_lock, retention_months)
      VALUES ($1, to_timestamp($2::float8 / 1000), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    values: [
      now,
      by,
      policy.idlePolicy,
      policy.idleThresholdMinutes,
      policy.idleThresholdMinimumMinutes,
      policy.idleThresholdMaximumMinutes,
      policy.mayMembersSwitchIdleOff,
      policy.maximumOpenMinutes,
      policy.reminderMinutes,
      policy.breakReminderMinutes,
      policy.isPresenceShared,
      policy.areSessionTimesShown,
      policy.maySelfApply,
      policy.mayManagersLock,
      policy.retentionMonths,
    ],
  });
}
