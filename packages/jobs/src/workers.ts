import { DelayedError, UnrecoverableError } from 'bullmq';
import { type AnyWorker, createWorker, type QueueBackend, type RunningJob } from './backend.ts';
import { isJobName, JOBS, type JobName, type JobPayload, QUEUES, type QueueName } from './catalogue.ts';

export type JobContext = { jobId: string; attempt: number; isLastAttempt: boolean };
export type JobHandlers = {
  [N in JobName]: (payload: JobPayload<N>, context: JobContext) => Promise<void>;
};

export type JobObserver = {
  onCompleted?(name: string, seconds: number): void;
  onFailed?(name: string, error: Error): void;
  /** No attempt is left, or its workers died too often: the job is gone from the queue. */
  onDead?(name: JobName, payload: unknown, error: Error): void;
  /** A schedule that outlived its code. */
  onUnknown?(name: string): void;
  onError?(queue: QueueName, error: Error): void;
};

/** A failure that no further attempt can mend. */
export class PermanentJobError extends UnrecoverableError {}

/** Thrown by a handler that has to go on later: the job waits that long and no attempt is spent. */
export class JobDelay extends Error {
  override readonly name = 'JobDelay';
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(`goes on in ${milliseconds} ms`);
    this.milliseconds = Math.max(1, Math.ceil(milliseconds));
  }
}

/**
 * Starts one worker a queue. An unknown job is told and completed, since its schedule outlived the code; a known job
 * whose payload does not fit its schema fails for good.
 */
export function startWorkers(options: {
  backend: QueueBackend;
  handlers: JobHandlers;
  concurrency: Record<QueueName, number>;
  observer?: JobObserver;
}): { ready(): Promise<void>; isRunning(): boolean; close(): Promise<void> } {
  const observer = options.observer ?? {};
  const workers = QUEUES.map((queue) => {
    const worker = createWorker({
      name: queue,
      backend: options.backend,
      concurrency: options.concurrency[queue],
      process: (job, token) => run({ job, token }, options.handlers, observer),
    });
    observe(worker, queue, observer);
    return worker;
  });
  return {
    ready: async () => {
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    },
    isRunning: () => workers.every((worker) => worker.isRunning()),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

type Running = { job: RunningJob; token: string | undefined };

async function run({ job, token }: Running, handlers: JobHandlers, observer: JobObserver): Promise<void> {
  if (!isJobName(job.name)) {
    observer.onUnknown?.(job.name);
    return;
  }
  const payload = JOBS[job.name].schema.safeParse(job.data);
  if (!payload.success) throw new PermanentJobError(`${job.name}: the payload does not fit its schema`);
  const attempt = (job.attemptsMade ?? 0) + 1;
  const context = { jobId: job.id ?? '', attempt, isLastAttempt: attempt >= JOBS[job.name].attempts };
  const handler = handlers[job.name] as (payload: unknown, context: JobContext) => Promise<void>;
  const startedAt = performance.now();
  try {
    await handler(payload.data, context);
  } catch (error) {
    if (!(error instanceof JobDelay)) throw error;
    await job.moveToDelayed(Date.now() + error.milliseconds, token);
    throw new DelayedError();
  }
  observer.onCompleted?.(job.name, (performance.now() - startedAt) / 1_000);
}

function observe(worker: AnyWorker, queue: QueueName, observer: JobObserver): void {
  worker.on('error', (error) => observer.onError?.(queue, error));
  worker.on('failed', (job, error) => {
    const name = job?.name ?? 'unknown';
    observer.onFailed?.(name, error);
    if (!job || !isJobName(name)) return;
    const isStalledOut = /stalled more than/.test(error.message);
    const isSpent = job.attemptsMade >= JOBS[name].attempts;
    if (
      isSpent ||
      isStalledOut ||
      error.name === 'UnrecoverableError' ||
      error instanceof PermanentJobError
    ) {
      observer.onDead?.(name, job.data, error);
    }
  });
}
