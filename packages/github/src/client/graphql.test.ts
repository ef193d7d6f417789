import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { accessTo, openDoor, openStandIn, type Reply, type StandIn } from './testing/stand-in.ts';

const QUERY = 'query ($id: ID!) { node(id: $id) { title author { login } } }';
const schema = z.object({
  node: z.object({ title: z.string(), author: z.object({ login: z.string() }).nullable() }),
});
const whole = { node: { title: 'a', author: { login: 'b' } } };
const partly = { node: { title: 'a', author: null } };
const resets = String(Math.floor(Date.now() / 1_000) + 600);
let standIn: StandIn;

afterEach(() => standIn.close());

async function ask(reply: Reply) {
  standIn = await openStandIn(() => reply);
  const gate = openDoor();
  const client = accessTo(standIn, { gate }).token({ id: 'a', webUrl: standIn.url, token: 'x' }, 'backfill');
  return { gate, asking: client.graphql(QUERY, { id: 'PR_1' }, schema) };
}

const error = (type: string | null, message: string, path: (string | number)[] = ['node']) => ({
  type,
  message,
  path,
});

test('a query is answered with its data, and spends the budget of queries', async () => {
  const headers = {
    'x-ratelimit-resource': 'graphql',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4990',
  };
  const { gate, asking } = await ask({ json: { data: whole }, headers });
  expect((await asking).data).toEqual(whole);
  expect(gate.news).toMatchObject([{ limit: 5_000, remaining: 4_990, blockedUntil: null }]);
  expect(standIn.seen).toMatchObject([
    { method: 'POST', path: '/api/graphql', body: { query: QUERY, variables: { id: 'PR_1' } } },
  ]);
});

describe('an answer of 200 with errors', () => {
  test.each([
    ['paused', null, error('RATE_LIMITED', 'API rate limit exceeded')],
    ['paused', null, error(null, 'You have exceeded a secondary rate limit')],
    ['too_heavy', null, error(null, 'Something went wrong while executing your query. Please include `x`')],
    ['too_heavy', null, error(null, 'We couldn’t respond to your request in time: timeout')],
    [
      'too_heavy',
      partly,
      error('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded', ['node', 'author']),
    ],
    ['gone', { node: null }, error('NOT_FOUND', 'Could not resolve to a node')],
    ['forbidden', { node: null }, error('FORBIDDEN', 'Resource not accessible by integration')],
    ['malformed', partly, error(null, 'Something else', ['node', 'author'])],
    ['malformed', null, error('undefinedField', 'Field x does not exist')],
  ] as const)('%s: %j %j', async (kind, data, problem) => {
    const { asking } = await ask({ json: { data, errors: [problem] } });
    await expect(asking).rejects.toMatchObject({ name: 'GithubFault', kind, status: 200 });
  });

  test('is used when what may not be seen is optional', async () => {
    const hidden = error('FORBIDDEN', 'Resource not accessible by integration', ['node', 'author']);
    const { asking } = await ask({ json: { data: partly, errors: [hidden] } });
    expect((await asking).data).toEqual(partly);
  });

  test('is a fault when what may not be seen is needed', async () => {
    const hidden = error('FORBIDDEN', 'Resource not accessible by integration', ['node', 'title']);
    const { asking } = await ask({
      json: { data: { node: { title: null, author: null } }, errors: [hidden] },
    });
    await expect(asking).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('a spent budget blocks until its reset', async () => {
    const headers = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-limit': '5000',
      'x-ratelimit-reset': resets,
    };
    const { gate, asking } = await ask({
      json: { data: null, errors: [error('RATE_LIMITED', 'x')] },
      headers,
    });
    const fault = await asking.catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ kind: 'paused', until: gate.news[0]?.resetsAt });
    expect(gate.news).toMatchObject([{ remaining: 0, isSecondaryLimit: false }]);
    expect(gate.news[0]?.blockedUntil).toBe(gate.news[0]?.resetsAt);
  });
});

describe('a status', () => {
  test.each([
    ['too_heavy', { status: 502, text: '<html>' }],
    ['too_heavy', { status: 504 }],
    ['unavailable', { status: 500 }],
    ['unavailable', { status: 503 }],
    ['unavailable', 'reset'],
    ['unauthorized', { status: 401 }],
    ['suspended', { status: 403, json: { message: 'This installation has been suspended' } }],
    ['paused', { status: 403, json: { message: 'You have exceeded a secondary rate limit' } }],
    ['paused', { status: 429, headers: { 'retry-after': '3' } }],
    ['malformed', { text: 'no JSON' }],
    ['malformed', { json: { data: { node: { title: 7 } } } }],
    ['malformed', { json: { data: null } }],
  ] as const)('%s: %j', async (kind, reply) => {
    const { asking } = await ask(reply);
    await expect(asking).rejects.toMatchObject({ name: 'GithubFault', kind });
  });
});
