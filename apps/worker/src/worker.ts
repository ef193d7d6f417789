import { openDatabase, pingDatabase } from '@devpulse/database/connection';
import { recordFailure } from '@devpulse/database/delivery-claims';
import { maintainDeliveryStore } from '@devpulse/database/delivery-store';
import { DeliveryJob } from '@devpulse/jobs/catalogue';
import { openQueues } from '@devpulse/jobs/queues';
import { type JobObserver, startWorkers } from '@devpulse/jobs/workers';
import { readReadiness } from '@devpulse/observability/health';
import { startHealthServer } from '@devpulse/observability/health-server';
import type { Logger } from '@devpulse/observability/logger';
import { createMetrics, renderMetrics } from '@devpulse/observability/metrics';
import { openVault, type Vault } from '@devpulse/vault/vault';
import type { Environment } from './env.ts';
import { createHandlers } from './handlers.ts';
import { openMailer } from './mail/mailer.ts';
import type { ProjectionStep, WorkerContext } from './platform/context.ts';
import { createDoneDeliveries } from './platform/done-deliveries.ts';
import { openGithubRoom } from './platform/github-room.ts';
import type { PostRoom } from './platform/post-room.ts';
import { createRollupBell } from './platform/rollup-bell.ts';
import { createTurns } from './platform/turns.ts';

export type RunningWorker = { healthPort: number; close(): Promise<void> };

/** Recomputations of one organization wait for each other, so a few at once serve many organizations. */
const ROLLUPS_AT_ONCE = 2;
/** One does the work, one keeps others from it. */
const CONNECTIONS_OF_A_ROLLUP = 2;
/** Scores and alerts of several organizations; each is a few reads and some arithmetic. */
const ANALYSES_AT_ONCE = 2;
/** A mail holds a connection while the mail server takes its time. */
const MAILS_AT_ONCE = 2;
/** Imports of one installation share its four requests; those of others go on beside a slow one. */
const GITHUB_AT_ONCE = 6;
const SPARE_CONNECTIONS = 4;
/** Work that waits is projected 128 deliveries at a time: the more together, the less each costs. */
const TAKEN_ALONG = 127;
/** Most bells find that their delivery was taken along, so fewer transactions than bells are under way. */
const BELLS_PER_TURN = 4;

/** Starts the worker's queues, schedule and health server; resolves when it takes jobs. */
export async function startWorker(
  environment: Environment,
  logger: Logger,
  reach: (step: ProjectionStep) => void = () => {},
): Promise<RunningWorker> {
  const metrics = createMetrics('worker');
  const database = openDatabase({
    url: environment.DATABASE_URL,
    applicationName: 'devpulse-worker',
    maxConnections:
      environment.INGEST_CONCURRENCY +
      CONNECTIONS_OF_A_ROLLUP * ROLLUPS_AT_ONCE +
      ANALYSES_AT_ONCE +
      MAILS_AT_ONCE +
      GITHUB_AT_ONCE +
      SPARE_CONNECTIONS,
    statementTimeoutMs: 60_000,
  });
  const backend = {
    databaseUrl: environment.QUEUE_DATABASE_URL ?? environment.DATABASE_URL,
    redisUrl: environment.REDIS_URL,
  };
  const queues = openQueues(backend);
  const bell = createRollupBell({
    send: (organizationId) => queues.enqueue('computeDailyMetrics', { organizationId }),
    onError: (error) => logger.warn({ err: error }, 'a recomputation could not be queued; the sweeper will'),
  });
  const context: WorkerContext = {
    database,
    queues,
    bell,
    logger,
    metrics,
    defaultTimeZone: environment.DEVPULSE_DEFAULT_TIME_ZONE,
    doneDeliveries: createDoneDeliveries(),
    takenAlong: TAKEN_ALONG,
    turns: createTurns(Math.ceil(environment.INGEST_CONCURRENCY / BELLS_PER_TURN)),
    now: () => Date.now(),
    reach,
    recordFailure: (job, failure) => leaveFailure(context, job, failure),
  };
  const vault = openVault(environment.DEVPULSE_ENCRYPTION_KEY);
  await maintainDeliveryStore(database, context.now());
  const workers = startWorkers({
    backend,
    handlers: createHandlers(context, {
      room: openPostRoom(context, environment, vault),
      github: openGithubRoom(context, environment, vault),
    }),
    concurrency: {
      ingest: environment.INGEST_CONCURRENCY,
      rollup: ROLLUPS_AT_ONCE,
      analysis: ANALYSES_AT_ONCE,
      mail: MAILS_AT_ONCE,
      github: GITHUB_AT_ONCE,
      schedule: 1,
    },
    observer: observeJobs(context),
  });
  await workers.ready();
  await queues.schedule();
  await queues.enqueue('healDeliveries', {});
  const health = await startHealth(environment, { context, workers });
  return {
    healthPort: health.port,
    async close() {
      await health.close();
      await workers.close();
      await bell.flush();
      await queues.close();
      await database.close();
    },
  };
}

async function leaveFailure(
  { database, logger }: Pick<WorkerContext, 'database' | 'logger'>,
  job: DeliveryJob,
  { error, isFinal }: { error: unknown; isFinal: boolean },
): Promise<void> {
  const key = { id: job.deliveryId, receivedAt: new Date(job.receivedAt) };
  const message = error instanceof Error ? error.message : String(error);
  await recordFailure(database, key, { message, isFinal }).catch((cause: unknown) => {
    logger.error({ err: cause, deliveryId: job.deliveryId }, 'a failure could not be recorded');
  });
}

function openPostRoom(context: WorkerContext, environment: Environment, vault: Vault): PostRoom {
  const { database, queues, logger, now } = context;
  const { SMTP_URL, MAIL_FROM } = environment;
  const send = SMTP_URL === undefined ? null : openMailer(SMTP_URL, MAIL_FROM);
  return { database, queues, logger, vault, send, now };
}

function startHealth(
  { HEALTH_HOST, HEALTH_PORT }: Environment,
  parts: { context: WorkerContext; workers: { isRunning(): boolean } },
) {
  const { database, queues, metrics } = parts.context;
  return startHealthServer({
    host: HEALTH_HOST,
    port: HEALTH_PORT,
    readiness: () =>
      readReadiness([
        { name: 'database', isRequired: true, probe: () => pingDatabase(database) },
        { name: 'queue', isRequired: true, probe: () => queues.ping() },
        {
          name: 'workers',
          isRequired: true,
          probe: async () => {
            if (!parts.workers.isRunning()) throw new Error('a worker has stopped');
          },
        },
      ]),
    metrics: () => renderMetrics(metrics),
  });
}

function observeJobs(context: WorkerContext): JobObserver {
  const { logger, metrics } = context;
  return {
    onCompleted: (job, seconds) => metrics.jobSeconds.observe({ job, outcome: 'completed' }, seconds),
    onFailed: (job, error) => {
      metrics.jobFailuresTotal.inc({ job });
      logger.warn({ job, err: error }, 'an attempt of a job failed');
    },
    onDead: (job, payload, error) => {
      metrics.deadLettersTotal.inc({ job });
      logger.error({ job, err: error }, 'a job was given up');
      const delivery = DeliveryJob.safeParse(payload);
      if (delivery.success) void context.recordFailure(delivery.data, { error, isFinal: true });
    },
    onUnknown: (job) =>
      logger.warn({ job }, 'a job of this name is not known; its schedule outlived its code'),
    onError: (queue, error) => logger.error({ queue, err: error }, 'the queue is not well'),
  };
}
