import { forgetWhatIsOver } from '@devpulse/database/access/expiry';
import { expireAlerts } from '@devpulse/database/analysis/alert-expiry';
import { findDueOrganizations, purgeOrganization } from '@devpulse/database/organization/deletion';
import type { WorkerContext } from '../platform/context.ts';

/** Purges organizations whose 30 days are over, and forgets sessions, addresses, secrets, logs and alerts whose time is. */
export async function expireAccess(
  context: Pick<WorkerContext, 'database' | 'logger' | 'now'>,
): Promise<void> {
  const { database, logger } = context;
  for (const organizationId of await findDueOrganizations(database, context.now())) {
    if (await purgeOrganization(database, organizationId)) {
      logger.info({ organizationId }, 'an organization was deleted, 30 days after its Owner asked for it');
    }
  }
  await forgetWhatIsOver(database, context.now());
  const gone = await expireAlerts(database, context.now());
  if (gone > 0) logger.info({ gone }, 'alerts that ended are past their retention');
}
