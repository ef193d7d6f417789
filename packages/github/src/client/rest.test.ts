import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { apiOf } from './hosts.ts';
import {
  accessTo,
  openDoor,
  openStandIn,
  type Reply,
  type SeenRequest,
  type StandIn,
} from './testing/stand-in.ts';

const anything = { schema: z.unknown() };
const open: StandIn[] = [];

afterEach(() => {
  for (const standIn of open.splice(0)) standIn.close();
});

async function openGithub(
  answer: (request: SeenRequest, count: number) => Reply | Promise<Reply>,
  timeoutMs?: number,
) {
  const standIn = await openStandIn(answer);
  open.push(standIn);
  const gate = openDoor();
  const access = accessTo(standIn, { gate, ...(timeoutMs !== undefined && { timeoutMs }) });
  const client = access.token({ id: 'a', webUrl: standIn.url, token: 'github_pat_x' }, 'live');
  return { standIn, gate, client };
}

test('github.com has a host for its API, a server of one’s own two paths', () => {
  expect(apiOf('https://github.com')).toEqual({
    rest: 'https://api.github.com',
    graphql: 'https://api.github.com/graphql',
  });
  expect(apiOf('https://git.example.com:8443')).toEqual({
    rest: 'https://git.example.com:8443/api/v3',
    graphql: 'https://git.example.com:8443/api/graphql',
  });
});

test('a list is read page by page, and costs nothing while it is unchanged', async () => {
  const { standIn, client } = await openGithub(({ path, etag }) => {
    if (etag === '"1"') return { status: 304, headers: { etag: '"1"' } };
    const isLast = path.endsWith('&page=2');
    const next = `<${open[0]?.url}/api/v3/user/repos?per_page=2&page=2>; rel="next", <http://x/?page=2>; rel="last"`;
    return { json: [path], headers: isLast ? {} : { etag: '"1"', link: next } };
  });
  const list = { schema: z.array(z.string()) };
  const first = await client.rest('GET', '/user/repos', { ...list, query: { per_page: 2 } });
  expect(first).toMatchObject({ data: ['/api/v3/user/repos?per_page=2'], etag: '"1"' });
  const second = await client.rest('GET', first.next ?? '', list);
  expect(second).toMatchObject({ data: ['/api/v3/user/repos?per_page=2&page=2'], next: null });
  const again = await client.rest('GET', '/user/repos', { ...list, etag: first.etag });
  expect(again).toMatchObject({ data: null, etag: '"1"' });
  expect(standIn.seen).toHaveLength(3);
});

test('ids beyond 2^53 keep their digits', async () => {
  const { client } = await openGithub(() => ({ text: '{"id":9007199254740993}' }));
  const schema = z.object({ id: z.bigint() }).transform(({ id }) => String(id));
  expect((await client.rest('GET', '/x', { schema })).data).toBe('9007199254740993');
});

test('an answer without a body is null to its schema', async () => {
  const { client, standIn } = await openGithub(() => ({ status: 204 }));
  await client.rest('DELETE', '/x', { schema: z.null() });
  await client.rest('POST', '/x', { schema: z.null(), body: { a: 1 } });
  expect(standIn.seen.map(({ method, body }) => [method, body])).toEqual([
    ['DELETE', null],
    ['POST', { a: 1 }],
  ]);
});

describe('a redirect', () => {
  test.each([301, 302, 307, 308])('%i of a renamed repository is followed', async (status) => {
    const { client, standIn } = await openGithub(({ path }) =>
      path === '/api/v3/repositories/7'
        ? { json: 'here' }
        : { status, headers: { location: '/api/v3/repositories/7' } },
    );
    expect((await client.rest('GET', '/repos/old/name', { schema: z.string() })).data).toBe('here');
    expect(standIn.seen).toHaveLength(2);
  });

  test('to another host is refused, and the token does not go there', async () => {
    const { standIn: other } = await openGithub(() => ({ json: {} }));
    const { client } = await openGithub(() => ({
      status: 301,
      headers: { location: `${other.url}/api/v3/x` },
    }));
    await expect(client.rest('GET', '/x', anything)).rejects.toMatchObject({ kind: 'refused', status: 301 });
    expect(other.seen).toEqual([]);
  });

  test('without an end, and of what changes something, is refused', async () => {
    const { client, standIn } = await openGithub(() => ({ status: 302, headers: { location: '/api/v3/x' } }));
    await expect(client.rest('GET', '/x', anything)).rejects.toMatchObject({ kind: 'refused' });
    expect(standIn.seen).toHaveLength(4);
    await expect(client.rest('POST', '/x', anything)).rejects.toMatchObject({ kind: 'refused' });
    expect(standIn.seen).toHaveLength(5);
  });
});

