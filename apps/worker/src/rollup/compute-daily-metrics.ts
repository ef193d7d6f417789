import { findOrganizationSettings } from '@devpulse/database/organizations';
import { recomputeDirtyDays } from '@devpulse/database/rollup/rollup';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';

/** Recomputes the dirty days of an organization, newest first, until none is left. */
export async function computeDailyMetrics(context: WorkerContext, job: OrganizationJob): Promise<void> {
  const settings = await findOrganizationSettings(context.database, job.organizationId);
  if (!settings) return;
  for (;;) {
    const days = await recomputeDirtyDays(context.database, settings, context.now());
    if (days.length === 0) return;
    context.logger.debug({ organizationId: settings.id, days: days.length }, 'recomputed dirty days');
  }
}
