import { setTimeout as sleep } from 'node:timers/promises';
import { checksumProjections } from '@devpulse/database/checksum';
import { insertDeliveries } from '@devpulse/database/deliveries';
import { findPendingDeliveries } from '@devpulse/database/delivery-claims';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import { openQueues } from '@devpulse/jobs/queues';
import { type RedisServer, redisBinary, startRedisServer } from '@devpulse/jobs/testing/redis-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECTION_STEPS } from '../../apps/worker/src/platform/context.ts';
import { fewDeliveries } from '../pipeline/few-deliveries.ts';
import { openPipeline, type Pipeline } from '../pipeline/pipeline.ts';
import { startWorkerProcess } from './worker-process.ts';

const ACCOUNT = 991;
const organizationId = organizationIdFor(String(ACCOUNT));
/** More than a worker takes along at once. */
const deliveries = fewDeliveries({ accountId: ACCOUNT, pullRequests: 60 });
const redis = redisBinary();
const RESUMED_WITHIN_MS = 15_000;

/** Scores and targets come by the minute, whoever lives then. */
async function projectionsOf(pipeline: Pipeline) {
  const {
    score: _,
    target: __,
    ...projections
  } = await checksumProjections(pipeline.database, organizationId);
  return projections;
}

async function settled(pipeline: Pipeline, withinMs: number): Promise<number> {
  const startedAt = performance.now();
  const before = new Date(8.64e15);
  for (;;) {
    const waiting = await findPendingDeliveries(pipeline.database, { before, limit: 1 });
    const dirty = await transaction(pipeline.database, { system: true }, (tx) =>
      tx.query('SELECT 1 FROM dirty_day LIMIT 1'),
    );
    const took = performance.now() - startedAt;
    if (waiting.length === 0 && dirty.rowCount === 0) return took;
    if (took > withinMs) throw new Error(`${waiting.length ? 'deliveries' : 'dirty days'} still wait`);
    await sleep(100);
  }
}

describe.each(redis ? (['postgres', 'redis'] as const) : (['postgres'] as const))(
  'a worker that is killed, with the queue on %s',
  (kind) => {
    let server: RedisServer | undefined;
    let expected: Awaited<ReturnType<typeof projectionsOf>>;
    beforeAll(async () => {
      if (kind === 'redis') server = await startRedisServer(redis as string);
      const quiet = await openPipeline({ now: () => Date.now() });
      await quiet.store(deliveries);
      await quiet.drain();
      await quiet.rollup(organizationId);
      expected = await projectionsOf(quiet);
      await quiet.close();
    });
    afterAll(async () => {
      await server?.stop();
    });

    it.each(PROJECTION_STEPS)('at “%s” leaves one effect, and its work is taken up in time', async (step) => {
      const pipeline = await openPipeline({ now: () => Date.now() });
      const databaseUrl = pipeline.appUrl;
      const queues = openQueues({ databaseUrl, redisUrl: server?.url });
      const doomed = await startWorkerProcess({ databaseUrl, redisUrl: server?.url }, { step, count: 20 });
      // One bell at a time, so that enough is left for the one that is to die.
      const heir = await startWorkerProcess({
        databaseUrl,
        redisUrl: server?.url,
        environment: { INGEST_CONCURRENCY: '1' },
      });
      try {
        const bells = [];
        for (const delivery of deliveries) {
          const [receipt] = await insertDeliveries(pipeline.database, [pipeline.toRow(delivery)]);
          if (receipt) bells.push({ ...receipt, event: delivery.event });
        }
        await queues.enqueueDeliveries(bells);
        expect(await doomed.died).toBe('SIGKILL');
        const took = await settled(pipeline, RESUMED_WITHIN_MS);
        expect(took).toBeLessThan(RESUMED_WITHIN_MS);
        expect(await projectionsOf(pipeline)).toEqual(expected);
      } finally {
        await heir.stop();
        await queues.close();
        await pipeline.close();
      }
    });
  },
);
