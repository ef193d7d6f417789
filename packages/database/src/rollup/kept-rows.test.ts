import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { transaction } from '../transaction.ts';
import { KeptRows } from './kept-rows.ts';

const organizationId = randomUUID();
const of = { organizationId, version: 1, today: '2026-11-20' };
const AT = new Date('2026-11-20T12:00:00Z');

let test: TestDatabase;
let app: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  app = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 2 });
  const owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
  await owner.pool.query(`INSERT INTO organization (id, slug, name) VALUES ($1, 'fernhill', 'Fernhill')`, [
    organizationId,
  ]);
  await owner.close();
  for (const [day, merged] of [
    ['2026-11-18', 1],
    ['2026-11-19', 2],
  ] as const)
    await write(day, merged);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

/** Always at the same time, as nothing but the transaction tells two writings apart. */
const write = (day: string, merged: number, isKept = true) =>
  transaction(app, { organizationId }, async (tx) => {
    await tx.query(
      `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, merged, sketches, computed_at)
       VALUES ($1, $2, 'organization', $1, 1, $3, '{}', $4)
       ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET merged = excluded.merged`,
      [organizationId, day, merged, AT],
    );
    const seen = isKept ? null : await mergedOf(kept.read(tx, of));
    if (!isKept) throw Object.assign(new Error('given up'), { seen });
  });

const kept = new KeptRows();
const mergedOf = async (rows: ReturnType<KeptRows['read']>) =>
  (await rows).map((row) => [row.day, row.counts.merged]).sort();
const read = () => transaction(app, { organizationId }, (tx) => kept.read(tx, of));

it('gives again the very rows that have not been written since', async () => {
  const first = await read();
  const again = await read();
  expect(again.map((row, index) => row === first[index])).toEqual([true, true]);
});

it('reads again what was written, though at the same time, and what is new; what has gone is not there', async () => {
  await read();
  await write('2026-11-19', 7);
  await write('2026-11-20', 3);
  expect(await mergedOf(read())).toEqual([
    ['2026-11-18', 1],
    ['2026-11-19', 7],
    ['2026-11-20', 3],
  ]);
  await transaction(app, { organizationId }, (tx) =>
    tx.query(`DELETE FROM daily_metrics WHERE day = '2026-11-20'`),
  );
  expect(await mergedOf(read())).toEqual([
    ['2026-11-18', 1],
    ['2026-11-19', 7],
  ]);
});

it('has nothing of a transaction that was given up', async () => {
  const before = await mergedOf(read());
  await expect(write('2026-11-18', 99, false)).rejects.toMatchObject({
    seen: expect.arrayContaining([['2026-11-18', 99]]),
  });
  expect(await mergedOf(read())).toEqual(before);
});
