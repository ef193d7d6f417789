import { listAttendanceOrganizations, recomputeStaleSummaries } from '@devpulse/database/attendance/upkeep';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';
import { nightOf } from './keep-attendance.ts';

/** Day sheets that are over become final; those of an older version of the zone data are computed with the present one. */
export async function computeAttendanceSummary(
  { database, logger, now }: Pick<WorkerContext, 'database' | 'logger' | 'now'>,
  { organizationId }: OrganizationJob,
): Promise<void> {
  const organizations = await listAttendanceOrganizations(database);
  const zone = organizations.find((one) => one.organizationId === organizationId)?.zone;
  const due = zone === undefined ? null : nightOf(zone, now());
  if (due === null) return;
  const members = await recomputeStaleSummaries(database, { organizationId, ...due, now: now() });
  logger.debug({ organizationId, members }, 'recomputed day sheets');
}
