import {
  listOrganizationClocks,
  type OrganizationClock,
  recordOrganizationClock,
} from '@devpulse/database/organizations';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import { transaction } from '@devpulse/database/transaction';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, daysIn, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import type { WorkerContext } from '../platform/context.ts';

const CONFIRMED_DAYS = 35;
const CONFIRM_AFTER_HOUR = 2;

/**
 * Opens each organization's new local day, so that what is open is counted on it even if nothing happens, and once a
 * night, after 02:00 in its zone, marks its last 35 days for confirmation. Where an older version of the definitions is read, the
 * newer one is computed.
 */
export async function rollDays(context: WorkerContext): Promise<void> {
  for (const clock of await listOrganizationClocks(context.database)) {
    const organizationId = clock.settings.id;
    if (clock.metricsVersion < DEFINITION_VERSION) context.bell.ring(organizationId);
    const plan = planRoll(clock, context.now());
    if (!plan) continue;
    await transaction(context.database, { organizationId }, async (tx) => {
      await markDirty(tx, organizationId, { days: plan.days, receivedAt: null });
      await recordOrganizationClock(tx, organizationId, plan);
    });
    context.bell.ring(organizationId);
  }
}

export type RollPlan = { days: LocalDay[]; rolledThrough: LocalDay; confirmedThrough: LocalDay | null };

/** The days to recompute for an organization at `now`; null when it is up to date. */
export function planRoll(clock: Omit<OrganizationClock, 'metricsVersion'>, now: Instant): RollPlan | null {
  const { zone } = clock.settings.calendar;
  const today = localDayOf(now, zone);
  const hour = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).hour;
  const isConfirmationDue = hour >= CONFIRM_AFTER_HOUR && (clock.confirmedThrough ?? '') < today;
  const isNewDay = (clock.rolledThrough ?? '') < today;
  if (!isConfirmationDue && !isNewDay) return null;
  // After a longer downtime the days since the last one that was opened go back further than a confirmation.
  const reaches = [clock.rolledThrough ?? today, isConfirmationDue ? addDays(today, -CONFIRMED_DAYS) : today];
  const since = reaches.sort()[0] ?? today;
  return {
    days: daysIn(since, addDays(today, 1)),
    rolledThrough: today,
    confirmedThrough: isConfirmationDue ? today : null,
  };
}
