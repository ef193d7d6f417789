import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { storyNow } from '../test/read-history.ts';
import { secondaryLimit } from './faults.ts';
import { installationClient, TestClient } from './testing/client.ts';
import { openStage, type TestStage } from './testing/stage.ts';

let stage: TestStage;
const path = '/installation/repositories';

beforeAll(async () => {
  stage = await openStage(1);
});

afterEach(() => stage.github.faults.clear());
afterAll(() => stage.close());

test.each([
  [502, {}, 'Bad Gateway'],
  [503, { 'retry-after': '2' }, { message: 'Unavailable' }],
  [429, { 'retry-after': '1' }, { message: 'Too many' }],
])('%i with its headers and body', async (status, headers, body) => {
  const fault = stage.github.faults.add({ when: { path, nth: 2 }, do: { status, headers, body } });
  const ask = () =>
    fetch(`${stage.github.url}/api/v3${path}`, {
      headers: { authorization: `token ${stage.asInstallation.token}` },
    });
  expect((await ask()).status).toBe(200);
  const struck = await ask();
  expect(struck.status).toBe(status);
  expect(struck.headers.get('retry-after')).toBe('retry-after' in headers ? headers['retry-after'] : null);
  expect(await struck.text()).toContain(typeof body === 'string' ? body : body.message);
  expect((await ask()).status).toBe(200);
  expect(fault).toMatchObject({ matched: 3, struck: 1 });
});

test('the secondary limit in GitHub’s words, for one holder alone', async () => {
  const holder = `installation:${stage.installation.id}`;
  stage.github.faults.add({ when: { holder }, do: secondaryLimit(60) });
  const { status, headers, body } = await stage.asInstallation.rest(path);
  expect([status, headers.get('retry-after')]).toEqual([403, '60']);
  expect(body.message).toContain('secondary rate limit');
  expect((await stage.asApp.rest('/app')).status).toBe(200);
});

test('a slow answer is an answer', async () => {
  stage.github.faults.add({ when: { path }, do: { delayMs: 120 } });
  const began = performance.now();
  expect((await stage.asInstallation.rest(path)).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(100);
});

test.each(['reset', 'truncate'] as const)('%s: no answer to use', async (deed) => {
  stage.github.faults.add({ when: { path }, do: deed });
  await expect(stage.asInstallation.rest(path)).rejects.toThrow();
  stage.github.faults.clear();
  expect((await stage.asInstallation.rest(path)).status).toBe(200);
});

test('200 with errors and no data', async () => {
  stage.github.faults.add({ when: { kind: 'graphql' }, do: 'graphql_error' });
  const { status, body } = await stage.asInstallation.graphql('{ viewer { login } }');
  expect(status).toBe(200);
  expect(body.data).toBeNull();
  expect(body.errors[0].message).toContain('Something went wrong');
});

test('a token that is revoked at the third page stays revoked, and a new one counts', async () => {
  stage.github.faults.add({ when: { kind: 'graphql', nth: 3 }, do: 'revoke_token' });
  const query = '{ viewer { login } }';
  const client = await installationClient(stage.github, { ...stage, now: storyNow });
  const statuses: number[] = [];
  for (let page = 1; page <= 4; page += 1) statuses.push((await client.graphql(query)).status);
  expect(statuses).toEqual([200, 200, 401, 401]);
  const renewed = await installationClient(stage.github, { ...stage, now: storyNow });
  expect((await renewed.graphql(query)).status).toBe(200);
});

test('everything that was asked is on record, with how much at once', async () => {
  const { requests, faults } = stage.github;
  requests.clear();
  faults.add({ when: { path }, do: { delayMs: 500 } });
  await Promise.all(Array.from({ length: 5 }, () => stage.asInstallation.rest(path)));
  await stage.asInstallation.graphql('{ rateLimit { cost } }');
  await new TestClient(stage.github, 'nonsense').rest('/user');
  const holder = `installation:${stage.installation.id}`;
  expect(requests.maxInFlight(holder)).toBe(5);
  expect(requests.matching(path)).toHaveLength(5);
  expect(requests.all.at(-2)).toMatchObject({ kind: 'graphql', holder, status: 200, cost: 1 });
  expect(requests.all.at(-1)).toMatchObject({ kind: 'rest', holder: 'anonymous', status: 401, cost: 0 });
});
