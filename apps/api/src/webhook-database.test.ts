import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';
import { DeliveryBell, type StoredDelivery } from './github/delivery-bell.ts';
import { deliver } from './github/testing/deliveries.ts';
import { AccessTokens } from './platform/access/access-tokens.ts';

let database: TestDatabase;
let system: Database;
let api: TestApi;
const rung: StoredDelivery[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase({ url: database.appUrl, applicationName: 'test' });
  api = await startTestApiOver(database, { enqueue: async (deliveries) => void rung.push(...deliveries) });
});
afterAll(async () => {
  await api.close();
  await system.close();
  await database.drop();
});

afterEach(async () => {
  await api.app.get(DeliveryBell).idle();
  rung.length = 0;
});

type StoredRow = { guid: string; body: Buffer; state: string; reason: string | null };

const asSystem = <T>(statement: string, value: unknown) =>
  transaction(system, { system: true }, async (tx) => (await tx.query(statement, [value])).rows as T[]);

const storedRows = (where: string, value: unknown) =>
  asSystem<StoredRow>(`SELECT guid, body, state, reason FROM raw_delivery WHERE ${where}`, value);

test.each([
  ['an escaped NUL', Buffer.from('{"title":"a\\u0000b"}')],
  ['a lone surrogate', Buffer.from('{"title":"\\ud800"}')],
  ['reserved keys', Buffer.from('{"__proto__":{"polluted":1}}')],
  ['10,000 levels', Buffer.from('['.repeat(10_000) + ']'.repeat(10_000))],
  ['bytes that are no text', Buffer.from([0xff, 0x00, 0xc0, 0x80, 0x0a])],
  ['five million bytes', Buffer.alloc(5_000_000, 'z')],
])('%s: 202, and in the table byte for byte', async (_, body) => {
  const guid = randomUUID();
  const response = await deliver(api.app, body, { 'x-github-delivery': guid });
  expect(response.statusCode).toBe(202);
  const [row] = await storedRows('id = $1', response.json().deliveryId);
  expect(row).toMatchObject({ guid, state: 'received', reason: null });
  expect(row?.body.equals(body)).toBe(true);
});

test('an event that is not handled is stored as ignored', async () => {
  const response = await deliver(api.app, `{"n":"${randomUUID()}"}`, { 'x-github-event': 'watch' });
  expect(response.statusCode).toBe(202);
  expect(await storedRows('id = $1', response.json().deliveryId)).toMatchObject([
    { state: 'ignored', reason: 'event_not_handled' },
  ]);
});

test('200 at once, a third of them repeats: each is answered for what it is, and stored and queued once', async () => {
  const mark = randomUUID();
  const guids = Array.from({ length: 200 }, (_, index) => (index % 3 === 2 ? null : randomUUID()));
  const first = (index: number) => guids[index] ?? (guids[index - 1] as string);
  const responses = await Promise.all(
    guids.map((guid, index) => {
      const body = `{"mark":"${mark}","n":${guid === null ? index - 1 : index}}`;
      return deliver(api.app, body, { 'x-github-delivery': first(index) });
    }),
  );
  expect(new Set(responses.map((response) => response.statusCode))).toEqual(new Set([202]));
  const accepted = responses.filter((response) => response.json().status === 'accepted');
  const distinct = new Set(guids.filter((guid) => guid !== null));
  expect(accepted).toHaveLength(distinct.size);
  expect(new Set(responses.map((response) => response.json().deliveryId)).size).toBe(distinct.size);
  const rows = await storedRows("position(convert_to($1, 'UTF8') IN body) > 0", mark);
  expect(rows).toHaveLength(distinct.size);
  await api.app.get(DeliveryBell).idle();
  expect(rung.map((delivery) => delivery.id).sort()).toEqual(
    accepted.map((response) => response.json().deliveryId).sort(),
  );
});

test('a replayed body under a new GUID has no effect; the same body as another event is another delivery', async () => {
  const body = `{"n":"${randomUUID()}"}`;
  const first = await deliver(api.app, body);
  const replayed = await deliver(api.app, body);
  const other = await deliver(api.app, body, { 'x-github-event': 'push' });
  expect(replayed.json()).toEqual({ status: 'duplicate', deliveryId: first.json().deliveryId });
  expect(other.json().status).toBe('accepted');
});

test('one that had been given up on is opened and queued again', async () => {
  const body = `{"n":"${randomUUID()}"}`;
  const guid = randomUUID();
  const { deliveryId } = (await deliver(api.app, body, { 'x-github-delivery': guid })).json();
  await asSystem("UPDATE raw_delivery SET state = 'dead' WHERE id = $1", deliveryId);
  const again = await deliver(api.app, body, { 'x-github-delivery': guid });
  expect([again.statusCode, again.json()]).toEqual([202, { status: 'accepted', deliveryId }]);
  await api.app.get(DeliveryBell).idle();
  expect(rung.map((delivery) => delivery.id)).toEqual([deliveryId, deliveryId]);
});

test('connections that the database ends are made again, without a restart', async () => {
  // The server is shared with the other tests, so only this database's connections end.
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = $1 AND datname = current_database()`;
  expect(await asSystem(end, 'devpulse-api')).not.toHaveLength(0);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const response = await deliver(api.app, `{"n":"${randomUUID()}"}`);
    statuses.push(response.statusCode);
    if (response.statusCode === 202)
      expect(await storedRows('id = $1', response.json().deliveryId)).toHaveLength(1);
  }
  expect(statuses.every((status) => status === 202 || status === 503)).toBe(true);
  expect(statuses.at(-1)).toBe(202);
});

test('while the database is away: 503, not ready, alive, and nobody is told that their token is wrong', async () => {
  const issued = await api.app.get(AccessTokens).issue({ id: randomUUID(), userId: randomUUID() });
  const headers = { authorization: `Bearer ${issued.token}` };
  const away = await startTestApiOver({
    appUrl: 'postgresql://devpulse_app:x@127.0.0.1:1/none',
    dashboardUrl: 'postgresql://devpulse_dashboard:x@127.0.0.1:1/none',
  });
  const response = await deliver(away.app, '{}');
  expect([response.statusCode, response.headers['retry-after'], response.json().code]).toEqual([
    503,
    '10',
    'unavailable',
  ]);
  expect((await away.app.inject({ url: '/ready' })).statusCode).toBe(503);
  expect((await away.app.inject({ url: '/live' })).statusCode).toBe(200);
  const read = await away.app.inject({ url: '/api/v1/organizations/fernhill/overview', headers });
  expect([read.statusCode, read.json().code]).toEqual([503, 'unavailable']);
  await away.close();
});
