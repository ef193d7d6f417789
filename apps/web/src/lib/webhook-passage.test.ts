import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { passDelivery } from './webhook-passage.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Seen = { url: string; headers: IncomingHttpHeaders; body: Buffer };

async function api(answer: { status: number; headers?: Record<string, string> }) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
    response
      .writeHead(answer.status, { 'set-cookie': 'a=b', ...answer.headers })
      .end('{"status":"accepted"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const delivery = (body: Buffer<ArrayBuffer>) =>
  new Request('https://devpulse.example.com/api/v1/github/webhooks', {
    method: 'POST',
    headers: {
      'content-length': String(body.length),
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-hub-signature-256': 'sha256=00',
      cookie: 'session=canary',
      authorization: 'Bearer canary',
    },
    body,
  });

test('bytes, length and GitHub’s headers arrive as they came, and nothing else does', async () => {
  const { url, seen } = await api({ status: 202, headers: { 'content-type': 'application/json' } });
  const body = Buffer.concat([Buffer.from([0xff, 0x00, 0xc3]), Buffer.alloc(2_000_000, 'x')]);
  const answer = await passDelivery(delivery(body), url);
  expect([answer.status, answer.headers.get('set-cookie'), await answer.json()]).toEqual([
    202,
    null,
    { status: 'accepted' },
  ]);
  expect(seen[0]?.url).toBe('/api/v1/github/webhooks');
  expect(seen[0]?.body.equals(body)).toBe(true);
  expect(seen[0]?.headers).toMatchObject({
    'content-length': String(body.length),
    'x-github-event': 'push',
    'x-hub-signature-256': 'sha256=00',
  });
  expect(JSON.stringify(seen[0]?.headers)).not.toContain('canary');
});

test('a refusal is passed back with the time to come again', async () => {
  const { url } = await api({ status: 503, headers: { 'retry-after': '10' } });
  const answer = await passDelivery(delivery(Buffer.from('{}')), url);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
});

test('while the API is away, GitHub is told that the delivery failed', async () => {
  const answer = await passDelivery(delivery(Buffer.from('{}')), 'http://127.0.0.1:1');
  expect(answer.status).toBe(503);
});
