import { afterEach, expect, test } from 'vitest';
import { SIGNED_IN } from '../testing/signed-in.ts';
import { type Outside, startTestApi, type TestApi } from '../testing/test-api.ts';
import { ORGANIZATION } from './analytics/testing/organization.ts';
import { stopApplication } from './platform/shutdown.ts';

const EVIDENCE = '/api/v1/organizations/fernhill/metrics/merged/pull-requests';
let api: TestApi;
afterEach(() => api.close());

const start = async (outside: Outside = {}) => {
  api = await startTestApi(outside);
  return api;
};
const away = async () => {
  throw new Error('password authentication failed for user "devpulse_app"');
};

async function readyOf() {
  const response = await api.app.inject({ url: '/ready' });
  return [response.statusCode, response.json().status, response.body] as const;
}

test('ready when every part answers', async () => {
  await start();
  const [code, status, body] = await readyOf();
  expect([code, status]).toEqual([200, 'ready']);
  expect(JSON.parse(body).checks.map((check: { name: string }) => check.name)).toEqual([
    'database',
    'dashboard',
    'queue',
  ]);
});

test('without the queue it still serves: degraded', async () => {
  await start({ ping: away });
  const [code, status] = await readyOf();
  expect([code, status]).toEqual([200, 'degraded']);
});

test('without the database it does not, and does not say why', async () => {
  await start({ database: { query: away } });
  const [code, status, body] = await readyOf();
  expect([code, status]).toEqual([503, 'unavailable']);
  expect(body).not.toContain('password');
});

test('alive without asking anything', async () => {
  await start({ database: { query: away }, ping: away });
  const response = await api.app.inject({ url: '/live' });
  expect([response.statusCode, response.json()]).toEqual([200, { status: 'live' }]);
});

test('figures are for this machine only, and not here at all when they have a port of their own', async () => {
  await start();
  expect((await api.app.inject({ url: '/metrics' })).body).toContain('webhook_ack_seconds');
  expect((await api.app.inject({ url: '/metrics', remoteAddress: '10.0.0.7' })).statusCode).toBe(404);
  await api.close();
  await start({ environment: { METRICS_PORT: '0' } });
  expect((await api.app.inject({ url: '/metrics' })).statusCode).toBe(404);
});

test('stopping: not ready at once, still answering while it drains, and what was begun is finished', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await start({
    reads: {
      readEvidence: async () => ({ total: 0, items: [] }),
      findOrganization: async () => {
        await held;
        return ORGANIZATION;
      },
    },
  });
  await api.app.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${(api.app.getHttpServer().address() as { port: number }).port}`;
  const begun = fetch(`${base}${EVIDENCE}`, { headers: SIGNED_IN });
  await new Promise((resolve) => setTimeout(resolve, 30));
  const stopped = stopApplication(api.app, 0.2);
  expect((await fetch(`${base}/ready`)).status).toBe(503);
  expect((await fetch(`${base}/live`)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await expect(fetch(`${base}/live`)).rejects.toThrow();
  release();
  expect((await begun).status).toBe(200);
  await stopped;
});
