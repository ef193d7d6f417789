import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import type { GithubClient, Priority } from '@devpulse/github/client/client';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import {
  accessTo,
  openStandIn,
  type Reply,
  type SeenRequest,
  type StandIn,
} from '@devpulse/github/client/testing/stand-in';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

const START = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const RESET = String((START + 30 * MINUTE) / 1_000);

let postgres: TestDatabase;
let processes: Database[];
let standIn: StandIn;
let clock: { now: number };
let answer: (request: SeenRequest) => Reply | Promise<Reply>;
let holders = 0;

beforeAll(async () => {
  postgres = await createTestDatabase();
  processes = [1, 2].map(() => openDatabase({ url: postgres.appUrl, applicationName: 'test' }));
});
afterAll(async () => {
  await Promise.all(processes.map((database) => database.close()));
  await postgres.drop();
});
beforeEach(async () => {
  clock = { now: START };
  holders += 1;
  standIn = await openStandIn(
    (request) => answer(request),
    () => clock.now,
  );
});
afterEach(() => standIn.close());

/** Two clients of one holder, each in a process of its own. */
function clients(holder: string, priority: Priority = 'live'): [GithubClient, GithubClient] {
  const [first, second] = processes.map((database) => {
    const now = () => clock.now;
    const access = accessTo(standIn, { gate: createPostgresGate(database, now), now });
    return access.token({ id: `${holder}-${holders}`, webUrl: standIn.url, token: holder }, priority);
  });
  return [first as GithubClient, second as GithubClient];
}

const ask = (client: GithubClient) => client.rest('GET', '/x', { schema: z.unknown() });
const query = (client: GithubClient) => client.graphql('{ viewer { login } }', {}, z.unknown());
const faultOf = (asking: Promise<unknown>) =>
  asking.then(
    () => null,
    (error: unknown) => error,
  );

test('at most four requests of a holder are under way, over all processes', async () => {
  let underWay = 0;
  let most = 0;
  answer = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    // The first four meet, and give a fifth the time to come.
    while (most < 4) await sleep(5);
    await sleep(20);
    underWay -= 1;
    return { json: {} };
  };
  const both = clients('busy');
  await Promise.all(Array.from({ length: 12 }, (_, index) => ask(both[index % 2] as GithubClient)));
  expect([most, standIn.seen.length]).toEqual([4, 12]);
});

test('who finds no place waits two seconds for one, and a second longer elsewhere; other holders go on', async () => {
  let finish: (reply: Reply) => void = () => undefined;
  const finished = new Promise<Reply>((resolve) => {
    finish = resolve;
  });
  answer = ({ authorization }) => (authorization.endsWith('slow') ? finished : { json: {} });
  const [first, second] = clients('slow');
  const held = [ask(first), ask(first), ask(second), ask(second)];
  while (standIn.seen.length < 4) await sleep(10);
  const fault = faultOf(ask(second));
  await ask(clients('quick')[0]);
  expect(await fault).toMatchObject({ kind: 'paused', until: START + 1_000 });
  expect(standIn.seen).toHaveLength(5);
  finish({ json: {} });
  await Promise.all(held);
  await ask(second);
});

test('nobody asks for a blocked holder before its time, for queries neither; another holder goes on', async () => {
  answer = ({ authorization }) =>
    authorization.endsWith('blocked') && standIn.seen.length === 1
      ? { status: 403, headers: { 'retry-after': '90' } }
      : { json: { data: {} } };
  const [first, second] = clients('blocked');
  const until = START + 90_000;
  expect(await faultOf(ask(first))).toMatchObject({ kind: 'paused', until, status: 403 });
  clock.now = until - 1;
  for (const askAgain of [() => ask(second), () => ask(first), () => query(second)]) {
    expect(await faultOf(askAgain())).toMatchObject({ kind: 'paused', until, status: null });
  }
  expect(standIn.seen).toHaveLength(1);
  await ask(clients('free')[1]);
  clock.now = until;
  await Promise.all([ask(second), query(first)]);
  expect(standIn.seen).toHaveLength(4);
});

test('a secondary limit that names no time lasts twice as long with every repeat, until an answer comes', async () => {
  let isLimited = true;
  answer = () => (isLimited ? { status: 403, json: { message: 'secondary rate limit' } } : { json: {} });
  const both = clients('eager');
  const waited: number[] = [];
  for (const client of [...both, ...both]) {
    await faultOf(ask(client));
    const fault = (await faultOf(ask(client))) as { until: number };
    waited.push((fault.until - clock.now) / MINUTE);
    clock.now = fault.until;
  }
  expect(waited).toEqual([1, 2, 4, 8]);
  isLimited = false;
  await ask(both[0]);
  isLimited = true;
  await faultOf(ask(both[0]));
  expect(await faultOf(ask(both[1]))).toMatchObject({ until: clock.now + MINUTE });
});

test('the last fifth of a budget is for live work, as each process tells the other', async () => {
  const left = { now: 1_000 };
  answer = () => ({
    json: {},
    headers: {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': String(left.now),
      'x-ratelimit-reset': RESET,
      'x-ratelimit-resource': 'core',
    },
  });
  const [live] = clients('spending');
  const [, backfill] = clients('spending', 'backfill');
  await ask(live);
  await ask(backfill);
  left.now = 999;
  await ask(live);
  const fault = (await faultOf(ask(backfill))) as { until: number };
  expect(fault).toMatchObject({ kind: 'paused', status: null });
  expect(fault.until).toBeGreaterThanOrEqual(Number(RESET) * 1_000);
  await ask(live);
  left.now = 5_000;
  clock.now = fault.until;
  await ask(backfill);
  expect(standIn.seen).toHaveLength(5);
});

test('without the database nothing is asked', async () => {
  answer = () => ({ json: {} });
  const away = openDatabase({ url: 'postgresql://app@127.0.0.1:1/none', applicationName: 'test' });
  const gate = createPostgresGate(away, Date.now);
  const client = accessTo(standIn, { gate }).token({ id: 'x', webUrl: standIn.url, token: 'x' }, 'live');
  expect(await faultOf(ask(client))).toMatchObject({ name: 'GithubFault', kind: 'unavailable' });
  expect(standIn.seen).toEqual([]);
  await away.close();
});
