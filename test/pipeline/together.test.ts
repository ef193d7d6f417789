import { checksumProjections } from '@devpulse/database/checksum';
import { type Database, openDatabase } from '@devpulse/database/connection';
import {
  claimDeliveries,
  findDeadDeliveries,
  findPendingDeliveries,
  type PendingDelivery,
} from '@devpulse/database/delivery-claims';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { Random } from '@devpulse/github-simulator/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processDelivery } from '../../apps/worker/src/ingest/process-delivery.ts';
import type { WorkerContext } from '../../apps/worker/src/platform/context.ts';
import { createDoneDeliveries } from '../../apps/worker/src/platform/done-deliveries.ts';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const END_OF_TIME = { before: new Date(8.64e15), limit: 10_000 };

const waiting = ({ database }: Pipeline) => findPendingDeliveries(database, END_OF_TIME);
const answer = (context: WorkerContext, { id, receivedAt }: PendingDelivery, isLastAttempt = true) =>
  processDelivery(context, { deliveryId: id, receivedAt: receivedAt.toISOString() }, { isLastAttempt });

describe('deliveries that are projected together', () => {
  const organizationId = organizationIdFor(String(fernhill.organization.id));
  const deliveries = [...simulateOrganization({ seed: 'together', weeks: 2, now: NOW })];

  async function projectionsOf(project: (pipeline: Pipeline) => Promise<void>) {
    const pipeline = await openPipeline({ now: () => NOW, timeZone: 'Europe/Berlin' });
    try {
      await project(pipeline);
      await pipeline.rollup(organizationId);
      expect(await waiting(pipeline)).toEqual([]);
      return await checksumProjections(pipeline.database, organizationId);
    } finally {
      await pipeline.close();
    }
  }

  it('leave what each by itself leaves, in whatever order and groups', async () => {
    const expected = await projectionsOf(async (pipeline) => {
      await pipeline.store(deliveries);
      await pipeline.drain();
    });
    expect(expected.pull_request.rows).toBeGreaterThan(50);
    const asTheyCome = projectionsOf(async (pipeline) => {
      Object.assign(pipeline.context, { takenAlong: 127 });
      await pipeline.store(deliveries);
      await pipeline.drain();
    });
    expect(await asTheyCome).toEqual(expected);
    const random = new Random('groups');
    const jumbled = projectionsOf(async (pipeline) => {
      const [first, ...others] = deliveries;
      await pipeline.store(first === undefined ? [] : [first]);
      await pipeline.drain();
      const ranked = others.map((delivery) => ({ delivery, rank: random.between(0, 1) }));
      const told = ranked.sort((a, b) => a.rank - b.rank).map(({ delivery }) => delivery);
      while (told.length > 0) {
        Object.assign(pipeline.context, { takenAlong: random.integer(0, 60) });
        await pipeline.store(told.splice(0, random.integer(1, 150)));
        await pipeline.drain();
      }
    });
    expect(await jumbled).toEqual(expected);
  });
});

