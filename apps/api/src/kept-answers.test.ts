import { announceChange } from '@devpulse/database/change-notices';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openRegistry, type Registry, type TestOrganization, type TestPerson } from '../testing/people.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';
import { AnswerStore } from './analytics/answers/answer-store.ts';
import { APP_DATABASE, DASHBOARD_DATABASE } from './platform/tokens.ts';

/** Noon, so that a test does not run over midnight of any zone. */
const NOW = Date.parse('2026-11-20T12:00:00Z');

let database: TestDatabase;
let writer: Database;
const apis: TestApi[] = [];
let registry: Registry;
let organization: TestOrganization;
let team: string;
let owner: TestPerson;
let admin: TestPerson;
let developer: TestPerson;
let ahead = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  writer = openDatabase({ url: database.appUrl, applicationName: 'test' });
  for (let n = 0; n < 2; n += 1) apis.push(await startTestApiOver(database, { now: () => NOW + ahead }));
  registry = await openRegistry(apis[0] as TestApi, database.ownerUrl);
  organization = await registry.organization();
  team = await registry.team(organization);
  owner = await registry.person();
  admin = await registry.person();
  developer = await registry.person();
  await registry.member(organization, owner, 'owner');
  await registry.member(organization, admin, 'owner');
  await registry.member(organization, developer, 'developer');
  await listening(2);
  countStatements();
});
afterAll(async () => {
  await registry.close();
  for (const api of apis) await api.close();
  await writer.close();
  await database.drop();
});
beforeEach(() => {
  ahead += 5_000;
});

