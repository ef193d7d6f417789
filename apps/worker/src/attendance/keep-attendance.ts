import {
  closeOverdueSessions,
  hasStaleSummaries,
  listAttendanceOrganizations,
} from '@devpulse/database/attendance/upkeep';
import { inOrganization } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';
import { dayStart, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import type { WorkerContext } from '../platform/context.ts';

const CONFIRM_AFTER_MS = 2 * 3_600_000;

/**
 * Assumes the end of sessions that were forgotten and, from two hours into each organization's day on, has the day sheets that are over
 * computed once more; one organization never keeps the others waiting.
 */
export async function keepAttendance(
  context: Pick<WorkerContext, 'database' | 'queues' | 'logger' | 'now'>,
): Promise<void> {
  const { database, queues, logger } = context;
  for (const { organizationId, zone } of await listAttendanceOrganizations(database)) {
    const now = context.now();
    try {
      const closed = await closeOverdueSessions(database, { organizationId, now });
      if (closed > 0) logger.info({ organizationId, closed }, 'ends of sessions were assumed');
      const due = nightOf(zone, now);
      const isDue =
        due !== null &&
        (await inOrganization(database, organizationId, (tenant) => hasStaleSummaries(tenant, due)));
      if (isDue) await queues.enqueue('computeAttendanceSummary', { organizationId });
    } catch (error) {
      logger.error({ err: error, organizationId }, 'the attendance of an organization was not looked after');
    }
  }
}

/** Since when the day sheets before today should have been computed; null in the first hours of a day. */
export function nightOf(zone: string, now: Instant): { today: LocalDay; since: Instant } | null {
  const today = localDayOf(now, zone);
  const since = dayStart(today, zone) + CONFIRM_AFTER_MS;
  return now < since ? null : { today, since };
}
