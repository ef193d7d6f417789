import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { Problem } from '@devpulse/contracts/problem';
import { ROUTES } from '@devpulse/contracts/routes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRouteTable } from '../testing/route-table.ts';
import { SIGNED_IN } from '../testing/signed-in.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { dailyRow, ORGANIZATION } from './analytics/testing/organization.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const BASE = '/api/v1/organizations/fernhill';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({
    now: () => NOW,
    reads: {
      findOrganization: async ({ slug }) => (slug === 'fernhill' || slug === 'other' ? ORGANIZATION : null),
      readDailyMetrics: async () => [dailyRow({ day: '2026-11-19', counts: { merged: 4 } })],
      readWindow: async () => ({
        window: null,
        score: null,
        scoreBefore: null,
        alerts: { open: 0, acknowledged: 0, snoozed: 0 },
        definitionVersion: 1,
      }),
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

const get = (url: string, headers: Record<string, string> = SIGNED_IN) =>
  api.app.inject({ method: 'GET', url, headers });

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
    ['colour=red', 'query.colour', 'Leave it out. It takes: range, from, to, compare, team, repository.'],
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
    ['__proto__=1', 'query.__proto__', 'Leave it out. It takes: range, from, to, compare, team, repository.'],
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

describe('who may read', () => {
  const PATHS = ['overview', 'metrics/merged/pull-requests', 'live'];

  test('another organization is answered exactly as one that does not exist', async () => {
    for (const path of PATHS) {
      const foreign = await get(`/api/v1/organizations/other/${path}`);
      const missing = await get(`/api/v1/organizations/nowhere/${path}`);
      expect(foreign.statusCode).toBe(404);
      expect(withoutRequestId(foreign.json())).toEqual(withoutRequestId(missing.json()));
      expect(Object.keys(foreign.headers).sort()).toEqual(Object.keys(missing.headers).sort());
    }
  });

  test.each([
    ['nothing', {}],
    ['a cookie', { cookie: '__Host-dp_rt=dpr_a-token-that-the-stand-in-believes' }],
    ['another scheme', { authorization: 'Basic YS10b2tlbi10aGF0LXRoZS1zdGFuZC1pbi1iZWxpZXZlcw==' }],
    ['a token in the address', {}],
    ['a token of a few signs', { authorization: 'Bearer abc' }],
  ] as [string, Record<string, string>][])(
    'with %s: 401 on every address, of whatever organization',
    async (name, headers) => {
      const query = name.includes('address') ? `?access_token=${SIGNED_IN.authorization.slice(7)}` : '';
      for (const path of PATHS) {
        for (const slug of ['fernhill', 'other', 'nowhere', '..%2f']) {
          const response = await get(`/api/v1/organizations/${slug}/${path}${query}`, headers);
          expect([slug, path, response.statusCode]).toEqual([slug, path, 401]);
          expect(Problem.parse(response.json())).toMatchObject({
            code: 'unauthorized',
            field: 'header.authorization',
          });
        }
      }
    },
  );

  test('a session that has ended says so', async () => {
    const ended = await startTestApi({ access: { caller: async () => null } });
    const response = await ended.app.inject({ url: `${BASE}/overview`, headers: SIGNED_IN });
    expect([response.statusCode, response.json().code]).toEqual([401, 'session_ended']);
    await ended.close();
  });
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
    const described = Object.values<Record<string, { operationId: string }>>(openapi.paths).flatMap(
      (operations) => Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(described.sort()).toEqual(ROUTES.map(({ id }) => id).sort());
    const parameters = openapi.paths['/api/v1/organizations/{organization}/overview'].get.parameters;
    expect(parameters.map((one: { name: string; required: boolean }) => [one.name, one.required])).toEqual([
      ['organization', true],
      ['range', false],
      ['from', false],
      ['to', false],
      ['compare', false],
      ['team', false],
      ['repository', false],
    ]);
  });
});

describe('routes', () => {
  /** Open to anyone: what comes before a session, and what says whether the instance is well. */
  const OPEN = [
    'GET /api/v1/instance',
    'GET /api/v1/metrics',
    'GET /api/v1/openapi.json',
    'GET /live',
    'GET /metrics',
    'GET /ready',
    'POST /api/v1/auth/devices/code',
    'POST /api/v1/auth/devices/code/token',
    'POST /api/v1/auth/devices/token',
    'POST /api/v1/auth/email/verify',
    'POST /api/v1/auth/github/finish',
    'POST /api/v1/auth/github/start',
    'POST /api/v1/auth/invitations/read',
    'POST /api/v1/auth/invitations/sign-up',
    'POST /api/v1/auth/passkeys/challenge',
    'POST /api/v1/auth/passkeys/sign-in',
    'POST /api/v1/auth/password/forgotten',
    'POST /api/v1/auth/password/reset',
    'POST /api/v1/auth/refresh',
    'POST /api/v1/auth/set-up',
    'POST /api/v1/auth/sign-in',
    'POST /api/v1/auth/sign-in/factor',
    'POST /api/v1/auth/sso/finish',
    'POST /api/v1/auth/sso/start',
    'POST /api/v1/github/webhooks',
  ];

  test('each says who may call it, and only these are open to anyone', () => {
    const routes = readRouteTable(api.app);
    const named = (list: typeof routes) => list.map(({ method, path }) => `${method} ${path}`).sort();
    expect(named(routes.filter(({ rule }) => rule === null))).toEqual([]);
    expect(named(routes.filter(({ rule }) => rule?.access === 'anyone'))).toEqual(OPEN);
  });

  test('each of the contracts is served, once', () => {
    const served = readRouteTable(api.app).flatMap(({ id }) => (id === null ? [] : [id]));
    expect(served.sort()).toEqual(ROUTES.map(({ id }) => id).sort());
  });
});

test('answers are the same bytes for the same question', async () => {
  const digest = async () =>
    createHash('sha256')
      .update((await get(`${BASE}/overview`)).body)
      .digest('hex');
  expect(await digest()).toBe(await digest());
});
