import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, type Registry } from '../testing/people.ts';
import { callOf } from '../testing/sweep/cells.ts';
import { fingerprint } from '../testing/sweep/fingerprint.ts';
import { createStage, type Stage, SWEPT_ROUTES } from '../testing/sweep/run-cells.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';

let database: TestDatabase;
let api: TestApi;
let registry: Registry;
let stage: Stage;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApiOver(database);
  registry = await openRegistry(api, database.ownerUrl);
  stage = await createStage(registry);
});
afterAll(async () => {
  await registry?.close();
  await api?.close();
  await database?.drop();
});

/** What scanners send; each sleeps, unites, stacks, comments, or breaks an encoding. */
const CORPUS = [
  `' OR '1'='1`,
  `'; DROP TABLE "user"; --`,
  `1; SELECT pg_sleep(3)--`,
  `' || pg_sleep(3) || '`,
  `' UNION SELECT NULL, hash FROM password --`,
  `\\'; SELECT 1; --`,
  `$1`,
  `$$; SELECT 1; $$`,
  `%27%20OR%201=1--`,
  `"; SELECT pg_sleep(3); --`,
  `1) OR (SELECT 1 FROM pg_sleep(3)) IS NOT NULL --`,
  `{"$ne": null}`,
  `\u0000`,
  `\ud800`,
  `../../etc/passwd`,
  `\${7*7}`,
  `<script>alert(1)</script>`,
  `\u202eevil`,
  `00000000-0000-0000-0000-000000000000`,
  `99999999999999999999`,
  `-1`,
  `NaN`,
  'a'.repeat(5000),
];
const SLEEP_MS = 2500;

test(`no hostile text in any parameter of any route makes an error of ours, or a wait`, async () => {
  const { headers } = stage.world.callers.owner;
  const faults: string[] = [];
  let calls = 0;
  for (const route of SWEPT_ROUTES.filter(({ method }) => method !== 'DELETE')) {
    const sample = callOf(route, stage.ids.ours, stage.ids.ours);
    for (const text of CORPUS) {
      for (const call of variants(sample, text)) {
        const startedAt = performance.now();
        const { statusCode } = await api.app.inject({ ...call, headers });
        calls += 1;
        const milliseconds = performance.now() - startedAt;
        if (statusCode >= 500 && statusCode !== 503)
          faults.push(`${call.method} ${call.url.slice(0, 80)}: ${statusCode}`);
        if (milliseconds > SLEEP_MS)
          faults.push(`${call.method} ${call.url.slice(0, 80)}: ${milliseconds} ms`);
      }
    }
    await registry.pool.query('DELETE FROM throttle');
  }
  expect([...new Set(faults)]).toEqual([]);
  expect(api.reported).toEqual([]);
  console.log(`Hostile input: ${calls} calls, no 5xx, none slower than ${SLEEP_MS} ms`);
}, 300_000);

type Variant = { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; url: string; payload?: object };

/** The call with the text in place of each part of its path, of each query value, and of each value of its body. */
function variants(call: Variant, text: string): Variant[] {
  const [path = '', query = ''] = call.url.split('?');
  const parts = path.split('/');
  const fixed = new Set(['', 'api', 'v1', 'organizations', 'auth', 'account']);
  const inPath = parts.flatMap((part, index) =>
    fixed.has(part) || !/[0-9]/.test(part)
      ? []
      : [{ ...call, url: parts.with(index, encode(text)).join('/') + (query && `?${query}`) }],
  );
  const names = [
    ...new URLSearchParams(query).keys(),
    'team',
    'range',
    'from',
    'cursor',
    'limit',
    'before',
    'sort',
  ];
  const inQuery =
    call.method === 'GET' ? names.map((name) => ({ ...call, url: `${path}?${name}=${encode(text)}` })) : [];
  const body = call.payload ?? {};
  const inBody = Object.keys(body).map((name) => ({ ...call, payload: { ...body, [name]: text } }));
  return [...inPath, ...inQuery, ...inBody];
}

/** A lone surrogate has no UTF-8; its bytes are sent as they are. */
function encode(text: string): string {
  return text === '\ud800' ? '%ED%A0%80' : encodeURIComponent(text);
}

test('headers that other stacks believe mean nothing here', async () => {
  const { developer, owner } = stage.world.callers;
  const { slug } = stage.world.ours.organization;
  const before = await fingerprint(registry.pool);
  const probes: Record<string, string>[] = [
    { 'x-middleware-subrequest': 'middleware:middleware:middleware' },
    { 'x-user-id': owner.userId, 'x-org-id': stage.world.theirs.organization.id, 'x-role': 'owner' },
    { 'x-forwarded-user': owner.email, 'x-remote-user': owner.email },
    { 'x-original-url': '/live', 'x-rewrite-url': '/live' },
    { cookie: `__Host-dp_rt=${owner.sessionId}; authorization=${owner.headers.authorization}` },
    { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' },
  ];
  for (const probe of probes) {
    const members = { method: 'GET', url: `/api/v1/organizations/${slug}/members` } as const;
    expect([probe, (await api.app.inject({ ...members, headers: probe })).statusCode]).toEqual([probe, 401]);
    const asDeveloper = await api.app.inject({ ...members, headers: { ...probe, ...developer.headers } });
    expect([probe, asDeveloper.statusCode]).toEqual([probe, 403]);
  }
  for (const method of ['TRACE', 'CONNECT', 'PROPFIND'] as const) {
    const answer = await api.app.inject({
      method: method as 'GET',
      url: '/api/v1/account',
      headers: owner.headers,
    });
    expect([method, [400, 404, 405, 501].includes(answer.statusCode)]).toEqual([method, true]);
  }
  expect(await fingerprint(registry.pool)).toEqual(before);
});
