import { maintainDeliveryStore } from '@devpulse/database/delivery-store';
import type { JobHandlers } from '@devpulse/jobs/workers';
import { processDelivery } from './ingest/process-delivery.ts';
import { sweep } from './ingest/sweep.ts';
import type { WorkerContext } from './platform/context.ts';
import { computeDailyMetrics } from './rollup/compute-daily-metrics.ts';
import { rollDays } from './rollup/roll-days.ts';

/** One handler for each job of the catalogue; the compiler misses any that is forgotten. */
export function createHandlers(context: WorkerContext): JobHandlers {
  return {
    processPullRequest: (job, attempt) => processDelivery(context, job, attempt),
    processReview: (job, attempt) => processDelivery(context, job, attempt),
    processPush: (job, attempt) => processDelivery(context, job, attempt),
    processInstallation: (job, attempt) => processDelivery(context, job, attempt),
    processMembership: (job, attempt) => processDelivery(context, job, attempt),
    computeDailyMetrics: (job) => computeDailyMetrics(context, job),
    sweep: () => sweep(context),
    rollDays: () => rollDays(context),
    maintainStore: () => maintainDeliveryStore(context.database),
  };
}
