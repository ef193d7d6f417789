import { openDatabase } from '@devpulse/database/connection';
import { workAlone } from '@devpulse/database/exclusive-work';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const ACCOUNT = 993;
const organizationId = organizationIdFor(String(ACCOUNT));
const NOW = Date.parse('2026-03-20T12:00:00Z');

describe('the pace of rollups', () => {
  let pipeline: Pipeline;
  const told: [string, string][] = [];
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => NOW });
    await pipeline.store(fewDeliveries({ accountId: ACCOUNT, pullRequests: 2 }));
    await pipeline.drain();
    await pipeline.rollup(organizationId);
    Object.assign(pipeline.context.bell, {
      ring: (id: string) => told.push(['ring', id]),
      rest: (id: string) => told.push(['rest', id]),
    });
  });
  afterAll(() => pipeline.close());

  const mark = (days: string[]) =>
    transaction(pipeline.database, { organizationId }, (tx) =>
      markDirty(tx, organizationId, { days, receivedAt: NOW }),
    );
  const marked = () =>
    transaction(pipeline.database, { organizationId }, async (tx) => {
      const { rowCount } = await tx.query('SELECT 1 FROM dirty_day');
      return rowCount;
    });

  it('is one pass and a rest while days are few; the next ring is for what comes meanwhile', async () => {
    await mark(['2026-03-19', '2026-03-20']);
    await pipeline.rollup(organizationId);
    expect(await marked()).toBe(0);
    expect(told.splice(0)).toEqual([['rest', organizationId]]);
  });

  it('lets nobody wait: who finds another at it rings again, and holds no connection', async () => {
    await mark(['2026-03-20']);
    const other = openDatabase({ url: pipeline.appUrl, applicationName: 'other' });
    await workAlone(other, `rolling up ${organizationId}`, async () => {
      await pipeline.rollup(organizationId);
      expect(pipeline.database.pool.totalCount - pipeline.database.pool.idleCount).toBe(0);
    });
    await other.close();
    expect(await marked()).toBe(1);
    expect(told.splice(0)).toEqual([['ring', organizationId]]);
    await pipeline.rollup(organizationId);
    expect(await marked()).toBe(0);
  });
});
