import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { NewDelivery } from '@devpulse/database/deliveries';
import { signBody } from '@devpulse/github/signature';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, storeInMemory, type TestApi } from '../testing/test-api.ts';
import { DeliveryBell, type StoredDelivery } from './github/delivery-bell.ts';
import { deliver, PREVIOUS_SECRET, SECRET } from './github/testing/deliveries.ts';
import { WEBHOOK_BODY_LIMIT, WEBHOOK_PATH } from './github/webhook-gate.ts';

const stored: NewDelivery[] = [];
const rung: StoredDelivery[] = [];
let isStoreAway = false;
let api: TestApi;

beforeAll(async () => {
  const insert = storeInMemory(stored);
  api = await startTestApi({
    insert: async (deliveries) => {
      if (isStoreAway)
        throw Object.assign(new Error('connect ECONNREFUSED db:5432'), { code: 'ECONNREFUSED' });
      return insert(deliveries);
    },
    enqueue: async (deliveries) => void rung.push(...deliveries),
  });
  await api.app.listen(0, '127.0.0.1');
});
afterAll(() => api.close());
afterEach(async () => {
  await api.app.get(DeliveryBell).idle();
  isStoreAway = false;
  stored.length = 0;
  rung.length = 0;
});

const UNSIGNED = {
  type: 'about:blank',
  title: 'Not authenticated',
  status: 401,
  code: 'unauthorized',
  detail: 'The delivery has no valid signature.',
  remedy: 'Check that GITHUB_WEBHOOK_SECRETS holds the secret of the GitHub App.',
  requestId: expect.any(String),
};

describe('signature', () => {
  const body = '{"action":"opened"}';
  const good = signBody(body, SECRET);
  const bad = {
    missing: undefined,
    'of another secret': signBody(body, 'some-other-secret-of-nobody'),
    'of another body': signBody(`${body} `, SECRET),
    'in capitals': good.toUpperCase(),
    'with capital digits': `sha256=${good.slice(7).toUpperCase()}`,
    truncated: good.slice(0, -1),
    'too long': `${good}0`,
    'with the SHA-1 prefix': good.replace('sha256', 'sha1'),
    empty: '',
    'twice in one header': `${good}, ${good}`,
    'in two headers': [good, good],
  };
  test.each(Object.entries(bad))(
    '%s: 401, the same answer as any other, nothing stored',
    async (_, signature) => {
      const headers = {
        'x-hub-signature-256': signature,
        'x-hub-signature': 'sha1=2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
      };
      const response = await deliver(api.app, body, headers);
      expect(response.statusCode).toBe(401);
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(response.json()).toEqual(UNSIGNED);
      expect(stored).toHaveLength(0);
    },
  );

  test('of the previous secret is accepted', async () => {
    const response = await deliver(api.app, body, { 'x-hub-signature-256': signBody(body, PREVIOUS_SECRET) });
    expect(response.statusCode).toBe(202);
  });
});

describe('what is stored', () => {
  const bodies: Record<string, Buffer> = {
    'an escaped NUL': Buffer.from('{"title":"a\\u0000b"}'),
    'a raw NUL': Buffer.from('{"title":"a\0b"}'),
    'a lone surrogate': Buffer.from('{"title":"\\ud800"}'),
    'reserved keys': Buffer.from('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    '10,000 levels': Buffer.from('['.repeat(10_000) + ']'.repeat(10_000)),
    'no JSON': Buffer.from('payload=%7B%7D'),
    'no text': Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0x00]),
    'a byte order mark': Buffer.from('\uFEFF{}'),
    'ids over 2^53': Buffer.from('{"id":9007199254740993e3}'),
    'nothing at all': Buffer.alloc(0),
    'a large body': Buffer.alloc(3_000_000, 'x'),
  };
  test.each(Object.entries(bodies))('%s: 202, every byte as it came', async (_, body) => {
    const guid = randomUUID();
    const response = await deliver(api.app, body, { 'x-github-delivery': guid });
    expect(response.statusCode).toBe(202);
    expect(response.json()).toEqual({ status: 'accepted', deliveryId: guid });
    expect(stored).toHaveLength(1);
    expect(stored[0]?.body.equals(body)).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'a/b; c=d',
  ])('a body of the type %s', async (type) => {
    expect((await deliver(api.app, '{"n":1}', { 'content-type': type })).statusCode).toBe(202);
    expect(stored[0]?.body.toString()).toBe('{"n":1}');
  });

  test('the headers that matter, and no other', async () => {
    await deliver(api.app, '{}', {
      'x-github-delivery': '72D3162E-CC78-11E3-81AB-4C9367DC0958',
      'x-github-event': 'push',
      'x-github-hook-id': '292430182',
      'x-github-hook-installation-target-id': '79929171',
      'x-github-hook-installation-target-type': 'integration',
      authorization: 'Bearer something',
      cookie: 'a=b',
    });
    expect(stored[0]).toMatchObject({
      guid: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      event: 'push',
      hookId: '292430182',
      installationTargetId: '79929171',
      state: 'received',
      reason: null,
    });
    expect(Object.keys(stored[0]?.headers ?? {}).sort()).toEqual([
      'content-type',
      'user-agent',
      'x-github-delivery',
      'x-github-event',
      'x-github-hook-id',
      'x-github-hook-installation-target-id',
      'x-github-hook-installation-target-type',
    ]);
  });

  test('an event that is not handled: 202, ignored, not queued', async () => {
    expect((await deliver(api.app, '{}', { 'x-github-event': 'star' })).statusCode).toBe(202);
    expect(stored[0]).toMatchObject({ event: 'star', state: 'ignored', reason: 'event_not_handled' });
    await api.app.get(DeliveryBell).idle();
    expect(rung).toEqual([]);
  });

  test('is queued after it is stored; a repeat is answered as such and not queued', async () => {
    const guid = randomUUID();
    const first = await deliver(api.app, '{"n":2}', { 'x-github-delivery': guid });
    const again = await deliver(api.app, '{"n":2}', { 'x-github-delivery': guid });
    const replayed = await deliver(api.app, '{"n":2}');
    expect(first.json()).toEqual({ status: 'accepted', deliveryId: guid });
    expect([again.statusCode, again.json()]).toEqual([202, { status: 'duplicate', deliveryId: guid }]);
    expect([replayed.statusCode, replayed.json()]).toEqual([202, { status: 'duplicate', deliveryId: guid }]);
    await expect.poll(() => rung.map((delivery) => delivery.id)).toEqual([guid]);
  });
});

