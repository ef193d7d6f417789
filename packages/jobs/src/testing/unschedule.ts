import type { Queue } from 'bullmq';
import { createQueue, type QueueBackend } from '../backend.ts';
import { JOBS, type JobName } from '../catalogue.ts';

/** Takes jobs off the schedule that a worker has put them on; one that is under way goes on to its end. */
export async function unschedule(backend: QueueBackend, names: readonly JobName[]): Promise<void> {
  for (const name of names) {
    const queue = createQueue(JOBS[name].queue, backend) as Queue;
    await queue.removeJobScheduler(name);
    await queue.close();
  }
}
