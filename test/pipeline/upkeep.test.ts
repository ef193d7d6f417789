import { type Database, openDatabase } from '@devpulse/database/connection';
import { findDeadDeliveries, reviveDeliveries } from '@devpulse/database/delivery-claims';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { processDelivery } from '../../apps/worker/src/ingest/process-delivery.ts';
import { sweep } from '../../apps/worker/src/ingest/sweep.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const ACCOUNT = 88;
const organizationId = organizationIdFor(String(ACCOUNT));
const NOON = Date.parse('2026-03-20T12:00:00Z');
const MINUTE = 60_000;

describe('what nobody is told of', () => {
  let pipeline: Pipeline;
  let owner: Database;
  let now = NOON;
  const queued: string[] = [];
  const rung: string[] = [];
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => now, timeZone: 'Europe/Berlin' });
    owner = openDatabase({ url: pipeline.ownerUrl, applicationName: 'test' });
    pipeline.context.queues.enqueueDeliveries = async (deliveries) => {
      queued.push(...deliveries.map((delivery) => delivery.id));
    };
    pipeline.context.bell.ring = (id) => void rung.push(id);
  });
  afterAll(async () => {
    await owner.close();
    await pipeline.close();
  });
  beforeEach(() => {
    queued.length = 0;
    rung.length = 0;
  });

  const dirtyDays = async () => {
    const { rows } = await owner.pool.query<{ day: string }>(
      'SELECT DISTINCT day FROM dirty_day ORDER BY day',
    );
    return rows.map((row) => row.day);
  };

  it('is queued by the sweeper once it has waited for a minute, and no sooner', async () => {
    await pipeline.store(fewDeliveries({ accountId: ACCOUNT, pullRequests: 2 }));
    await sweep(pipeline.context);
    expect(queued).toEqual([]);
    now += MINUTE + 1;
    await sweep(pipeline.context);
    expect(queued).toHaveLength(13);
    await pipeline.drain();
    queued.length = 0;
    await sweep(pipeline.context);
    expect(queued).toEqual([]);
  });

  it('is recomputed: dirty days whose bell was never rung are found', async () => {
    expect((await dirtyDays()).length).toBeGreaterThan(0);
    rung.length = 0;
    await owner.pool.query(`UPDATE dirty_day SET marked_at = now() - interval '1 hour'`);
    now = Date.now();
    await sweep(pipeline.context);
    expect(rung).toEqual([organizationId]);
    await pipeline.rollup(organizationId);
    expect(await dirtyDays()).toEqual([]);
    now = NOON;
  });

  it('happens at night: after two o’clock there, the last 35 days and today are recomputed, once', async () => {
    await rollDays(pipeline.context);
    await pipeline.rollup(organizationId);
    now = Date.parse('2026-03-21T00:30:00Z');
    await rollDays(pipeline.context);
    expect(await dirtyDays()).toEqual(['2026-03-20', '2026-03-21']);
    now = Date.parse('2026-03-21T01:00:00Z');
    await rollDays(pipeline.context);
    expect(await dirtyDays()).toHaveLength(36);
    await pipeline.rollup(organizationId);
    await rollDays(pipeline.context);
    expect(await dirtyDays()).toEqual([]);
  });

  it('becomes a dead letter when every attempt fails, keeps its cause, leaves no trace, and succeeds when replayed', async () => {
    const [, ...work] = fewDeliveries({ accountId: ACCOUNT, pullRequests: 3 });
    await pipeline.store(work);
    await owner.pool.query(`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the disk is haunted'; END $$;
      CREATE TRIGGER poison BEFORE INSERT ON pull_request FOR EACH ROW EXECUTE FUNCTION poison()`);
    const waiting = await transaction(pipeline.database, { system: true }, async (tx) => {
      const found = await tx.query<{ id: string; received_at: number; event: string }>(
        `SELECT id, received_at, event FROM raw_delivery WHERE state = 'received' AND event <> 'push'`,
      );
      return found.rows;
    });
    const before = (await owner.pool.query('SELECT count(*) FROM timeline_entry')).rows;
    for (const isLastAttempt of [false, true]) {
      for (const { id, received_at } of waiting) {
        const job = { deliveryId: id, receivedAt: new Date(received_at).toISOString() };
        await expect(processDelivery(pipeline.context, job, { isLastAttempt })).rejects.toThrow('haunted');
      }
      if (!isLastAttempt) expect(await findDeadDeliveries(pipeline.database, 100)).toEqual([]);
    }
    const dead = await findDeadDeliveries(pipeline.database, 100);
    expect(dead).toHaveLength(waiting.length);
    expect(dead[0]).toMatchObject({ attempts: 2, lastError: expect.stringContaining('haunted') });
    expect((await owner.pool.query('SELECT count(*) FROM timeline_entry')).rows).toEqual(before);

    await owner.pool.query('DROP TRIGGER poison ON pull_request');
    await reviveDeliveries(pipeline.database, null);
    await pipeline.drain();
    expect(await findDeadDeliveries(pipeline.database, 100)).toEqual([]);
    expect((await owner.pool.query('SELECT count(*)::int AS n FROM pull_request')).rows).toEqual([{ n: 3 }]);
  });
});