describe('a bell', () => {
  const ACCOUNT = 992;
  const organizationId = organizationIdFor(String(ACCOUNT));
  const [installation, ...work] = fewDeliveries({ accountId: ACCOUNT, pullRequests: 20 });
  let pipeline: Pipeline;
  let owner: Database;
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => NOW, takenAlong: 127 });
    owner = openDatabase({ url: pipeline.ownerUrl, applicationName: 'test' });
    await pipeline.store(installation === undefined ? [] : [installation]);
    await pipeline.drain();
  });
  afterAll(async () => {
    await owner.close();
    await pipeline.close();
  });

  const doneOf = async ({ metrics }: WorkerContext) =>
    (await metrics.deliveriesTotal.get()).values.find(({ labels }) => labels.outcome === 'done')?.value ?? 0;
  const anew = async (stored: typeof work) => {
    await owner.pool.query('DELETE FROM delivery_key');
    await pipeline.store(stored);
    return waiting(pipeline);
  };

  it('takes along what waits, and those of the others find it done without a look at the database', async () => {
    const bells = await anew(work);
    const before = await doneOf(pipeline.context);
    await answer(pipeline.context, bells[0] as PendingDelivery);
    expect(await waiting(pipeline)).toEqual([]);
    expect((await doneOf(pipeline.context)) - before).toBe(work.length);
    const away = new Proxy(pipeline.database, {
      get() {
        throw new Error('looked');
      },
    });
    for (const bell of bells.slice(1)) await answer({ ...pipeline.context, database: away }, bell);
    await expect(answer({ ...pipeline.context, database: away }, bells[1] as never)).rejects.toThrow(
      'looked',
    );
  });

  it('whose delivery cannot be done fails alone, and is the only dead letter', async () => {
    await owner.pool.query('TRUNCATE pull_request, timeline_entry, review, push');
    await owner.pool.query(`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the disk is haunted'; END $$;
      CREATE TRIGGER poison BEFORE INSERT ON pull_request FOR EACH ROW WHEN (NEW.number = 7) EXECUTE FUNCTION poison()`);
    const opened = work.filter(({ event, body }) => event === 'pull_request' && body.includes('"opened"'));
    const bells = await anew(opened);
    const first = bells[0] as PendingDelivery;
    await answer(pipeline.context, first, false);
    const [poisoned] = (
      await owner.pool.query<{ id: string; attempts: number }>(
        "SELECT id, attempts FROM raw_delivery WHERE last_error LIKE '%haunted%'",
      )
    ).rows;
    expect(poisoned).toMatchObject({ attempts: 1 });
    expect(await findDeadDeliveries(pipeline.database, 9)).toEqual([]);
    for (const bell of bells.filter(({ id }) => id !== poisoned?.id))
      await answer(pipeline.context, bell, false);
    expect(await waiting(pipeline)).toMatchObject([{ id: poisoned?.id }]);
    const own = bells.find(({ id }) => id === poisoned?.id) as PendingDelivery;
    await expect(answer(pipeline.context, own)).rejects.toThrow('haunted');
    expect(await findDeadDeliveries(pipeline.database, 9)).toMatchObject([{ id: own.id, attempts: 2 }]);
    const { rows } = await owner.pool.query('SELECT count(*)::int AS n FROM pull_request');
    expect(rows).toEqual([{ n: 19 }]);
    await owner.pool.query('DROP TRIGGER poison ON pull_request');
  });

  it('of another worker splits what waits, and each delivery is done once', async () => {
    const bells = await anew(work);
    const worker = (): WorkerContext => ({
      ...pipeline.context,
      doneDeliveries: createDoneDeliveries(),
      takenAlong: 9,
    });
    const before = await doneOf(pipeline.context);
    const lanes = [worker(), worker()].flatMap((context, index) =>
      [0, 1].map(async (lane) => {
        for (let at = 2 * index + lane; at < bells.length; at += 4) await answer(context, bells[at] as never);
      }),
    );
    await Promise.all(lanes);
    expect(await waiting(pipeline)).toEqual([]);
    expect((await doneOf(pipeline.context)) - before).toBe(work.length);
    const { rows } = await owner.pool.query(
      'SELECT DISTINCT attempts, state FROM raw_delivery WHERE id = ANY ($1::uuid[])',
      [bells.map(({ id }) => id)],
    );
    expect(rows).toEqual([{ attempts: 1, state: 'done' }]);
  });

  it('whose delivery another has does what else waits, and returns once it is dealt with', async () => {
    const bells = await anew(work.slice(0, 12));
    const own = bells[0] as PendingDelivery;
    let hasReturned = false;
    let answered: Promise<void> = Promise.resolve();
    const claimed = transaction(pipeline.database, { system: true }, async (tx) => {
      await claimDeliveries(tx, own, { most: 0, events: [], mostBytes: 0 });
      answered = answer(pipeline.context, own).then(() => {
        hasReturned = true;
      });
      await expect.poll(async () => (await waiting(pipeline)).map(({ id }) => id)).toEqual([own.id]);
      expect(hasReturned).toBe(false);
      throw new Error('the other dies');
    });
    await expect(claimed).rejects.toThrow('the other dies');
    await answered;
    expect(await waiting(pipeline)).toEqual([]);
    expect((await checksumProjections(pipeline.database, organizationId)).pull_request.rows).toBe(20);
  });
});
