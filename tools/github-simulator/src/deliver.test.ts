import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { deliver, signature } from './deliver.ts';
import { playLive } from './live.ts';
import type { Delivery } from './model.ts';
import { Simulation, simulateOrganization } from './organization.ts';
import { storyNow } from './test/read-history.ts';

vi.setConfig({ testTimeout: 60_000 });

interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A receiver on loopback; `answer` says the status for the n-th request. */
async function receiver(answer: (count: number) => number): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  let count = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      count += 1;
      const status = answer(count);
      if (status === 202)
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), at: Date.now() });
      setTimeout(() => response.writeHead(status).end(), Math.random() * 4);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, received };
}

const secret = 'a secret of the app';
const retry = { attempts: 20, firstPauseMs: 5, longestPauseMs: 40 };
const history = (): Delivery[] => [...simulateOrganization({ seed: 'fernhill', weeks: 2, now: storyNow })];

test('the signature is the one GitHub documents', () => {
  expect(signature("It's a Secret to Everybody", 'Hello, World!')).toBe(
    'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  );
});

test('every delivery arrives once, signed, with the headers of an app', async () => {
  const { url, received } = await receiver(() => 202);
  const deliveries = history();
  const report = await deliver({ url, secret, deliveries, concurrency: 16, retry });
  expect(report).toMatchObject({ sent: deliveries.length, failed: 0, byStatus: { 202: deliveries.length } });
  const guids = received.map(({ headers }) => headers['x-github-delivery']);
  expect(new Set(guids)).toEqual(new Set(deliveries.map(({ guid }) => guid)));
  for (const { headers, body } of received) {
    const expected = createHmac('sha256', secret).update(body).digest('hex');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//);
    expect(headers['x-github-hook-installation-target-type']).toBe('integration');
    expect(headers.connection).toBe('keep-alive');
  }
});

test('order is kept within a branch and around what concerns everyone, also when the receiver is away at times', async () => {
  const { url, received } = await receiver((count) => (count % 7 === 0 ? 503 : 202));
  const deliveries = history();
  const report = await deliver({ url, secret, deliveries, concurrency: 16, retry });
  expect(report.failed).toBe(0);
  expect(report.retries).toBeGreaterThan(10);
  const place = new Map(received.map(({ headers }, index) => [headers['x-github-delivery'], index]));
  const lanes = Map.groupBy(deliveries, ({ lane }) => lane);
  for (const lane of lanes.values()) {
    const places = lane.map(({ guid }) => place.get(guid) ?? -1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
  for (const [index, { lane, guid }] of deliveries.entries()) {
    if (lane === '') expect(place.get(guid)).toBe(index);
  }
});

test('a refused connection is tried again, then counted', async () => {
  const { url } = await receiver(() => 202);
  servers.pop()?.close();
  const deliveries = history().slice(0, 2);
  const report = await deliver({ url, secret, deliveries, retry: { ...retry, attempts: 3 } });
  expect(report).toMatchObject({ sent: 2, failed: 2, retries: 4, byStatus: { unreachable: 2 } });
});

test('a refusal is final', async () => {
  const { url } = await receiver(() => 401);
  const report = await deliver({ url, secret, deliveries: history().slice(0, 5), retry });
  expect(report).toMatchObject({ sent: 5, retries: 0, byStatus: { 401: 5 } });
});

test('after the signal what was taken is still sent, and a receiver that hangs does not hold it up', async () => {
  const { url, received } = await receiver(() => 202);
  const stop = new AbortController();
  const deliveries = history().slice(40, 60);
  let taken = 0;
  const onTaken = () => {
    taken += 1;
    if (taken === 10) stop.abort();
  };
  const report = await deliver({ url, secret, deliveries, retry, signal: stop.signal, onTaken });
  expect(report.byStatus).toEqual({ 202: 10 });
  expect(received.length).toBe(10);

  const silent = http.createServer(() => undefined);
  servers.push(silent);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const began = Date.now();
  const hung = await deliver({
    url: `http://127.0.0.1:${port}/`,
    secret,
    deliveries,
    signal: AbortSignal.timeout(100),
    retry,
  });
  expect(hung.failed).toBe(hung.sent);
  expect(Date.now() - began).toBeLessThan(8_000);
});

async function liveRun(count: number): Promise<{ events: string[]; received: Received[]; sent: Delivery[] }> {
  const { url, received } = await receiver(() => 202);
  const simulation = new Simulation({ seed: 'fernhill', weeks: 4, now: storyNow });
  simulation.skipHistory();
  const stop = new AbortController();
  const sent: Delivery[] = [];
  await playLive({
    simulation,
    destination: { url, secret },
    seed: 'fernhill',
    rate: 200,
    signal: stop.signal,
    clock: Date.now,
    onDelivery: (delivery) => {
      sent.push(delivery);
      if (sent.length === count) stop.abort();
    },
  });
  return {
    events: sent.map(({ event, action, lane, guid }) => `${event} ${action} ${lane} ${guid}`),
    received,
    sent,
  };
}

test('live events keep the rate, repeat by seed and are dated at their sending', async () => {
  const began = Date.now();
  const first = await liveRun(120);
  const took = Date.now() - began;
  expect(took).toBeGreaterThan(450);
  expect(took).toBeLessThan(3_000);
  expect((await liveRun(120)).events).toEqual(first.events);
  expect(first.received.length).toBe(120);
  for (const { event, occurredAt, body } of first.sent) {
    expect(occurredAt).toBeGreaterThanOrEqual(began);
    if (!event.startsWith('pull_request')) continue;
    const updated = (JSON.parse(body) as { pull_request: { updated_at: string } }).pull_request.updated_at;
    if (event !== 'pull_request_review_comment')
      expect(Date.parse(updated)).toBe(Math.floor(occurredAt / 1_000) * 1_000);
  }
});
