import { getOverview, Overview } from '@devpulse/contracts/overview';
import { CHANGE_CHANNEL } from '@devpulse/database/change-feed';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, type Registry, type TestPerson } from '../testing/people.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';
import { dailyRow, ORGANIZATION, type RowDraft } from './analytics/testing/organization.ts';
import { AccessReader } from './platform/access/access-reader.ts';

const BASE = '/api/v1/organizations/fernhill';
let database: TestDatabase;
let writer: Database;
let api: TestApi;
let registry: Registry;
let person: TestPerson;

beforeAll(async () => {
  database = await createTestDatabase();
  writer = openDatabase({ url: database.appUrl, applicationName: 'test' });
  api = await startTestApiOver(database, { now: () => Date.parse('2026-11-20T20:00:00Z') });
  registry = await openRegistry(api, database.ownerUrl);
  person = await registry.person();
});
afterAll(async () => {
  await registry.close();
  await api.close();
  await writer.close();
  await database.drop();
});

async function addOrganization(id: string, slug: string): Promise<void> {
  await transaction(writer, { organizationId: id, system: true }, async (tx) => {
    await tx.query('INSERT INTO organization (id, slug, name, time_zone) VALUES ($1, $2, $2, $3)', [
      id,
      slug,
      ORGANIZATION.calendar.zone,
    ]);
  });
}

async function addRow(organizationId: string, draft: RowDraft): Promise<void> {
  const row = dailyRow(draft);
  await transaction(writer, { organizationId }, async (tx) => {
    await tx.query(
      `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, merged, open_ready, sketches, computed_at)
       VALUES ($1, $2, 'organization', $1, $3, $4, $5, $6, $7)`,
      [
        organizationId,
        row.day,
        row.definitionVersion,
        row.counts.merged,
        row.snapshot.openReady,
        JSON.stringify(row.sketches),
        new Date(row.computedAt),
      ],
    );
  });
}

const get = (url: string) => api.app.inject({ url, headers: person.headers });

test('an organization that no delivery told of is not found, and is there as soon as one did', async () => {
  expect((await get(`${BASE}/overview`)).statusCode).toBe(404);
  await addOrganization(ORGANIZATION.id, 'fernhill');
  expect((await get(`${BASE}/overview`)).statusCode).toBe(404);
  await registry.member(ORGANIZATION, person, 'developer');
  api.app.get(AccessReader).forgetPerson(person.userId);
  const { organization, scope } = (await get(`${BASE}/overview`)).json();
  expect(scope).toMatchObject({ id: ORGANIZATION.id });
  expect(organization).toMatchObject({
    id: ORGANIZATION.id,
    slug: 'fernhill',
    people: 0,
    repositories: 0,
    teams: [],
  });
});

test('the page is made of the stored rows of this organization alone', async () => {
  const stranger = '0c9a1f6e-7777-4a4b-8a55-3d2c9f1b0a77';
  await addOrganization(stranger, 'stranger');
  await addRow(stranger, { day: '2026-11-19', counts: { merged: 1000 } });
  await addRow(ORGANIZATION.id, { day: '2026-11-10', counts: { merged: 3 } });
  await addRow(ORGANIZATION.id, {
    day: '2026-11-19',
    counts: { merged: 5 },
    snapshot: { openReady: 4 },
    durations: { cycle: [10, 20, 30, 40, 49] },
  });
  const response = await get(`${BASE}/overview?range=7d`);
  expect(response.statusCode).toBe(200);
  const overview = Overview.parse(response.json());
  expect(overview.figures.merged).toMatchObject({ value: 5, previous: { value: 3 } });
  expect(overview.figures.cycleTime).toMatchObject({ value: 30, n: 5, p85: 49 });
  expect(overview).toMatchObject({
    computedAt: '2026-11-19T22:00:00Z',
    flow: { openReadyNow: 4 },
    open: { total: 0 },
  });
  expect((await get(getOverview.path.replace(':organization', 'stranger'))).statusCode).toBe(404);
});

test.each(['cycle_time', 'merged', 'reviews_submitted', 'open_ready', 'waiting_for_review', 'reverted'])(
  'the evidence of %s is read, page by page',
  async (metric) => {
    const url = `${BASE}/metrics/${metric}/pull-requests?limit=2`;
    expect((await get(url)).json()).toEqual({ metric, total: 0, items: [], nextCursor: null });
  },
);

test('a change that the database announces reaches an open page', async () => {
  await api.app.listen(0, '127.0.0.1');
  const { port } = api.app.getHttpServer().address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}${BASE}/live`, { headers: person.headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  const computedAt = Date.parse('2026-11-20T19:59:59Z');
  const notice = { organizationId: ORGANIZATION.id, days: ['2026-11-20'], receivedAt: null, computedAt };
  await writer.pool.query('SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, JSON.stringify(notice)]);
  expect((await reader?.read())?.value).toBe(
    'event: changed\ndata: {"days":["2026-11-20"],"receivedAt":null,"computedAt":"2026-11-20T19:59:59Z"}\n\n',
  );
  await reader?.cancel();
});
