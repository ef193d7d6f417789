import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { passCall } from './program-passage.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

async function api(status = 200) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    response.writeHead(status, { 'set-cookie': 'a=b', etag: '"1"', 'content-type': 'application/json' });
    response.end(status === 304 ? undefined : '{"isDone":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const call = (path: string, init: RequestInit = {}) =>
  new Request(`https://devpulse.example.com${path}`, {
    ...init,
    headers: { cookie: 'session=canary', 'x-forwarded-for': '203.0.113.9', ...init.headers },
  });
const BEARER = { authorization: 'Bearer a.b.c' };

test('what a program sends with its token arrives, and no cookie of a browser does, either way', async () => {
  const { url, seen } = await api();
  const answer = await passCall(
    call('/api/v1/account?x=1', {
      method: 'PUT',
      headers: { ...BEARER, 'content-type': 'application/json' },
      body: '{"a":1}',
    }),
    url,
  );
  expect([answer.status, await answer.json(), answer.headers.get('set-cookie')]).toEqual([
    200,
    { isDone: true },
    null,
  ]);
  expect(seen).toMatchObject([
    {
      method: 'PUT',
      url: '/api/v1/account?x=1',
      body: '{"a":1}',
      headers: { authorization: 'Bearer a.b.c' },
    },
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/canary|203\.0\.113\.9/);
});

test.each([
  '/api/v1/auth/devices/code',
  '/api/v1/auth/devices/code/token',
  '/api/v1/auth/devices/token',
  '/api/v1/auth/refresh',
])('%s is open to a program that has no token yet', async (path) => {
  const { url, seen } = await api();
  expect((await passCall(call(path, { method: 'POST', body: '{}' }), url)).status).toBe(200);
  expect(seen).toHaveLength(1);
});

test.each([
  ['/api/v1/auth/sign-in', {}],
  ['/api/v1/account', {}],
  ['/api/v1/account', { authorization: 'Basic YTpi' }],
])('%s is not passed on without a bearer token (%o)', async (path, headers) => {
  const { url, seen } = await api();
  const answer = await passCall(call(path, { method: 'POST', headers, body: '{}' }), url);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
  expect((await answer.json()).remedy).toContain('Bearer');
  expect(seen).toEqual([]);
});

test('an answer without a body stays one', async () => {
  const { url } = await api(304);
  const answer = await passCall(call('/api/v1/account', { headers: BEARER }), url);
  expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([304, '"1"', '']);
});

test('too much is refused before the API sees it, and an API that is away is told as away', async () => {
  const { url, seen } = await api();
  const large = call('/api/v1/account', {
    method: 'POST',
    headers: BEARER,
    body: new Uint8Array(1_048_577),
  });
  expect((await passCall(large, url)).status).toBe(413);
  expect(seen).toEqual([]);
  const answer = await passCall(call('/api/v1/account', { headers: BEARER }), 'http://127.0.0.1:1');
  expect([answer.status, (await answer.json()).code]).toEqual([503, 'unavailable']);
});
