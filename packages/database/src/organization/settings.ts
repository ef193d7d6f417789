import type { SecondFactorPolicy } from '@devpulse/domain/access/member-authority';
import type { Instant } from '@devpulse/domain/time/instant';
import { localDayOf } from '@devpulse/domain/time/local-day';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { chooseTarget } from '../analysis/targets.ts';
import {
  type OrganizationRow,
  type OrganizationSettings,
  SETTINGS_COLUMNS,
  toSettings,
} from '../organizations.ts';
import type { Tenant } from '../tenant.ts';

export type OrganizationPolicies = {
  name: string;
  secondFactorPolicy: SecondFactorPolicy;
  isIndividualViewsOn: boolean;
  isIndividualViewsLocked: boolean;
  deletionDueAt: Instant | null;
};

export type WholeSettings = OrganizationSettings & OrganizationPolicies;

const COLUMNS = `${SETTINGS_COLUMNS}, o.name, o.second_factor_policy AS "secondFactorPolicy",
  o.is_individual_views_on AS "isIndividualViewsOn", o.is_individual_views_locked AS "isIndividualViewsLocked",
  o.deletion_due_at AS "deletionDueAt"`;

/** Everything that is set for the tenant; throws when it is gone. */
export async function readSettings(tenant: Tenant): Promise<WholeSettings> {
  return read(tenant, '');
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockSettings(tenant: Tenant): Promise<WholeSettings> {
  return read(tenant, 'FOR UPDATE');
}

async function read(tenant: Tenant, lock: '' | 'FOR UPDATE'): Promise<WholeSettings> {
  const { rows } = await tenant.query<OrganizationRow & OrganizationPolicies>({
    text: `SELECT ${COLUMNS} FROM organization o WHERE o.id = $1 ${lock}`,
  });
  const row = rows[0];
  if (row === undefined) throw new Error('The organization of this transaction is gone.');
  const { name, secondFactorPolicy, isIndividualViewsOn, isIndividualViewsLocked, deletionDueAt } = row;
  return {
    ...toSettings(row),
    name,
    secondFactorPolicy,
    isIndividualViewsOn,
    isIndividualViewsLocked,
    deletionDueAt,
  };
}

export type SettingsChange = {
  name?: string | undefined;
  calendar?: WorkingCalendar | undefined;
  targets?: OrganizationSettings['targets'] | undefined;
  secondFactorPolicy?: SecondFactorPolicy | undefined;
  botLogins?: readonly string[] | undefined;
};

/** Writes what is named and leaves the rest. Targets that differ are chosen from the running day on. */
export async function saveSettings(
  tenant: Tenant,
  change: SettingsChange,
  author: { by: string | null; now: Instant },
): Promise<void> {
  const { calendar, targets } = change;
  if (targets !== undefined) await chooseTargets(tenant, targets, author);
  await tenant.query({
    text: `UPDATE organization SET name = coalesce($2, name), time_zone = coalesce($3, time_zone),
        working_weekdays = coalesce($4::int[], working_weekdays), working_start_minute = coalesce($5::int, working_start_minute),
        working_end_minute = coalesce($6::int, working_end_minute), holidays = coalesce($7::date[], holidays),
        second_factor_policy = coalesce($8, second_factor_policy), bot_logins = coalesce($9::text[], bot_logins)
      WHERE id = $1`,
    values: [
      change.name ?? null,
      calendar?.zone ?? null,
      calendar?.weekdays ?? null,
      calendar?.startMinute ?? null,
      calendar?.endMinute ?? null,
      calendar?.holidays ?? null,
      change.secondFactorPolicy ?? null,
      change.botLogins ?? null,
    ],
  });
}

async function chooseTargets(
  tenant: Tenant,
  targets: OrganizationSettings['targets'],
  { by, now }: { by: string | null; now: Instant },
): Promise<void> {
  const before = await readSettings(tenant);
  const day = localDayOf(now, before.calendar.zone);
  const choice = { teamId: null, day, by, now };
  if (targets.reviewWorkingSeconds !== before.targets.reviewWorkingSeconds)
    await chooseTarget(tenant, { ...choice, kind: 'review', value: targets.reviewWorkingSeconds });
  if (targets.cycleWorkingSeconds !== before.targets.cycleWorkingSeconds)
    await chooseTarget(tenant, { ...choice, kind: 'sle', value: targets.cycleWorkingSeconds });
}

/** Sets the switch for individual views of others and its lock. */
export async function saveIndividualViews(
  tenant: Tenant,
  views: { isOn: boolean; isLocked: boolean },
): Promise<void> {
  await tenant.query({
    text: 'UPDATE organization SET is_individual_views_on = $2, is_individual_views_locked = $3 WHERE id = $1',
    values: [views.isOn, views.isLocked],
  });
}

/** Has teams taken over from GitHub's, now and from now on. */
export async function followGithubTeams(tenant: Tenant): Promise<void> {
  await tenant.query({ text: 'UPDATE organization SET follows_github_teams = true WHERE id = $1' });
}
