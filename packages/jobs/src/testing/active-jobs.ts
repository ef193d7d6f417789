import { createQueue, type QueueBackend } from '../backend.ts';
import type { QueueName } from '../catalogue.ts';

/** How many jobs of a queue workers are at. */
export async function countActiveJobs(backend: QueueBackend, name: QueueName): Promise<number> {
  const queue = createQueue(name, backend);
  const { active = 0 } = await queue.getJobCounts('active');
  await queue.close();
  return active;
}
