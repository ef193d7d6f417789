import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { Problem } from '@devpulse/contracts/problem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRouteTable } from '../testing/route-table.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { dailyRow, ORGANIZATION } from './analytics/testing/organization.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const BASE = '/api/v1/organizations/fernhill';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({
    now: () => NOW,
    reads: {
      findOrganization: async (slug) => (slug === 'fernhill' || slug === 'other' ? ORGANIZATION : null),
      readDailyMetrics: async () => [dailyRow({ day: '2026-11-19', counts: { merged: 4 } })],
      readOpenPullRequests: async () => ({ total: 0, items: [] }),
      readEvidence: async () => {
        throw Object.assign(new Error('relation "pull_request": secret-of-the-database'), {
          severity: 'ERROR',
          code: '42P01',
        });
      },
    },
  });
  await api.app.listen(0, '127.0.0.1');
});
afterAll(() => api.close());

const get = (url: string, options: { remoteAddress?: string; headers?: Record<string, string> } = {}) =>
  api.app.inject({ method: 'GET', url, ...options });

function withoutRequestId(problem: unknown): unknown {
  return { ...Problem.parse(problem), requestId: null };
}

describe('input', () => {
  test('defaults of the contract apply', async () => {
    const response = await get(`${BASE}/overview`);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ range: { from: '2026-10-22', to: '2026-11-21' }, bucket: 'day' });
  });

  test.each([
    ['colour=red', 'query.colour', 'Leave it out. It takes: range, from, to, compare, team.'],
    ['range=1y', 'query.range', 'Use one of: 7d, 30d, 90d, quarter, custom.'],
    ['range=7d&range=30d', 'query.range', 'Use one of: 7d, 30d, 90d, quarter, custom.'],
    ['range=custom&from=2026-13-01&to=2026-11-01', 'query.from', 'Send a date as YYYY-MM-DD.'],
    ['range=custom&from=2026-02-30&to=2026-11-01', 'query.from', 'Give a date as YYYY-MM-DD.'],
    ['range=custom&to=2026-11-01', 'query.from', 'Give a date as YYYY-MM-DD.'],
    [
      'range=custom&from=2026-11-02&to=2026-11-01',
      'query.to',
      'Choose a last day that is not before the first.',
    ],
    ['team=', 'query.team', 'Use at least 1.'],
    ['__proto__=1', 'query.__proto__', 'Leave it out. It takes: range, from, to, compare, team.'],
  ])('%s: 400 naming the field and the remedy', async (query, field, remedy) => {
    const response = await get(`${BASE}/overview?${query}`);
    expect(response.statusCode).toBe(400);
    expect(Problem.parse(response.json())).toMatchObject({ field, remedy });
  });

  test.each([
    ['metrics/cycle_time/pull-requests?limit=0', 'query.limit'],
    ['metrics/cycle_time/pull-requests?limit=201', 'query.limit'],
    ['metrics/cycle_time/pull-requests?cursor=bm90LWEtY3Vyc29y', 'query.cursor'],
    ['metrics/rank/pull-requests', 'path.metric'],
  ])('%s: 400 naming %s', async (path, field) => {
    const response = await get(`${BASE}/${path}`);
    expect([response.statusCode, response.json().field]).toEqual([400, field]);
  });

  test('bodies are JSON, small, and reach for no prototype', async () => {
    const post = (payload: string, type: string) =>
      api.app.inject({ method: 'POST', url: BASE, payload, headers: { 'content-type': type } });
    expect((await post('a=b', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
    expect((await post('{"__proto__":{"a":1}}', 'application/json')).statusCode).toBe(400);
    expect((await post('{"n":', 'application/json')).statusCode).toBe(400);
    expect((await post(`"${'x'.repeat(1_100_000)}"`, 'application/json')).statusCode).toBe(413);
  });
});

describe('who may read, until there is sign-in', () => {
  test('another organization is answered exactly as one that does not exist', async () => {
    for (const path of ['overview', 'metrics/merged/pull-requests', 'live']) {
      const foreign = await get(`/api/v1/organizations/other/${path}`);
      const missing = await get(`/api/v1/organizations/nowhere/${path}`);
      expect(foreign.statusCode).toBe(404);
      expect(withoutRequestId(foreign.json())).toEqual(withoutRequestId(missing.json()));
      expect(Object.keys(foreign.headers).sort()).toEqual(Object.keys(missing.headers).sort());
    }
  });

  test('only the sample organization is listed', async () => {
    const { items } = (await get('/api/v1/organizations')).json();
    expect(items.map((item: { slug: string }) => item.slug)).toEqual(['fernhill']);
    expect(items[0]).not.toHaveProperty('targets');
  });

  test.each([
    ['an address of the network', { remoteAddress: '192.168.1.20' }],
    ['a public address', { remoteAddress: '203.0.113.9' }],
    [
      'an address that says it is loopback',
      { remoteAddress: '203.0.113.9', headers: { 'x-forwarded-for': '127.0.0.1' } },
    ],
    ['a name that was pointed here', { headers: { host: 'evil.example:4000' } }],
    ['a name that begins like this machine’s', { headers: { host: 'localhost.evil.example' } }],
  ])('%s is refused on every endpoint, whatever it asks for', async (_, options) => {
    for (const url of [
      '/api/v1/organizations',
      `${BASE}/overview`,
      '/api/v1/organizations/nowhere/overview',
      `${BASE}/live`,
    ]) {
      const response = await get(url, options);
      expect([url, response.statusCode, response.json().code]).toEqual([url, 403, 'forbidden']);
    }
  });

  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    '%s is this machine',
    async (remoteAddress) => {
      expect((await get('/api/v1/organizations', { remoteAddress })).statusCode).toBe(200);
    },
  );
});

