import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { type Transaction, transaction } from '../transaction.ts';
import {
  type BudgetAnswer,
  blockHolder,
  forgetSilentHolders,
  forgiveStrikes,
  readBudget,
  recordBudget,
} from './budget.ts';
import { freeSlot, takeSlot } from './slots.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

let test: TestDatabase;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  app = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 4 });
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

const inSystem = <T>(work: (tx: Transaction) => Promise<T>) => transaction(app, { system: true }, work);
let holders = 0;
const newHolder = () => {
  holders += 1;
  return `installation:${holders}`;
};

describe('the budget of a holder', () => {
  const told = (holder: string, answer: Partial<BudgetAnswer>) =>
    inSystem(async (tx) => {
      await recordBudget(tx, {
        holder,
        resource: 'core',
        limit: 5_000,
        remaining: 5_000,
        resetsAt: NOW + 30 * MINUTE,
        blockedUntil: null,
        now: NOW,
        ...answer,
      });
      return readBudget(tx, { holder, resource: 'core' });
    });

  it('is what the answers told, the lower remainder of answers out of order', async () => {
    const holder = newHolder();
    expect(await told(holder, { remaining: 4_000 })).toMatchObject({ limit: 5_000, remaining: 4_000 });
    expect(await told(holder, { remaining: 3_990 })).toMatchObject({ remaining: 3_990 });
    expect(await told(holder, { remaining: 3_995, resetsAt: NOW + 30 * MINUTE + 1_000 })).toMatchObject({
      remaining: 3_990,
      resetsAt: NOW + 30 * MINUTE,
    });
    expect(await told(holder, { limit: null, remaining: null, resetsAt: null })).toMatchObject({
      limit: 5_000,
      remaining: 3_990,
    });
  });

  it('begins anew with the next window, and is not told of by an earlier one', async () => {
    const holder = newHolder();
    await told(holder, { remaining: 10 });
    const next = { remaining: 4_999, resetsAt: NOW + 90 * MINUTE, limit: 6_000 };
    expect(await told(holder, next)).toMatchObject(next);
    expect(await told(holder, { remaining: 5 })).toMatchObject(next);
    expect(
      await told(holder, { remaining: 12, now: NOW + 91 * MINUTE, resetsAt: NOW + 90 * MINUTE + 1 }),
    ).toMatchObject({ remaining: 12 });
  });

  it('of one resource says nothing of the other', async () => {
    const holder = newHolder();
    await told(holder, { blockedUntil: NOW + MINUTE });
    expect(await told(holder, {})).toMatchObject({ blockedUntil: NOW + MINUTE });
    expect(await inSystem((tx) => readBudget(tx, { holder, resource: 'graphql' }))).toBeNull();
  });
});

describe('the block of a holder', () => {
  const block = (holder: string, until: number | null, now: number) =>
    inSystem(async (tx) => {
      await blockHolder(tx, { holder, until, now });
      const both = [];
      for (const resource of ['core', 'graphql']) both.push(await readBudget(tx, { holder, resource }));
      return both.map((state) => ((state?.blockedUntil ?? Number.NaN) - now) / MINUTE);
    });

  it('lasts as long as GitHub says, on every resource', async () => {
    expect(await block(newHolder(), NOW + 5 * MINUTE, NOW)).toEqual([5, 5]);
  });

  it('lasts a minute where GitHub says nothing, and twice as long with every strike in a row', async () => {
    const holder = newHolder();
    const lasted: number[] = [];
    let now = NOW;
    for (let strike = 1; strike <= 9; strike += 1) {
      const [minutes = 0] = await block(holder, null, now);
      lasted.push(minutes);
      now += minutes * MINUTE;
    }
    expect(lasted).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64]);
    await inSystem((tx) => forgiveStrikes(tx, holder, now));
    expect(await block(holder, null, now)).toEqual([1, 1]);
  });

  it('counts refusals of requests that were under way as one strike, and forgives none before it is over', async () => {
    const holder = newHolder();
    await block(holder, null, NOW);
    expect(await block(holder, null, NOW)).toEqual([1, 1]);
    await inSystem((tx) => forgiveStrikes(tx, holder, NOW + MINUTE - 1));
    expect(await block(holder, null, NOW + MINUTE)).toEqual([2, 2]);
  });
});

it('holders that nothing was heard of for 30 days are forgotten', async () => {
  const [silent, heard] = [newHolder(), newHolder()];
  const day = 24 * 60 * MINUTE;
  await inSystem((tx) => blockHolder(tx, { holder: silent, until: null, now: NOW - 30 * day - 1 }));
  await inSystem((tx) => blockHolder(tx, { holder: heard, until: null, now: NOW - 30 * day }));
  await forgetSilentHolders(app, NOW);
  expect(await inSystem((tx) => readBudget(tx, { holder: silent, resource: 'core' }))).toBeNull();
  expect(await inSystem((tx) => readBudget(tx, { holder: heard, resource: 'core' }))).not.toBeNull();
});

describe('the places of a holder', () => {
  const take = (holder: string, takenBy: string, now = NOW) =>
    inSystem((tx) => takeSlot(tx, { holder, takenBy, now }));
  const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

  it('are four, for as many as come at once', async () => {
    const holder = newHolder();
    const taken = await Promise.all(Array.from({ length: 12 }, (_, n) => take(holder, id(n))));
    expect(taken.filter(Boolean)).toHaveLength(4);
    expect(await take(newHolder(), id(20))).toBe(true);
  });

  it('are free again when given back, and 30 seconds after a process that died took them', async () => {
    const holder = newHolder();
    for (const n of [1, 2, 3, 4]) expect(await take(holder, id(n))).toBe(true);
    await inSystem((tx) => freeSlot(tx, { holder, takenBy: id(3) }));
    expect([await take(holder, id(5)), await take(holder, id(6))]).toEqual([true, false]);
    expect(await take(holder, id(6), NOW + 29_999)).toBe(false);
    expect(await take(holder, id(6), NOW + 30_000)).toBe(true);
    await inSystem((tx) => freeSlot(tx, { holder, takenBy: id(1) }));
    expect(await take(holder, id(7), NOW + 30_000)).toBe(true);
  });
});
