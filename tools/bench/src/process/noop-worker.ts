import { createWorker } from '@devpulse/jobs/backend';

/** Takes jobs of the same backend as the worker does, as many at a time, and does nothing with them. */
const { DATABASE_URL = '', REDIS_URL, CONCURRENCY, QUEUE = '' } = process.env;
const worker = createWorker({
  name: QUEUE,
  backend: { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL },
  concurrency: Number(CONCURRENCY),
  process: async () => {},
});
await worker.waitUntilReady();
process.send?.('ready');
process.once('disconnect', () => void worker.close().then(() => process.exit(0)));
