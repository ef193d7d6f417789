import { createHash, randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { insertDeliveries, type NewDelivery } from '@devpulse/database/deliveries';
import { findPendingDeliveries, recordFailure } from '@devpulse/database/delivery-claims';
import { createTestDatabase } from '@devpulse/database/testing/test-database';
import { isHandledEvent } from '@devpulse/github/events';
import { createLogger } from '@devpulse/observability/logger';
import { createMetrics } from '@devpulse/observability/metrics';
import { processDelivery } from '../../apps/worker/src/ingest/process-delivery.ts';
import { settleRepositories } from '../../apps/worker/src/ingest/settle-repositories.ts';
import type { WorkerContext } from '../../apps/worker/src/platform/context.ts';
import { createDoneDeliveries } from '../../apps/worker/src/platform/done-deliveries.ts';
import { computeDailyMetrics } from '../../apps/worker/src/rollup/compute-daily-metrics.ts';

export type TestDelivery = { event: string; guid?: string; body: string };

/** The pipe from a stored delivery to its numbers, over a database of its own and without a queue: one call does it all. */
export type Pipeline = {
  database: Database;
  context: WorkerContext;
  ownerUrl: string;
  appUrl: string;
  dashboardUrl: string;
  /** Jobs that were queued and that nothing here runs: all but deliveries and what `drain` does. */
  jobs: QueuedJob[];
  toRow(delivery: TestDelivery): NewDelivery;
  /** Stores deliveries as the API does. Answers their outcomes. */
  store(deliveries: readonly TestDelivery[]): Promise<string[]>;
  /** Projects everything that waits, in the order of `order` over the waiting rows, until nothing does; settles repositories. */
  drain(order?: <T>(items: T[]) => T[]): Promise<void>;
  rollup(organizationId: string): Promise<void>;
  close(): Promise<void>;
};

export type QueuedJob = { name: string; payload: Record<string, unknown> };

type PipelineOptions = {
  now: () => number;
  timeZone?: string;
  /** How many waiting deliveries are projected together with each; none unless told otherwise. */
  takenAlong?: number;
};

export async function openPipeline(options: PipelineOptions): Promise<Pipeline> {
  const test = await createTestDatabase();
  const database = openDatabase({ url: test.appUrl, applicationName: 'pipeline-test', maxConnections: 6 });
  const jobs: QueuedJob[] = [];
  const context = createContext(database, jobs, options);
  return {
    database,
    context,
    jobs,
    ownerUrl: test.ownerUrl,
    appUrl: test.appUrl,
    dashboardUrl: test.dashboardUrl,
    toRow: (delivery) => toRow(delivery, options.now()),
    async store(deliveries) {
      const outcomes: string[] = [];
      for (let start = 0; start < deliveries.length; start += 32) {
        const batch = deliveries.slice(start, start + 32).map((delivery) => toRow(delivery, options.now()));
        for (const receipt of await insertDeliveries(database, batch)) outcomes.push(receipt.outcome);
      }
      return outcomes;
    },
    async drain(order = (items) => items) {
      for (;;) {
        const pending = await findPendingDeliveries(database, { before: new Date(8.64e15), limit: 10_000 });
        if (pending.length === 0) return settle(context, jobs);
        for (const { id, receivedAt } of order(pending)) {
          const job = { deliveryId: id, receivedAt: receivedAt.toISOString() };
          await processDelivery(context, job, { isLastAttempt: true });
        }
      }
    },
    rollup: (organizationId) => computeDailyMetrics(context, { organizationId }),
    async close() {
      await database.close();
      await test.drop();
    },
  };
}

/** Runs what was queued for repositories that have left or have come back. */
async function settle(context: WorkerContext, jobs: QueuedJob[]): Promise<void> {
  const isSettling = ({ name }: QueuedJob) => name === 'settleRepositories';
  const organizations = jobs.filter(isSettling).map(({ payload }) => String(payload.organizationId));
  const others = jobs.filter((job) => !isSettling(job));
  jobs.splice(0, jobs.length, ...others);
  for (const organizationId of new Set(organizations)) await settleRepositories(context, { organizationId });
}

function createContext(database: Database, jobs: QueuedJob[], options: PipelineOptions): WorkerContext {
  const queues: Pick<WorkerContext['queues'], 'enqueueDeliveries' | 'enqueue'> = {
    enqueueDeliveries: async () => {},
    enqueue: async (name, payload) => void jobs.push({ name, payload }),
  };
  return {
    database,
    queues: queues as WorkerContext['queues'],
    bell: { ring: () => {}, rest: () => {}, flush: async () => {} },
    logger: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    defaultTimeZone: options.timeZone ?? 'UTC',
    doneDeliveries: createDoneDeliveries(),
    takenAlong: options.takenAlong ?? 0,
    turns: (work) => work(),
    now: options.now,
    reach: () => {},
    recordFailure: async (job, { error, isFinal }) => {
      const key = { id: job.deliveryId, receivedAt: new Date(job.receivedAt) };
      await recordFailure(database, key, { message: String(error), isFinal });
    },
  };
}

function toRow(delivery: TestDelivery, now: number): NewDelivery {
  const body = Buffer.from(delivery.body);
  return {
    guid: delivery.guid ?? randomUUID(),
    event: delivery.event,
    hookId: null,
    installationTargetId: null,
    githubAppId: null,
    headers: {},
    body,
    bodySha256: createHash('sha256').update(body).digest(),
    receivedAt: new Date(now),
    state: isHandledEvent(delivery.event) ? 'received' : 'ignored',
    reason: isHandledEvent(delivery.event) ? null : 'event_not_handled',
  };
}
