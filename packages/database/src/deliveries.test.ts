import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { insertDeliveries, type NewDelivery } from './deliveries.ts';
import {
  claimDelivery,
  findDeadDeliveries,
  findPendingDeliveries,
  recordFailure,
  reviveDeliveries,
  settleDelivery,
} from './delivery-claims.ts';
import { maintainDeliveryStore } from './delivery-store.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { transaction } from './transaction.ts';

const END_OF_TIME = { before: new Date(8.64e15), limit: 1_000 };

function delivery(more: Partial<NewDelivery> = {}): NewDelivery {
  const body = more.body ?? Buffer.from(JSON.stringify({ nonce: randomUUID() }));
  return {
    guid: randomUUID(),
    event: 'pull_request',
    hookId: '1',
    installationTargetId: null,
    githubAppId: null,
    headers: { 'user-agent': 'GitHub-Hookshot/1' },
    body,
    bodySha256: createHash('sha256').update(body).digest(),
    receivedAt: new Date(),
    state: 'received',
    reason: null,
    ...more,
  };
}

describe('the store of deliveries', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = openDatabase({ url: test.appUrl, applicationName: 'test' });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const storedBody = (id: string) =>
    transaction(database, { system: true }, async (tx) => {
      const { rows } = await tx.query<{ body: Buffer }>('SELECT body FROM raw_delivery WHERE id = $1', [id]);
      return rows[0]?.body;
    });
  const outcomes = async (list: NewDelivery[]) =>
    (await insertDeliveries(database, list)).map((receipt) => receipt.outcome);

  it('keeps every byte', async () => {
    const bodies = [
      Buffer.from([0, 255, 254, 0, 10]),
      Buffer.from('{"title":"\\u0000 \\ud800"}'),
      Buffer.alloc(3_000_000, 'x'),
      Buffer.alloc(0),
    ];
    for (const body of bodies) {
      const [receipt] = await insertDeliveries(database, [delivery({ body })]);
      expect((await storedBody(receipt?.id as string))?.equals(body)).toBe(true);
    }
  });

  it('stores a batch in order and answers in order', async () => {
    const batch = Array.from({ length: 32 }, () => delivery());
    const receipts = await insertDeliveries(database, batch);
    for (const [index, receipt] of receipts.entries()) {
      expect(await storedBody(receipt.id)).toEqual(batch[index]?.body);
    }
  });

  it('stores one guid once, and one signed body under one event name once', async () => {
    const first = delivery();
    const replay = { ...first, guid: randomUUID() };
    const sameGuid = delivery({ guid: first.guid });
    const otherEvent = { ...first, guid: randomUUID(), event: 'push' };
    expect(await outcomes([first])).toEqual(['stored']);
    expect(await outcomes([first, replay, sameGuid, otherEvent])).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
      'stored',
    ]);
    const { rows } = await database.pool.query('SELECT repeats FROM delivery_key WHERE guid = $1', [
      first.guid,
    ]);
    expect(rows).toEqual([{ repeats: 3 }]);
  });

  it('stores one of two alike in the same batch', async () => {
    const twin = delivery();
    expect((await outcomes([twin, { ...twin }])).sort()).toEqual(['duplicate', 'stored']);
  });

  it('lets one worker at a time have a delivery, and nobody once it is settled', async () => {
    const [receipt] = await insertDeliveries(database, [delivery()]);
    const key = { id: receipt?.id as string, receivedAt: receipt?.receivedAt as Date };
    const claim = () => transaction(database, { system: true }, (tx) => claimDelivery(tx, key));
    await transaction(database, { system: true }, async (tx) => {
      expect(await claimDelivery(tx, key)).not.toBeNull();
      expect(await claim()).toBeNull();
      const verdict = { action: null, installationId: null, organizationId: null, reason: null, version: 1 };
      await settleDelivery(tx, key, { state: 'done', ...verdict });
    });
    expect(await claim()).toBeNull();
  });

  it('keeps what was given up on, and opens it again by hand or when GitHub repeats it', async () => {
    const poison = delivery();
    const [receipt] = await insertDeliveries(database, [poison]);
    const key = { id: receipt?.id as string, receivedAt: receipt?.receivedAt as Date };
    await recordFailure(database, key, { message: 'first', isFinal: false });
    expect(await findDeadDeliveries(database, 10)).toEqual([]);
    await recordFailure(database, key, { message: 'last', isFinal: true });
    expect(await findDeadDeliveries(database, 10)).toMatchObject([
      { ...key, lastError: 'last', attempts: 2 },
    ]);

    expect(await outcomes([poison])).toEqual(['revived']);
    expect(await findPendingDeliveries(database, END_OF_TIME)).toContainEqual({
      ...key,
      event: 'pull_request',
    });

    await recordFailure(database, key, { message: 'again', isFinal: true });
    expect(await reviveDeliveries(database, [randomUUID()])).toEqual([]);
    expect(await reviveDeliveries(database, null)).toMatchObject([key]);
    expect(await findDeadDeliveries(database, 10)).toEqual([]);
  });

  it('has a place for every week, and makes those of the coming weeks once', async () => {
    const [ancient] = await insertDeliveries(database, [
      delivery({ receivedAt: new Date('2020-01-01T00:00:00Z') }),
    ]);
    expect(await storedBody(ancient?.id as string)).toBeDefined();
    await maintainDeliveryStore(database);
    const { rows } = await database.pool.query<{ made: number }>(
      'SELECT ensure_raw_delivery_partitions(8) AS made',
    );
    expect(rows[0]?.made).toBe(4);
  });
});
