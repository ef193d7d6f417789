import { getOverview, Overview } from '@devpulse/contracts/analytics/overview';
import { CHANGE_CHANNEL } from '@devpulse/database/change-feed';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { refreshWindows } from '@devpulse/database/rollup/windows';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { sketchOf } from '@devpulse/domain/metrics/sketch';
import { addDays } from '@devpulse/domain/time/local-day';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countChange } from '../testing/changed-organization.ts';
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
    await countChange(api, tx, organizationId);
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

describe('a window that is kept ready', () => {
  const TODAY = '2026-11-20';
  const REPOSITORY = '0c9a1f6e-8888-4a4b-8a55-3d2c9f1b0a77';
  const inTenant = (text: string, values: unknown[]) =>
    transaction(writer, { organizationId: ORGANIZATION.id }, async (tx) => {
      await tx.query(text, values);
      await countChange(api, tx, ORGANIZATION.id);
    });

  beforeAll(async () => {
    await inTenant(
      `INSERT INTO repository (organization_id, id, github_id, full_name, web_url, is_private, is_archived, seen_at)
       VALUES ($1, $2, 1, 'fernhill/web', 'https://github.com/fernhill/web', true, false, now())`,
      [ORGANIZATION.id, REPOSITORY],
    );
    for (let back = 0; back < 200; back += 1 + (back % 3)) {
      const seconds = Array.from(
        { length: 1 + (back % 5) },
        (_, index) => 600 * (1 + ((back * 7 + index * 13) % 90)),
      );
      await inTenant(
        `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, merged, ready, open_ready,
           waiting_for_review, first_reviews_in_target, sketches, computed_at)
         VALUES ($1, $2, 'repository', $3, 1, $4, $5, $6, 3, 1, $7, now())`,
        [
          ORGANIZATION.id,
          addDays(TODAY, -back),
          REPOSITORY,
          seconds.length,
          back % 4,
          back % 6,
          JSON.stringify({
            cycle_working: sketchOf(seconds),
            cycle_elapsed: sketchOf(seconds.map((one) => one * 3)),
            pickup_working: sketchOf(seconds.slice(1)),
            review_working: sketchOf(seconds.slice(2)),
          }),
        ],
      );
    }
  });
  const overviewOf = async (query: string) => {
    const response = await get(`${BASE}/overview?repository=${REPOSITORY}&${query}`);
    expect(response.statusCode).toBe(200);
    return Overview.parse(response.json());
  };
  const ranges = ['range=7d', 'range=30d', 'range=90d'];

  test('answers as the daily rows do, and is what is read', async () => {
    const fromDays = await Promise.all(ranges.map(overviewOf));
    expect(fromDays.map(({ figures }) => figures.merged.value)).not.toContain(0);
    expect(
      fromDays.every(({ figures }) => figures.cycleTime.previousSeries.some((one) => one !== null)),
    ).toBe(true);
    const now = Date.parse('2026-11-20T19:30:00Z');
    await transaction(writer, { organizationId: ORGANIZATION.id }, async (tx) => {
      await refreshWindows(tx, { organizationId: ORGANIZATION.id, version: 1, today: TODAY, now }, []);
      await countChange(api, tx, ORGANIZATION.id);
    });
    const fromWindows = await Promise.all(ranges.map(overviewOf));
    const computedAt = '2026-11-20T19:30:00Z';
    expect(fromWindows).toEqual(fromDays.map((overview) => ({ ...overview, computedAt })));
    await inTenant(
      `UPDATE daily_metrics SET merged = 99 WHERE organization_id = $1 AND scope_type = 'repository'`,
      [ORGANIZATION.id],
    );
    expect(await Promise.all(ranges.map(overviewOf))).toEqual(fromWindows);
    expect((await overviewOf('range=7d&compare=none')).figures.merged.value).toBeGreaterThanOrEqual(99);
  });

  test('that ends with another day than today is not', async () => {
    await inTenant('UPDATE window_metrics SET last_day = last_day - 1 WHERE organization_id = $1', [
      ORGANIZATION.id,
    ]);
    expect((await overviewOf('range=7d')).figures.merged.value).toBeGreaterThanOrEqual(99);
  });

  test('has the score and the live alerts of its scope beside it', async () => {
    const alert = (
      id: number,
      state: string,
      repositoryId: string | null,
      rule = 'inactivity',
      subject = 'repository',
    ) =>
      inTenant(
        `INSERT INTO health_alert (id, organization_id, rule, subject_type, subject_id, deduplication_key, repository_id, state, since,
           opened_at, evidence, snoozed_until, resolved_at, updated_at)
         VALUES (gen_random_uuid(), $1, $6, $5, $1, $2, $3, $4, now(), now(), '{}', now(),
           CASE WHEN $4 = 'resolved' THEN now() END, now())`,
        [ORGANIZATION.id, String(id), repositoryId, state, subject, rule],
      );
    await alert(1, 'open', REPOSITORY);
    await alert(2, 'open', null);
    await alert(3, 'snoozed', REPOSITORY);
    await alert(4, 'resolved', REPOSITORY);
    await alert(5, 'open', REPOSITORY, 'inactivity', 'contributor');
    // Of administrators alone: nobody else could list it.
    await alert(6, 'open', REPOSITORY, 'integration');
    for (const [day, value] of [
      ['2026-11-19', 80],
      ['2026-10-22', 60],
      ['2026-10-23', 50],
    ] as const) {
      await inTenant(
        `INSERT INTO score (organization_id, scope_type, scope_id, day, definition_version, value, low, high, confidence, matured, detail,
           evidence, computed_at)
         VALUES ($1, 'repository', $2, $3, 1, $4::float8, $4::float8 - 5, $4::float8 + 5, 'medium', 40, '{}', '{}', now())`,
        [ORGANIZATION.id, REPOSITORY, day, value],
      );
    }
    const { score, alerts } = await overviewOf('range=7d');
    expect(alerts).toEqual({ open: 1, acknowledged: 0, snoozed: 1 });
    expect(score).toMatchObject({ day: '2026-11-19', value: 80, n: 40 });
    expect(score?.change).toEqual({ day: '2026-10-22', value: 60, isChanged: true });
    const whole = Overview.parse((await get(`${BASE}/overview?range=7d`)).json());
    expect([whole.alerts, whole.score]).toEqual([{ open: 2, acknowledged: 0, snoozed: 1 }, null]);
  });

  test('of a repository of somebody else, or with a team too, is refused', async () => {
    const stranger = '0c9a1f6e-7777-4a4b-8a55-3d2c9f1b0a77';
    const theirs = '0c9a1f6e-9999-4a4b-8a55-3d2c9f1b0a77';
    await transaction(writer, { organizationId: stranger }, (tx) =>
      tx.query(
        `INSERT INTO repository (organization_id, id, github_id, full_name, web_url, is_private, is_archived, seen_at)
         VALUES ($1, $2, 2, 'stranger/web', 'https://github.com/stranger/web', true, false, now())`,
        [stranger, theirs],
      ),
    );
    const foreign = await get(`${BASE}/overview?repository=${theirs}`);
    expect([foreign.statusCode, foreign.json().field]).toEqual([404, 'query.repository']);
    const both = await get(`${BASE}/overview?repository=${REPOSITORY}&team=payments`);
    expect([both.statusCode, both.json().field]).toEqual([400, 'query.repository']);
    const evidence = `${BASE}/metrics/merged/pull-requests`;
    expect((await get(`${evidence}?repository=${theirs}`)).statusCode).toBe(404);
    expect((await get(`${evidence}?repository=${REPOSITORY}`)).json()).toMatchObject({ items: [] });
  });
});

test.each(['cycle_time', 'merged', 'reviews_submitted', 'open_ready', 'waiting_for_review', 'reverted'])(
  'the evidence of %s is read, page by page',
  async (metric) => {
    const url = `${BASE}/metrics/${metric}/pull-requests?limit=2`;
    // Days that were written without any pull request: how many there are is what the days say.
    expect((await get(url)).json()).toMatchObject({ metric, items: [], nextCursor: null });
  },
);

test('a change that the database announces reaches an open page', async () => {
  await api.app.listen(0, '127.0.0.1');
  const { port } = api.app.getHttpServer().address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}${BASE}/live`, { headers: person.headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  const computedAt = Date.parse('2026-11-20T19:59:59Z');
  const notice = {
    organizationId: ORGANIZATION.id,
    days: ['2026-11-20'],
    receivedAt: null,
    computedAt,
    changeCount: 1,
  };
  await writer.pool.query('SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, JSON.stringify(notice)]);
  expect((await reader?.read())?.value).toBe(
    'event: changed\ndata: {"days":["2026-11-20"],"receivedAt":null,"computedAt":"2026-11-20T19:59:59Z"}\n\n',
  );
  await reader?.cancel();
});
