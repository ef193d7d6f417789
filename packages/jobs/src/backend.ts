import { createPostgresBackend, Queue, type QueueOptions, Worker, type WorkerOptions } from 'bullmq';

export type QueueBackend = { databaseUrl: string; redisUrl?: string | undefined };

/** The schema of BullMQ's own tables; the login role of the application owns it (`migrate.ts`). */
export const QUEUE_SCHEMA = 'bullmq';
/** Job data is small and known, so one type serves every queue of either backend. */
export type AnyQueue = Pick<
  Queue,
  'add' | 'addBulk' | 'close' | 'getJobCounts' | 'upsertJobScheduler' | 'on' | 'waitUntilReady'
>;
export type AnyWorker = Pick<Worker, 'on' | 'close' | 'waitUntilReady' | 'isRunning'>;

/** A job as its processor sees it. */
export type RunningJob = {
  id?: string | undefined;
  name: string;
  data: unknown;
  attemptsMade?: number;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
};
type Processor = (job: RunningJob, token?: string) => Promise<void>;

/** A queue on Redis where there is one, else on PostgreSQL. */
export function createQueue(name: string, backend: QueueBackend): AnyQueue {
  const queue = backend.redisUrl
    ? new Queue(name, { connection: redisConnection(backend.redisUrl) } as QueueOptions)
    : new Queue(name, { connection: postgresConnection(backend.databaseUrl, 3) }, createPostgresBackend);
  // Errors of the connection are told by the calls that fail; without a listener they would end the process.
  queue.on('error', () => {});
  return queue as unknown as AnyQueue;
}

export function createWorker(options: {
  name: string;
  backend: QueueBackend;
  concurrency: number;
  process: Processor;
}): AnyWorker {
  const { name, backend, concurrency, process } = options;
  // A killed worker's jobs are taken up again within lock + scan = 10 s; a deployment may kill a job more than once.
  const tuning = { concurrency, lockDuration: 8_000, stalledInterval: 2_000, maxStalledCount: 2 };
  const worker = backend.redisUrl
    ? new Worker(name, process, { ...tuning, connection: redisConnection(backend.redisUrl) } as WorkerOptions)
    : new Worker(
        name,
        process,
        { ...tuning, connection: postgresConnection(backend.databaseUrl, Math.max(4, concurrency)) },
        createPostgresBackend,
      );
  return worker as unknown as AnyWorker;
}

/** A lost job is found again by the sweeper, so the queue need not wait for the disk. */
function postgresConnection(connectionString: string, max: number) {
  return {
    connectionString,
    schema: QUEUE_SCHEMA,
    max,
    keepAlive: true,
    application_name: 'devpulse-queue',
    options: '-c synchronous_commit=off',
  };
}

/** Commands fail at once while Redis is away, instead of piling up in memory; workers reconnect for ever. */
function redisConnection(url: string) {
  return { url, maxRetriesPerRequest: null, enableOfflineQueue: false };
}
