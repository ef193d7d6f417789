import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { askAlone, Ending, type Transaction, transaction, transactionAsking } from './transaction.ts';

let test: TestDatabase;
let owner: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  owner = openDatabase({ url: test.ownerUrl, applicationName: 'test', maxConnections: 1 });
  await owner.pool.query('CREATE TABLE jot (n int PRIMARY KEY, at timestamptz)');
});
afterAll(async () => {
  await owner.close();
  await test.drop();
});

const jot = (tx: Transaction, n: number) =>
  tx.query({ name: 'jot', text: 'INSERT INTO jot (n) VALUES ($1)', values: [n] });
const jotted = async (tx: Transaction) => {
  const { rows } = await tx.query<{ n: number }>({
    name: 'jotted',
    text: 'SELECT n FROM jot ORDER BY n',
  });
  return rows.map(({ n }) => n);
};

it('answers each, in order, and lets each see what those before it did', async () => {
  await transaction(owner, {}, async (tx) => {
    const [before, insert, between, , instants, after] = await Promise.all([
      jotted(tx),
      jot(tx, 1),
      jotted(tx),
      jot(tx, 2),
      tx.query({
        text: `SELECT to_timestamp($1) AS at, $2::text[] AS names`,
        values: [1.5, ['a', 'b']],
      }),
      jotted(tx),
    ]);
    expect([before, between, after]).toEqual([[], [1], [1, 2]]);
    expect(insert).toMatchObject({ command: 'INSERT', rowCount: 1, rows: [] });
    expect(instants.rows).toEqual([{ at: 1_500, names: ['a', 'b'] }]);
    expect(await Promise.all([null, Promise.resolve(7)])).toEqual([null, 7]);
  });
  expect(await transaction(owner, {}, jotted)).toEqual([1, 2]);
});

it('goes on by itself with what a verb asks after its first answer', async () => {
  const twice = async (tx: Transaction) => [...(await jotted(tx)), ...(await jotted(tx))];
  await transaction(owner, {}, async (tx) => {
    const nested = () => Promise.all([jotted(tx), jotted(tx)]);
    expect(await Promise.all([nested(), twice(tx)])).toEqual([
      [
        [1, 2],
        [1, 2],
      ],
      [1, 2, 1, 2],
    ]);
  });
});

it('runs none after one that fails, and can ask all of them again', async () => {
  const name = `late_${randomUUID()}`;
  const late = (tx: Transaction) => tx.query({ name, text: 'SELECT 1 AS one' });
  const ask = (n: number) =>
    transaction(owner, {}, (tx) => Promise.all([jot(tx, 3), jot(tx, n), late(tx), jotted(tx)]));
  await expect(ask(3)).rejects.toMatchObject({ code: '23505' });
  expect(await transaction(owner, {}, jotted)).toEqual([1, 2]);
  const [, , one, all] = await ask(4);
  expect(one.rows).toEqual([{ one: 1 }]);
  expect(all).toEqual([1, 2, 3, 4]);
});

it('rejects all when the connection breaks', async () => {
  const broken = transaction(owner, {}, async (tx) => {
    await Promise.all([
      jot(tx, 5),
      tx.query({ text: 'SELECT pg_terminate_backend(pg_backend_pid())' }),
      jot(tx, 6),
    ]);
  });
  await expect(broken).rejects.toThrow();
  expect(await transaction(owner, {}, jotted)).toEqual([1, 2, 3, 4]);
});

it('asked alone, is answered within its scope, which has ended for whoever is next on the connection', async () => {
  const organizationId = randomUUID();
  const scopeOf = (tx: Pick<Transaction, 'query'>) =>
    tx
      .query<{ id: string }>({ text: `SELECT current_setting('devpulse.organization_id', true) AS id` })
      .then(({ rows }) => rows[0]?.id);
  expect(await askAlone(owner, { organizationId }, (tx) => [scopeOf(tx)])).toEqual([organizationId]);
  expect(await scopeOf(owner.pool as unknown as Transaction)).toBe('');
  const failing = (tx: Transaction) => [scopeOf(tx), tx.query({ text: 'SELECT 1 / 0' })];
  await expect(askAlone(owner, { organizationId }, failing)).rejects.toMatchObject({ code: '22012' });
  expect(await scopeOf(owner.pool as unknown as Transaction)).toBe('');
});

it('asked first, with what begins a transaction, is run in its order, and can be asked again after one failed', async () => {
  const name = `first_${randomUUID()}`;
  const one = (tx: Transaction) => tx.query({ name, text: 'SELECT 1 AS one' });
  const ask = (n: number) =>
    transactionAsking(
      owner,
      {},
      {
        ask: (tx) => [jotted(tx), jot(tx, n), jotted(tx), one(tx)] as const,
        work: async (_, [before, , after, told]) => [before.length, after.length, told.rows],
      },
    );
  const count = (await transaction(owner, {}, jotted)).length;
  await expect(ask(1)).rejects.toMatchObject({ code: '23505' });
  expect(await ask(71)).toEqual([count, count + 1, [{ one: 1 }]]);
  // the same statement by itself, failing and not
  await expect(transaction(owner, {}, (tx) => jot(tx, 71))).rejects.toMatchObject({ code: '23505' });
  expect(await ask(72)).toEqual([count + 1, count + 2, [{ one: 1 }]]);
});

it('what cannot be sent fails, and the connection goes on', async () => {
  const unsendable = {
    toPostgres: () => {
      throw new Error('no such value');
    },
  };
  const ask = (value: unknown) =>
    askAlone(owner, {}, (tx) => [
      tx.query<{ x: string }>({ name: 'echo', text: 'SELECT $1::text AS x', values: [value] }),
    ]);
  await expect(ask(unsendable)).rejects.toThrow('no such value');
  const [{ rows }] = await ask('said');
  expect(rows).toEqual([{ x: 'said' }]);
});

it('commits nothing of an end of which something cannot be sent', async () => {
  const circular: Record<string, unknown> = {};
  circular.itself = circular;
  const last = [1_001, circular].map((n) => ({ text: 'INSERT INTO jot (n) VALUES ($1)', values: [n] }));
  const ending = transactionAsking(owner, {}, { ask: () => [], work: async () => new Ending(null, last) });
  await expect(ending).rejects.toThrow(/circular/i);
  expect(await transaction(owner, {}, jotted)).not.toContain(1_001);
});
