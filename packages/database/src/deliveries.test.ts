import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { insertDeliveries, type NewDelivery } from './deliveries.ts';
import {
  claimDeliveries,
  findDeadDeliveries,
  findPendingDeliveries,
  recordFailure,
  reviveDeliveries,
  settleDeliveries,
} from './delivery-claims.ts';
import { expireDeliveries, maintainDeliveryStore } from './delivery-store.ts';
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

  const ALONE = { most: 0, events: [], mostBytes: 0 };
  const claim = (key: { id: string; receivedAt: Date }) =>
    transaction(database, { system: true }, (tx) => claimDeliveries(tx, key, ALONE));
  const verdict = { action: null, installationId: null, organizationId: null, reason: null };

  it('lets one worker at a time have a delivery, and nobody once it is settled', async () => {
    const [receipt] = await insertDeliveries(database, [delivery()]);
    const key = { id: receipt?.id as string, receivedAt: receipt?.receivedAt as Date };
    await transaction(database, { system: true }, async (tx) => {
      expect(await claimDeliveries(tx, key, ALONE)).toMatchObject({ own: 'taken', deliveries: [key] });
      expect(await claim(key)).toMatchObject({ own: 'held', deliveries: [] });
      await settleDeliveries(tx, [{ ...verdict, state: 'done', delivery: key }], 1);
    });
    expect(await claim(key)).toMatchObject({ own: 'settled', deliveries: [] });
    const nobody = { id: randomUUID(), receivedAt: new Date() };
    expect(await claim(nobody)).toMatchObject({ own: 'settled', deliveries: [] });
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
    await maintainDeliveryStore(database, Date.now());
    const { rows } = await database.pool.query<{ made: number }>(
      'SELECT ensure_raw_delivery_partitions(8) AS made',
    );
    expect(rows[0]?.made).toBe(4);
  });

  it('has a place for the daily rows of the coming years, made once', async () => {
    const now = Date.parse('2041-06-01T00:00:00Z');
    await maintainDeliveryStore(database, now);
    await maintainDeliveryStore(database, now);
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'daily_metrics'::regclass AND c.relname > 'daily_metrics_204' AND c.relname < 'daily_metrics_205' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'daily_metrics_2041',
      'daily_metrics_2042',
      'daily_metrics_2043',
    ]);
  });
});

describe('the retention of deliveries', () => {
  const DAY = 86_400_000;
  const ago = (days: number) => new Date(Date.now() - days * DAY);
  const [brief, usual] = ['0c9a1f6e-b001-4a4b-8a55-3d2c9f1b0a77', '0c9a1f6e-b002-4a4b-8a55-3d2c9f1b0a77'];
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = openDatabase({ url: test.appUrl, applicationName: 'test' });
    for (const [id, months] of [
      [brief, 3],
      [usual, 24],
    ] as const) {
      await transaction(database, { organizationId: id, system: true }, (tx) =>
        tx.query('INSERT INTO organization (id, slug, name, retention_months) VALUES ($1, $2, $2, $3)', [
          id,
          `of-${months}`,
          months,
        ]),
      );
    }
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  /** Received and projected so many days ago; `projected` null: it still waits. */
  async function stored(organizationId: string | null, received: number, projected: number | null) {
    const [receipt] = await insertDeliveries(database, [delivery({ receivedAt: ago(received) })]);
    await transaction(database, { system: true }, (tx) =>
      tx.query('UPDATE raw_delivery SET organization_id = $2, state = $3, projected_at = $4 WHERE id = $1', [
        receipt?.id,
        organizationId,
        projected === null ? 'received' : 'done',
        projected === null ? null : ago(projected),
      ]),
    );
    return receipt?.id as string;
  }
  const kept = async (ids: string[]) => {
    const { rows } = await transaction(database, { system: true }, (tx) =>
      tx.query<{ id: string }>('SELECT id FROM raw_delivery WHERE id = ANY($1::uuid[])', [ids]),
    );
    return ids.map((id) => rows.some((row) => row.id === id));
  };
  const partitions = async () => {
    const { rows } = await database.pool.query<{ count: string }>(
      `SELECT count(*) FROM pg_inherits WHERE inhparent = 'raw_delivery'::regclass`,
    );
    return Number(rows[0]?.count);
  };
  async function weekOf(days: number): Promise<void> {
    const { rows } = await database.pool.query<{ name: string; from: string; to: string }>(
      `SELECT to_char(w, '"raw_delivery_"IYYY"w"IW') AS name, w::date::text AS from, (w + interval '7 days')::date::text AS to
       FROM date_trunc('week', $1::timestamptz) AS w`,
      [ago(days)],
    );
    const week = rows[0];
    const owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
    await owner.pool.query(
      `CREATE TABLE IF NOT EXISTS ${week?.name} PARTITION OF raw_delivery FOR VALUES FROM ('${week?.from}') TO ('${week?.to}')`,
    );
    await owner.close();
  }

  it('is each organization’s own, and at least 90 days after the projection', async () => {
    const ids = [
      await stored(brief, 100, 99),
      await stored(brief, 100, 60),
      await stored(brief, 80, 80),
      await stored(brief, 100, null),
      await stored(usual, 100, 99),
      await stored(usual, 800, 800),
      await stored(null, 800, 800),
      await stored(usual, 800, 89),
    ];
    expect(await expireDeliveries(database)).toBe(3);
    expect(await kept(ids)).toEqual([false, true, true, true, true, false, false, true]);
    expect(await expireDeliveries(database)).toBe(0);
  });

  it('drops a week whole when nobody keeps it, and leaves one in which anything is held', async () => {
    await weekOf(900);
    await weekOf(1_000);
    const [old, held] = [await stored(usual, 900, 899), await stored(usual, 1_000, 10)];
    const before = await partitions();
    expect(await expireDeliveries(database)).toBe(0);
    expect(await partitions()).toBe(before - 1);
    expect(await kept([old, held])).toEqual([false, true]);
  });

  it('deletes more than one bite in one go', async () => {
    const [first] = [await stored(usual, 800, 800)];
    await transaction(database, { system: true }, (tx) =>
      tx.query(
        `INSERT INTO raw_delivery SELECT (r).* FROM (
           SELECT jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid())) AS r
           FROM raw_delivery d, generate_series(1, 1200) WHERE d.id = $1) AS copies`,
        [first],
      ),
    );
    expect(await expireDeliveries(database)).toBe(1_201);
  });
});
