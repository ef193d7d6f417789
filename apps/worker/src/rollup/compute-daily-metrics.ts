import { setTimeout as sleep } from 'node:timers/promises';
import { workAlone } from '@devpulse/database/exclusive-work';
import { recomputeDirtyDays } from '@devpulse/database/rollup/rollup';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';

/** Live work touches today and little else; more than this is history. */
const LIVE_DAYS = 7;

/**
 * Recomputes the dirty days of an organization, newest first, until none is left. While history comes in, days are dirty
 * as soon as they are clean: so it rests twice as long as each pass took, and leaves the machine to the deliveries. Live work has rung for
 * whatever it marks meanwhile, and is left to that ring, which comes after a rest. Whoever finds another at it rings again, and waits for
 * nobody. `version` is that of the definitions, for tests of its change.
 */
export async function computeDailyMetrics(
  context: WorkerContext,
  { organizationId }: OrganizationJob,
  version?: number,
): Promise<void> {
  const { database, bell, logger } = context;
  for (let isFirst = true; ; isFirst = false) {
    const startedAt = performance.now();
    const days = await workAlone(database, `rolling up ${organizationId}`, () =>
      recomputeDirtyDays(database, { organizationId, now: context.now(), version }),
    );
    if (days === null) return bell.ring(organizationId);
    if (days.length === 0) return;
    const took = performance.now() - startedAt;
    logger.debug({ organizationId, days: days.length }, 'recomputed dirty days');
    if (isFirst && days.length <= LIVE_DAYS) return bell.rest(organizationId, took);
    await sleep(2 * took);
  }
}