const listening = (count: number) =>
  vi.waitFor(async () => {
    const { rowCount } = await registry.pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE application_name = 'devpulse-change-feed' AND query LIKE 'LISTEN%'
       AND datname = current_database()`,
    );
    expect(rowCount).toBe(count);
  });

/** How often anything was taken from a pool of the first process, whoever runs the statements. */
const statements = { count: 0 };

function countStatements(): void {
  for (const token of [APP_DATABASE, DASHBOARD_DATABASE]) {
    apis[0]?.app.get<Database>(token).pool.on('acquire', () => {
      statements.count += 1;
    });
  }
}

async function ask(path: string, { api = apis[0] as TestApi, by = owner, tag = '' } = {}) {
  const headers = { ...by.headers, ...(tag !== '' && { 'if-none-match': tag }) };
  const response = await api.app.inject({
    url: `/api/v1/organizations/${organization.slug}${path}`,
    headers,
  });
  return {
    ...response,
    statusCode: response.statusCode,
    tag: String(response.headers.etag ?? ''),
    body: response.body,
  };
}

const writeMerged = (merged: number) =>
  transaction(writer, { organizationId: organization.id }, async (tx) => {
    await tx.query(
      `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, merged, sketches, computed_at)
       VALUES ($1, '2026-11-19', 'organization', $1, 1, $2, '{}', now())
       ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET merged = $2`,
      [organization.id, merged],
    );
    await announceChange(tx, { organizationId: organization.id, now: NOW, days: ['2026-11-19'] });
  });

const KEPT = [
  '/overview',
  '/metrics',
  '/metrics/merged/trend',
  '/metrics/cycle_time/distribution',
  '/metrics/merged/pull-requests',
  '/daily-metrics',
  '/delivery/teams',
  '/delivery/repositories',
  '/score/history',
  '/alerts',
];

test.each(KEPT)('%s: who has the answer is told so without a statement', async (path) => {
  const first = await ask(path);
  expect(first.statusCode).toBe(200);
  expect(first.tag).toMatch(/^"[\w-]{32}"$/);
  expect(first.headers).toMatchObject({
    'cache-control': 'private, no-cache',
    vary: 'Authorization',
    'content-type': 'application/json; charset=utf-8',
  });
  statements.count = 0;
  const unchanged = await ask(path, { tag: first.tag });
  expect([unchanged.statusCode, unchanged.body, unchanged.tag]).toEqual([304, '', first.tag]);
  expect(unchanged.headers['content-type']).toBeUndefined();
  expect((await ask(path, { tag: `"other", W/${first.tag}` })).statusCode).toBe(304);
  const whole = await ask(path);
  expect([whole.statusCode, whole.body, whole.tag]).toEqual([200, first.body, first.tag]);
  expect(statements.count).toBe(0);
});

test('a change is seen by every process as soon as it was announced, and the tags of all are the same', async () => {
  await writeMerged(3);
  const [here, there] = apis as [TestApi, TestApi];
  const merged = async (api: TestApi, tag = '') => {
    const answer = await ask('/overview?range=7d', { api, tag });
    return { ...answer, value: answer.body === '' ? null : JSON.parse(answer.body).figures.merged.value };
  };
  await vi.waitFor(async () => expect((await merged(there)).value).toBe(3));
  await vi.waitFor(async () => expect((await merged(here)).value).toBe(3));
  const tags = [(await merged(here)).tag, (await merged(there)).tag];
  expect(tags[0]).toBe(tags[1]);
  await writeMerged(4);
  await vi.waitFor(async () => {
    const answers = [await merged(here, tags[0]), await merged(there, tags[0])];
    expect(answers.map(({ statusCode, value }) => [statusCode, value])).toEqual([
      [200, 4],
      [200, 4],
    ]);
  });
});

test('a tag is of one question, one reach and one minute', async () => {
  const { tag } = await ask('/overview?range=7d');
  expect((await ask('/overview?compare=prev&range=7d', { tag })).statusCode).toBe(304);
  expect((await ask('/overview?range=7d', { tag, by: admin })).statusCode).toBe(304);
  expect((await ask('/overview?range=30d', { tag })).statusCode).toBe(200);
  expect((await ask('/overview?range=7d', { tag, by: developer })).statusCode).toBe(200);
  const alerts = await ask('/alerts');
  expect((await ask('/alerts', { tag: alerts.tag, by: admin })).statusCode).toBe(200);
  ahead += 60_000;
  expect((await ask('/overview?range=7d', { tag })).statusCode).toBe(200);
});

test('nobody gets from memory what they may not ask for', async () => {
  const path = `/delivery/teams/${team}`;
  expect((await ask(path)).statusCode).toBe(200);
  expect((await ask(path, { by: developer })).statusCode).toBe(404);
  const stranger = await registry.person();
  const { tag } = await ask('/overview');
  expect((await ask('/overview', { by: stranger, tag })).statusCode).toBe(404);
});

test('refusals are not kept', async () => {
  const refused = await ask('/overview?team=nowhere');
  expect([refused.statusCode, refused.tag, refused.headers['cache-control']]).toEqual([404, '', 'no-store']);
  expect((await ask('/overview?sort=merged', { tag: '*' })).statusCode).toBe(400);
});

test('whoever makes a change sees it at once, in the same process', async () => {
  const url = `/api/v1/organizations/${organization.slug}/teams/${team}`;
  const namesOf = async () =>
    JSON.parse((await ask('/delivery/teams')).body).items.map((one: { name: string }) => one.name);
  await namesOf();
  for (const name of ['One', 'Two', 'Three']) {
    const payload = { name };
    const saved = await apis[0]?.app.inject({ method: 'PATCH', url, headers: owner.headers, payload });
    expect(saved?.statusCode).toBe(200);
    expect(await namesOf()).toEqual([name]);
  }
});

test('while the feed is lost the count is asked for each time, and nothing that was kept is believed', async () => {
  const { tag } = await ask('/overview?range=7d');
  await registry.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'devpulse-change-feed'
     AND datname = current_database()`,
  );
  // Written without a word, as if the notice had been lost.
  await registry.pool.query('UPDATE organization SET change_count = change_count + 1 WHERE id = $1', [
    organization.id,
  ]);
  await vi.waitFor(async () => expect((await ask('/overview?range=7d', { tag })).statusCode).toBe(200));
  await listening(2);
});

test('of many who ask the same at once, one is answered from the database', async () => {
  await ask('/overview');
  statements.count = 0;
  await ask('/overview?range=90d');
  const alone = statements.count;
  ahead += 60_000;
  statements.count = 0;
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/overview?range=90d')));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  // Who asks and whose organization it is has to be looked up anew, too; twenty answers would be eighty statements.
  expect(statements.count).toBeLessThanOrEqual(alone + 10);
});

test('the store keeps what was used last, and never more than it may', () => {
  const store = new AnswerStore(40_000);
  const body = Buffer.alloc(3_000);
  for (const n of Array.from({ length: 20 }, (_, index) => index)) {
    store.keep(`t${n}`, n % 2 === 0 ? 'even' : 'odd', body);
    expect(store.find('t0') === null).toBe(false);
    expect(store.bytes).toBeLessThanOrEqual(40_000);
  }
  expect(store.find('t1')).toBeNull();
  expect(store.find('t19')).toBe(body);
  store.keep('large', 'odd', Buffer.alloc(6_000));
  expect(store.find('large')).toBeNull();
  store.forget('odd');
  expect([store.find('t19'), store.find('t0')]).toEqual([null, body]);
  store.clear();
  expect(store.bytes).toBe(0);
});
