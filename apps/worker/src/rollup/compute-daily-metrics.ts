import { setTimeout as sleep } from 'node:timers/promises';
import { recomputeDirtyDays } from '@devpulse/database/rollup/rollup';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';

/** Live work touches today and little else; more than this is history. */
const LIVE_DAYS = 7;

/**
 * Recomputes the dirty days of an organization, newest first, until none is left. While history comes in, days are dirty
 * as soon as they are clean: so it rests twice as long as each pass took, and leaves the machine to the deliveries. `version` is that
 * of the definitions, for tests of its change.
 */
export async function computeDailyMetrics(
  context: WorkerContext,
  { organizationId }: OrganizationJob,
  version?: number,
): Promise<void> {
  for (;;) {
    const startedAt = performance.now();
    const days = await recomputeDirtyDays(context.database, {
      organizationId,
      now: context.now(),
      version,
    });
    if (days.length === 0) return;
    if (days.length > LIVE_DAYS) await sleep(2 * (performance.now() - startedAt));
    context.logger.debug({ organizationId, days: days.length }, 'recomputed dirty days');
  }
}
