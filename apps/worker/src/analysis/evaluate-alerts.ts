import { evaluateOrganization } from '@devpulse/database/analysis/alert-work';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';

/** Opens, keeps and ends the health alerts of an organization, as things stand now. */
export async function evaluateAlerts(
  { database, now, logger }: WorkerContext,
  { organizationId }: OrganizationJob,
): Promise<void> {
  const changed = await evaluateOrganization(database, { organizationId, now: now() });
  logger.debug({ organizationId, changed }, 'evaluated health alerts');
}
