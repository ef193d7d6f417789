import { maintainDeliveryStore } from '@devpulse/database/delivery-store';
import type { JobHandlers } from '@devpulse/jobs/workers';
import { expireAccess } from './access/expire-access.ts';
import { processDelivery } from './ingest/process-delivery.ts';
import { refoldOrganization } from './ingest/refold-organization.ts';
import { sweep } from './ingest/sweep.ts';
import { sendMail } from './mail/send-mail.ts';
import { sweepMails } from './mail/sweep-mails.ts';
import type { WorkerContext } from './platform/context.ts';
import type { PostRoom } from './platform/post-room.ts';
import { computeDailyMetrics } from './rollup/compute-daily-metrics.ts';
import { rollDays } from './rollup/roll-days.ts';

/** One handler for each job of the catalogue; the compiler misses any that is forgotten. */
export function createHandlers(context: WorkerContext, room: PostRoom): JobHandlers {
  return {
    processPullRequest: (job, attempt) => processDelivery(context, job, attempt),
    processReview: (job, attempt) => processDelivery(context, job, attempt),
    processPush: (job, attempt) => processDelivery(context, job, attempt),
    processInstallation: (job, attempt) => processDelivery(context, job, attempt),
    processMembership: (job, attempt) => processDelivery(context, job, attempt),
    computeDailyMetrics: (job) => computeDailyMetrics(context, job),
    refoldOrganization: (job) => refoldOrganization(context, job),
    sendMail: (job, attempt) => sendMail(room, job, attempt),
    sweepMails: () => sweepMails(room),
    expireAccess: () => expireAccess(context),
    sweep: () => sweep(context),
    rollDays: () => rollDays(context),
    maintainStore: () => maintainDeliveryStore(context.database),
  };
}