describe('answers', () => {
  test('an unexpected error shows nothing of itself, and is logged and reported', async () => {
    const response = await get(`${BASE}/metrics/merged/pull-requests`);
    expect(response.statusCode).toBe(500);
    expect(response.headers['content-type']).toBe('application/problem+json');
    const problem = Problem.parse(response.json());
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      code: 'internal',
      detail: 'Something went wrong on our side.',
      remedy: 'Try again; if it stays, give the operator the requestId.',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const log = api.logLines.join('\n');
    expect(log).toContain(problem.requestId);
    expect(log).toContain('42P01');
    expect(log).not.toContain('secret-of-the-database');
    expect(api.reported).toHaveLength(1);
  });

  test.each([
    ['GET', '/nowhere?token=abc', 404],
    ['GET', '/api/v1/%zz', 400],
    ['DELETE', '/api/v1/organizations', 404],
    ['GET', `/api/v1/organizations/${'a'.repeat(300)}/overview`, 400],
  ] as const)('%s %s: a problem, with the headers of every answer', async (method, url, status) => {
    const response = await api.app.inject({ method, url });
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(Problem.parse(response.json()).status).toBe(response.statusCode);
    expect(response.statusCode).toBe(status);
    expect(response.body).not.toContain('abc');
    expect(response.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
  });

  test('what is not HTTP gets a problem too', async () => {
    const { port } = api.app.getHttpServer().address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.end('NONSENSE\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(Problem.parse(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).code).toBe('invalid_request');
  });

  test('the OpenAPI description names every endpoint', async () => {
    const openapi = (await get('/api/v1/openapi.json')).json();
    expect(Object.keys(openapi.paths)).toEqual([
      '/api/v1/organizations',
      '/api/v1/organizations/{organization}/overview',
      '/api/v1/organizations/{organization}/metrics/{metric}/pull-requests',
    ]);
    const parameters = openapi.paths['/api/v1/organizations/{organization}/overview'].get.parameters;
    expect(parameters.map((one: { name: string; required: boolean }) => [one.name, one.required])).toEqual([
      ['organization', true],
      ['range', false],
      ['from', false],
      ['to', false],
      ['compare', false],
      ['team', false],
    ]);
  });
});

test('every route says who may call it', async () => {
  const open = ['/api/v1/github/webhooks', '/live', '/ready', '/metrics', '/api/v1/openapi.json'];
  const routes = readRouteTable(api.app);
  expect(
    routes
      .filter((route) => !route.isGuarded)
      .map((route) => route.path)
      .sort(),
  ).toEqual(open.sort());
  expect(routes.filter((route) => route.isGuarded)).toHaveLength(4);
});

test('answers are the same bytes for the same question', async () => {
  const digest = async () =>
    createHash('sha256')
      .update((await get(`${BASE}/overview`)).body)
      .digest('hex');
  expect(await digest()).toBe(await digest());
});
