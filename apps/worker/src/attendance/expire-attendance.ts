import {
  expireAttendance as expire,
  listAttendanceOrganizations,
} from '@devpulse/database/attendance/upkeep';
import type { WorkerContext } from '../platform/context.ts';

const MOST_AT_ONCE = 5_000;

/** Forgets time that is past each organization's retention. */
export async function expireAttendance({
  database,
  logger,
}: Pick<WorkerContext, 'database' | 'logger'>): Promise<void> {
  for (const { organizationId } of await listAttendanceOrganizations(database)) {
    const gone = await expire(database, { organizationId, most: MOST_AT_ONCE });
    if (gone > 0) logger.info({ organizationId, gone }, 'recorded time is past its retention');
  }
}
