import type { getEvidence } from '@devpulse/contracts/analytics/metrics';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { EvidenceRow } from '@devpulse/database/read/evidence';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SIGNED_IN } from '../testing/signed-in.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { ORGANIZATION, TEAM } from './analytics/testing/organization.ts';
import type { DashboardReads } from './platform/dashboard-reads.ts';

type EvidencePage = RouteResponse<typeof getEvidence>;

const PATH = '/api/v1/organizations/fernhill/metrics/cycle_time/pull-requests';
const queries: Parameters<DashboardReads['readEvidence']>[0][] = [];
let api: TestApi;

const row = (index: number): EvidenceRow => ({
  id: `0c9a1f6e-3333-4a4b-8a55-3d2c9f1b0a${String(index).padStart(2, '0')}`,
  repository: 'fernhill/web',
  number: index,
  title: `Title ${index}`,
  url: `https://github.com/fernhill/web/pull/${index}`,
  author: index === 3 ? null : 'ada',
  state: 'merged',
  at: Date.parse('2026-11-19T12:00:00Z') - index * 60_000,
  workingSeconds: 100 * index,
  elapsedSeconds: null,
});
const get = (query = '') => api.app.inject({ url: `${PATH}${query}`, headers: SIGNED_IN });
const ROWS = [1, 2, 3, 4, 5].map(row);

beforeAll(async () => {
  api = await startTestApi({
    now: () => Date.parse('2026-11-21T01:00:00Z'),
    reads: {
      findOrganization: async () => ORGANIZATION,
      readEvidence: async (query) => {
        queries.push(query);
        const start = ROWS.findIndex((one) => one.id === query.before?.id) + 1;
        return { total: ROWS.length, items: ROWS.slice(start, start + query.limit) };
      },
    },
  });
});
afterAll(() => api.close());

test('pages go on where the last one ended, each item once', async () => {
  const seen: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const response: { statusCode: number; json(): EvidencePage } = await get(
      `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    expect(response.statusCode).toBe(200);
    const page = response.json();
    expect(page).toMatchObject({ metric: 'cycle_time', total: 5 });
    seen.push(...page.items.map((item) => item.number));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(queries.at(-1)?.before).toEqual({ at: ROWS[3]?.at, id: ROWS[3]?.id });
});

test('an item says its instant in UTC and keeps what is absent absent', async () => {
  const { items } = (await get()).json();
  expect(items[2]).toEqual({
    ...ROWS[2],
    author: null,
    at: '2026-11-19T11:57:00Z',
    workingSeconds: 300,
    elapsedSeconds: null,
  });
});

test('the range is that of the figure: days of the organization’s zone, and the team', async () => {
  await get(`?range=7d&team=${TEAM.slug}`);
  expect(queries.at(-1)).toMatchObject({
    organizationId: ORGANIZATION.id,
    scopeType: 'team',
    scopeId: TEAM.id,
    days: { from: '2026-11-14', to: '2026-11-21' },
    metric: 'cycle_time',
    from: Date.parse('2026-11-14T05:00:00Z'),
    to: Date.parse('2026-11-21T05:00:00Z'),
    before: null,
  });
});