describe('refused', () => {
  test.each([
    ['x-github-delivery', undefined, 'The header x-github-delivery is missing.'],
    ['x-github-delivery', 'not-a-guid', 'The header x-github-delivery is malformed.'],
    ['x-github-event', undefined, 'The header x-github-event is missing.'],
    ['x-github-event', '../../etc', 'The header x-github-event is malformed.'],
  ])('%s %s: 400 naming it', async (name, value, detail) => {
    const response = await deliver(api.app, '{}', { [name]: value });
    expect([response.statusCode, response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_request', field: `header.${name}`, detail }),
    ]);
    expect(stored).toHaveLength(0);
  });

  test.each(['gzip', 'br', 'identity'])('content-encoding %s: 415', async (encoding) => {
    const response = await deliver(api.app, '{}', { 'content-encoding': encoding });
    expect(response.statusCode).toBe(415);
    expect(response.json()).toMatchObject({
      code: 'unsupported_media_type',
      field: 'header.content-encoding',
    });
  });

  test('over 26 MiB: 413; exactly 26 MiB: 202', async () => {
    const largest = Buffer.alloc(WEBHOOK_BODY_LIMIT);
    expect((await deliver(api.app, largest)).statusCode).toBe(202);
    const response = await deliver(api.app, Buffer.concat([largest, Buffer.alloc(1)]));
    expect(response.statusCode).toBe(413);
    expect(response.json()).toMatchObject({ code: 'too_large', field: 'body', status: 413 });
  });

  test('the store is away: 503 with a time to come back, and nothing of why', async () => {
    isStoreAway = true;
    const response = await deliver(api.app, '{}');
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('10');
    expect(response.json()).toEqual({
      type: 'about:blank',
      title: 'Temporarily unavailable',
      status: 503,
      code: 'unavailable',
      detail: 'The delivery could not be stored.',
      remedy: 'Deliver it again.',
      requestId: expect.any(String),
    });
    isStoreAway = false;
    expect((await deliver(api.app, '{}')).statusCode).toBe(202);
  });

  test('another method: 404', async () => {
    const response = await api.app.inject({ method: 'GET', url: WEBHOOK_PATH });
    expect([response.statusCode, response.json().code]).toEqual([404, 'not_found']);
  });
});

/** Opens a request on a socket of its own and sends `sent` bytes of a body said to be `length` long. */
function openLargeRequest(length: number | 'chunked', headers: Record<string, string> = {}) {
  const { port } = api.app.getHttpServer().address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  const lines = {
    host: 'localhost',
    ...(length === 'chunked' ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(length) }),
    'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST ${WEBHOOK_PATH} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
  const answer = new Promise<string>((resolve) => {
    socket.once('data', (chunk) => resolve(String(chunk)));
    socket.once('error', () => resolve('error'));
  });
  return { socket, answer };
}

describe('large bodies', () => {
  test('an unsigned one is refused before it is read', async () => {
    const { socket, answer } = openLargeRequest(20_000_000, { 'x-hub-signature-256': 'sha256=none' });
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  test('four are read at once, the next is asked to come back, and an ended one makes room', async () => {
    const open = [2_000_000, 25_000_000, 'chunked' as const, 3_000_000].map((length) =>
      openLargeRequest(length),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const refused = openLargeRequest('chunked');
    const text = await refused.answer;
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
    expect(text.toLowerCase()).toContain('retry-after: 10');
    expect((await deliver(api.app, '{"small":true}')).statusCode).toBe(202);
    open[0]?.socket.destroy();
    await expect
      .poll(async () => (await deliver(api.app, Buffer.alloc(1_500_000, 'y'))).statusCode)
      .toBe(202);
    for (const { socket } of [...open, refused]) socket.destroy();
  });
});

test('a large body that was answered has left its place, on a connection that stays open', async () => {
  const { port } = api.app.getHttpServer().address() as { port: number };
  for (let index = 0; index < 6; index += 1) {
    const body = Buffer.alloc(2_000_000, String(index));
    const response = await fetch(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, {
      method: 'POST',
      body,
      headers: {
        'x-hub-signature-256': signBody(body, SECRET),
        'x-github-delivery': randomUUID(),
        'x-github-event': 'push',
      },
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ status: 'accepted' });
  }
});

test('bodies, signatures and addresses never reach the log', async () => {
  await deliver(api.app, '{"title":"canary-in-a-title","email":"canary@example.org"}', {
    authorization: 'canary-token',
  });
  expect(api.logLines.join('\n')).not.toMatch(/canary|sha256=/);
});
