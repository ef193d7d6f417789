import { Writable } from 'node:stream';
import { LiveChange } from '@devpulse/contracts/live';
import type { AttendanceNotice, ChangeNotice } from '@devpulse/database/change-feed';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CALLER, MEMBER, SIGNED_IN } from '../testing/signed-in.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { LiveConnection, mergeChanges } from './analytics/live-connection.ts';
import { BEAT_MILLISECONDS, MAX_LIVE_CONNECTIONS, RIGHTS_MILLISECONDS } from './analytics/live-hub.ts';
import { ORGANIZATION } from './analytics/testing/organization.ts';

const PATH = '/api/v1/organizations/fernhill/live';
const NOTICE: ChangeNotice = {
  organizationId: ORGANIZATION.id,
  days: ['2026-11-20'],
  receivedAt: Date.parse('2026-11-20T10:00:00Z'),
  computedAt: Date.parse('2026-11-20T10:00:01Z'),
  changeCount: 1,
};

let api: TestApi;
let feed: {
  onChange: (notice: ChangeNotice) => void;
  onAttendance: (notice: AttendanceNotice) => void;
  onLost: () => void;
};
let isFeedOpen = false;
let url: string;

beforeEach(async () => {
  api = await startTestApi({
    now: () => Date.parse('2026-11-20T12:00:00Z'),
    reads: { findOrganization: async () => ORGANIZATION },
    openFeed: (listener) => {
      feed = listener;
      isFeedOpen = true;
      return {
        close: () => {
          isFeedOpen = false;
        },
      };
    },
  });
  await api.app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(api.app.getHttpServer().address() as { port: number }).port}${PATH}`;
});
afterEach(() => api.close());

/** Reads a stream of events until `count` messages came, beats and directives included. */
async function readMessages(response: Response, count: number): Promise<string[]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (text.split('\n\n').length <= count) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    text += part.value;
  }
  reader?.releaseLock();
  return text.split('\n\n').filter((message) => message !== '');
}

async function connections(): Promise<number | undefined> {
  return (await api.parts.metrics.liveConnections.get()).values[0]?.value;
}

test('a recomputed day reaches the pages of its organization, and of no other', async () => {
  const response = await fetch(url, { headers: SIGNED_IN });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('cache-control')).toContain('no-store');
  await expect.poll(connections).toBe(1);
  feed.onChange({ ...NOTICE, organizationId: '0c9a1f6e-9999-4a4b-8a55-3d2c9f1b0a77', days: ['2026-01-01'] });
  feed.onChange(NOTICE);
  const messages = await readMessages(response, 2);
  expect(messages[0]).toBe('retry: 2000');
  const [event, data] = messages[1]?.split('\n') ?? [];
  expect(event).toBe('event: changed');
  expect(LiveChange.parse(JSON.parse(data?.replace('data: ', '') ?? ''))).toEqual({
    days: ['2026-11-20'],
    receivedAt: '2026-11-20T10:00:00Z',
    computedAt: '2026-11-20T10:00:01Z',
  });
});

test('that a member’s time has changed reaches their own pages, and nobody else’s', async () => {
  const response = await fetch(url, { headers: SIGNED_IN });
  await expect.poll(connections).toBe(1);
  const organizationId = ORGANIZATION.id;
  feed.onAttendance({ organizationId, userId: MEMBER.organizationId });
  feed.onAttendance({ organizationId: MEMBER.userId, userId: CALLER.userId });
  feed.onAttendance({ organizationId, userId: CALLER.userId });
  feed.onLost();
  const messages = await readMessages(response, 3);
  expect(messages[1]).toBe('event: attendance\ndata: {}');
  expect(messages[2]).toMatch(/^event: changed/);
});

test('after the feed was lost, everything may be old', async () => {
  const response = await fetch(url, { headers: SIGNED_IN });
  await expect.poll(connections).toBe(1);
  feed.onLost();
  expect((await readMessages(response, 2))[1]).toBe(
    'event: changed\ndata: {"days":[],"receivedAt":null,"computedAt":"2026-11-20T12:00:00Z"}',
  );
});

test('a page that goes away is forgotten', async () => {
  const controller = new AbortController();
  await fetch(url, { headers: SIGNED_IN, signal: controller.signal });
  await expect.poll(connections).toBe(1);
  controller.abort();
  await expect.poll(connections).toBe(0);
});

test('a probe with HEAD does not hold a connection', async () => {
  const response = await fetch(url, { headers: SIGNED_IN, method: 'HEAD' });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  expect(await connections()).toBe(0);
});

test('closing ends every connection and the feed, without waiting for the readers', async () => {
  const response = await fetch(url, { headers: SIGNED_IN });
  await expect.poll(connections).toBe(1);
  await api.close();
  expect(isFeedOpen).toBe(false);
  expect(await readMessages(response, 99)).toEqual(['retry: 2000']);
});

test('beats keep a silent connection open', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const other = await startTestApi({ reads: { findOrganization: async () => ORGANIZATION } });
    await other.app.listen(0, '127.0.0.1');
    const { port } = other.app.getHttpServer().address() as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}${PATH}`, { headers: SIGNED_IN });
    await vi.advanceTimersByTimeAsync(BEAT_MILLISECONDS * 2 + 1);
    expect(await readMessages(response, 3)).toEqual(['retry: 2000', ': beat', ': beat']);
    await other.close();
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ['the session', 'caller'],
  ['the membership', 'member'],
] as const)('a reader is let go of at the beat after the end of %s', async (_, name) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    let hasEnded = false;
    const other = await startTestApi({
      access: {
        caller: async () => (hasEnded && name === 'caller' ? null : CALLER),
        member: async () => (hasEnded && name === 'member' ? null : MEMBER),
      },
    });
    await other.app.listen(0, '127.0.0.1');
    const { port } = other.app.getHttpServer().address() as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}${PATH}`, { headers: SIGNED_IN });
    const live = async () => (await other.parts.metrics.liveConnections.get()).values[0]?.value;
    await vi.advanceTimersByTimeAsync(RIGHTS_MILLISECONDS * 2);
    expect(await live()).toBe(1);
    hasEnded = true;
    await vi.advanceTimersByTimeAsync(RIGHTS_MILLISECONDS);
    expect(await readMessages(response, 99)).toEqual(['retry: 2000']);
    expect(await live()).toBe(0);
    await other.close();
  } finally {
    vi.useRealTimers();
  }
});

test('there is room for a bounded number', async () => {
  const { LiveHub } = await import('./analytics/live-hub.ts');
  const hub = api.app.get(LiveHub);
  const reader = { organizationId: 'any', slug: 'any', sessionId: 'any', userId: 'any' };
  for (let index = 0; index < MAX_LIVE_CONNECTIONS; index += 1) hub.open(reader, heldResponse().response);
  const refused = await fetch(url, { headers: SIGNED_IN });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
});

/** A response whose reader takes a write only when told to. */
function heldResponse() {
  const taken: string[] = [];
  let take: () => void = () => undefined;
  const stream = new Writable({
    highWaterMark: 100,
    decodeStrings: false,
    write: (text: string, _encoding, done) => {
      take = () => {
        taken.push(text);
        done();
      };
    },
  });
  const response = Object.assign(stream, { writeHead: () => stream });
  const takeAll = async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const takeOne = take;
      take = () => undefined;
      takeOne();
      await new Promise(setImmediate);
    }
  };
  return { response: response as never, stream, taken, takeAll };
}

test('while a reader is slow, changes are merged; when it is slow for too long, it is given up', async () => {
  const { response, stream, taken, takeAll } = heldResponse();
  const connection = new LiveConnection(response);
  const change = (day: string): LiveChange => ({
    days: [day],
    receivedAt: null,
    computedAt: `${day}T00:00:00Z`,
  });
  for (let day = 10; day < 30; day += 1) connection.send(change(`2026-11-${day}`));
  await takeAll();
  expect(taken.map((text) => text.match(/\d{4}-\d\d-\d\d"/g)?.length ?? 0)).toEqual([0, 1, 19]);
  connection.send(change('2026-11-30'));
  connection.send(change('2026-12-01'));
  for (let beat = 0; beat < 2; beat += 1) connection.beat();
  expect(stream.destroyed).toBe(false);
  connection.beat();
  expect(stream.destroyed).toBe(true);
});

test('merged with everything it is everything', () => {
  const everything: LiveChange = { days: [], receivedAt: null, computedAt: '2026-11-20T10:00:00Z' };
  const one: LiveChange = {
    days: ['2026-11-20'],
    receivedAt: '2026-11-20T09:00:00Z',
    computedAt: '2026-11-20T11:00:00Z',
  };
  expect(mergeChanges(everything, one)).toEqual({ ...one, days: [] });
  expect(mergeChanges(one, everything)).toEqual({ ...everything, receivedAt: one.receivedAt });
});
