import { type AnyQueue, createQueue, type QueueBackend } from './backend.ts';
import {
  JOBS,
  type JobName,
  type JobPayload,
  jobOfEvent,
  jobOptions,
  QUEUES,
  type QueueName,
} from './catalogue.ts';

export type DeliveryBell = { id: string; receivedAt: Date; event: string };

export type Queues = {
  readonly backend: 'postgres' | 'redis';
  /** Rings for stored deliveries; one that is already queued is not queued twice. Rejects while the queue is away. */
  enqueueDeliveries(deliveries: readonly DeliveryBell[]): Promise<void>;
  /** Rejects while the queue is away. */
  enqueue<N extends JobName>(name: N, payload: JobPayload<N>): Promise<void>;
  /** Puts the jobs that nobody asks for on their schedule; safe to call from every worker. */
  schedule(): Promise<void>;
  /** Jobs waiting, active and delayed, by queue. */
  depth(): Promise<Record<QueueName, number>>;
  ping(): Promise<void>;
  close(): Promise<void>;
};

const BATCH = 500;

export function openQueues(backend: QueueBackend): Queues {
  const queues = new Map<QueueName, AnyQueue>();
  const queueOf = (name: QueueName): AnyQueue => {
    const queue = queues.get(name) ?? createQueue(name, backend);
    queues.set(name, queue);
    return queue;
  };
  return {
    backend: backend.redisUrl ? 'redis' : 'postgres',
    async enqueueDeliveries(deliveries) {
      const jobs = deliveries.flatMap(deliveryJob);
      for (let start = 0; start < jobs.length; start += BATCH) {
        await queueOf('ingest').addBulk(jobs.slice(start, start + BATCH));
      }
    },
    async enqueue(name, payload) {
      await queueOf(JOBS[name].queue).add(name, payload, jobOptions(name, payload));
    },
    async schedule() {
      for (const [name, job] of Object.entries(JOBS)) {
        if (!('every' in job)) continue;
        const template = { name, data: {}, opts: jobOptions(name as JobName) };
        await queueOf(job.queue).upsertJobScheduler(name, { every: job.every }, template);
      }
    },
    async depth() {
      const counts = await Promise.all(
        QUEUES.map(async (name) => {
          const count = await queueOf(name).getJobCounts('waiting', 'active', 'delayed', 'prioritized');
          return [name, Object.values(count).reduce((sum, part) => sum + part, 0)] as const;
        }),
      );
      return Object.fromEntries(counts) as Record<QueueName, number>;
    },
    async ping() {
      await queueOf('ingest').getJobCounts('active');
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

function deliveryJob(delivery: DeliveryBell) {
  const name = jobOfEvent(delivery.event);
  if (!name) return [];
  const data = { deliveryId: delivery.id, receivedAt: delivery.receivedAt.toISOString() };
  return [{ name, data, opts: { ...jobOptions(name), jobId: delivery.id } }];
}