test('a next page on another host is not asked for', async () => {
  const { standIn: other } = await openGithub(() => ({ json: {} }));
  const { client } = await openGithub(() => ({ json: {} }));
  for (const path of [`${other.url}/api/v3/x`, 'nonsense', '//']) {
    const asking = client.rest('GET', path, anything);
    if (path !== '//') await expect(asking).rejects.toMatchObject({ kind: 'refused' });
    else await asking;
  }
  expect(other.seen).toEqual([]);
});

describe('what brings no answer to use', () => {
  test.each<[string, Reply]>([
    ['unavailable', 'reset'],
    ['unavailable', { status: 500 }],
    ['unavailable', { status: 502, text: '<html>' }],
    ['unauthorized', { status: 401 }],
    ['forbidden', { status: 403, json: { message: 'Resource not accessible by integration' } }],
    ['suspended', { status: 403, json: { message: 'This installation has been suspended' } }],
    ['gone', { status: 404 }],
    ['gone', { status: 410 }],
    ['gone', { status: 451 }],
    ['refused', { status: 422, json: { message: 'Validation Failed' } }],
    ['malformed', { text: '{"a":' }],
    ['malformed', { json: { a: 'text' } }],
  ])('%s: %j', async (kind, reply) => {
    const { client } = await openGithub(() => reply);
    const schema = z.object({ a: z.number() });
    await expect(client.rest('GET', '/x', { schema })).rejects.toMatchObject({ name: 'GithubFault', kind });
  });

  test('malformed: deeper than any answer of GitHub', async () => {
    const { client } = await openGithub(() => ({ text: `${'['.repeat(300)}${']'.repeat(300)}` }));
    await expect(client.rest('GET', '/x', anything)).rejects.toMatchObject({ kind: 'malformed' });
  });

  test('unavailable: no answer in time, that of redirects counted in', async () => {
    const { client } = await openGithub(async (_request, count) => {
      await sleep(70);
      return count > 2 ? { json: {} } : { status: 301, headers: { location: '/api/v3/x' } };
    }, 100);
    await expect(client.rest('GET', '/x', anything)).rejects.toMatchObject({
      kind: 'unavailable',
      status: null,
    });
  });

  test('paused: until the instant that GitHub names, which the gate is told', async () => {
    const { client, gate } = await openGithub(() => ({ status: 403, headers: { 'retry-after': '90' } }));
    const fault = await client.rest('GET', '/x', anything).catch((error: unknown) => error);
    const [news] = gate.news;
    expect(fault).toMatchObject({ kind: 'paused', until: news?.blockedUntil });
    expect(news).toMatchObject({ isSecondaryLimit: true });
  });
});

test('nothing secret or said by people is in what is thrown', async () => {
  const canary = 'canary-7f3a';
  const replies: Reply[] = [
    'reset',
    ...[200, 301, 401, 403, 404, 422, 429, 500].map((status) => ({
      status,
      headers: { location: `/${canary}`, 'x-note': canary },
      json: { message: `${canary} secondary rate limit`, errors: [{ message: canary }], title: canary },
    })),
  ];
  for (const reply of replies) {
    const { standIn } = await openGithub(() => reply);
    const client = accessTo(standIn).token({ id: 'a', webUrl: standIn.url, token: canary }, 'live');
    const asking = client.rest('POST', '/x', { schema: z.never(), query: { q: canary }, body: { canary } });
    const error = await asking.catch((thrown: unknown) => thrown);
    expect(describeWhole(error)).toMatch(/^GithubFault/);
    expect(describeWhole(error)).not.toContain(canary);
  }
});

function describeWhole(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name} ${JSON.stringify(error)} ${error.stack} ${error.cause === undefined ? '' : describeWhole(error.cause)}`;
}
