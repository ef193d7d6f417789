import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { insertDeliveries, type NewDelivery } from './deliveries.ts';
import {
  claimDeliveries,
  type DeliveryKey,
  recordFailure,
  settleDeliveries,
  type TakenAlong,
} from './delivery-claims.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { transaction } from './transaction.ts';

const AT = Date.parse('2033-01-01T00:00:00Z');
const ALONG: TakenAlong = { most: 2, events: ['pull_request'], mostBytes: 1_000 };

function delivery(seconds: number, more: { event?: string; bytes?: number } = {}): NewDelivery {
  const body = Buffer.from(randomUUID().padEnd(more.bytes ?? 40));
  return {
    ...{ guid: randomUUID(), event: more.event ?? 'pull_request', headers: {}, body },
    ...{ hookId: null, installationTargetId: null, githubAppId: null, state: 'received', reason: null },
    bodySha256: createHash('sha256').update(body).digest(),
    receivedAt: new Date(AT + seconds * 1_000),
  };
}

describe('what a claim takes along', () => {
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

  it('waits, came later, never failed, is small and no one else’s, up to a number', async () => {
    const stored = await insertDeliveries(database, [
      ...[delivery(1), delivery(2), delivery(3, { event: 'team' }), delivery(4, { bytes: 2_000 })],
      ...[delivery(5), delivery(6), delivery(7), delivery(8), delivery(0)],
    ]);
    const [own, second, lone, , failed, done, seventh, eighth] = stored as (DeliveryKey | undefined)[];
    const key = (one: DeliveryKey | undefined) => one as DeliveryKey;
    await recordFailure(database, key(failed), { message: 'once', isFinal: false });
    await transaction(database, { system: true }, (tx) => {
      const verdict = { action: null, installationId: null, organizationId: null, reason: null };
      return settleDeliveries(tx, [{ ...verdict, state: 'done', delivery: key(done) }], 1);
    });
    const claim = (one: DeliveryKey | undefined, along = ALONG) =>
      transaction(database, { system: true }, (tx) => claimDeliveries(tx, key(one), along));
    const takenBy = async (...of: Parameters<typeof claim>) =>
      (await claim(...of)).deliveries.map(({ id }) => stored.findIndex((one) => one.id === id));
    expect(await takenBy(own)).toEqual([0, 1, 6]);
    expect(await takenBy(own, { ...ALONG, most: 9 })).toEqual([0, 1, 6, 7]);
    expect(await takenBy(failed)).toEqual([4, 6, 7]);
    expect(await takenBy(lone)).toEqual([2]);
    expect(await takenBy(done)).toEqual([]);
    await transaction(database, { system: true }, async (tx) => {
      await claimDeliveries(tx, key(own), ALONG);
      expect(await claim(second)).toMatchObject({ own: 'held', deliveries: [{ id: eighth?.id }] });
      expect(await claim(seventh)).toMatchObject({ own: 'held', deliveries: [{ id: eighth?.id }] });
    });
  });
});
