import { livePath } from '@devpulse/contracts/live';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, type Registry, type TestOrganization, type TestPerson } from '../testing/people.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';

const LIMIT_MS = 5_000;

let database: TestDatabase;
let api: TestApi;
let registry: Registry;
let base: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApiOver(database);
  registry = await openRegistry(api, database.ownerUrl);
  await api.app.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${(api.app.getHttpServer().address() as { port: number }).port}`;
});
afterAll(async () => {
  await registry.close();
  await api.close();
  await database.drop();
});

async function openStream(organization: TestOrganization, person: TestPerson) {
  const response = await fetch(base + livePath(organization.slug), { headers: person.headers });
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  await reader?.read();
  return reader;
}

/** Milliseconds until the stream ends and until the API refuses; both from the change in the database on. */
async function measure(organization: TestOrganization, person: TestPerson, end: () => Promise<unknown>) {
  const stream = await openStream(organization, person);
  const overview = `${base}/api/v1/organizations/${organization.slug}/overview`;
  const ask = () => fetch(overview, { headers: person.headers }).then(({ status }) => status);
  expect(await ask()).toBe(200);
  await end();
  const startedAt = performance.now();
  const streamMs = (async () => {
    while (!(await stream?.read())?.done);
    return performance.now() - startedAt;
  })();
  const restMs = (async () => {
    while ((await ask()) === 200) await new Promise((resolve) => setTimeout(resolve, 50));
    return performance.now() - startedAt;
  })();
  return { streamMs: await streamMs, restMs: await restMs, status: await ask() };
}

test.each([
  [
    'a session',
    401,
    (person: TestPerson) =>
      registry.pool.query(
        `UPDATE session SET revoked_at = now(), revoked_reason = 'signed_out' WHERE id = $1`,
        [person.sessionId],
      ),
  ],
  [
    'a membership',
    404,
    (person: TestPerson) => registry.pool.query('DELETE FROM membership WHERE user_id = $1', [person.userId]),
  ],
  [
    'an account',
    401,
    (person: TestPerson) =>
      registry.pool.query('UPDATE "user" SET disabled_at = now() WHERE id = $1', [person.userId]),
  ],
] as const)(
  'the end of %s, written by another replica, holds within five seconds on requests and on streams',
  async (_, status, end) => {
    const organization = await registry.organization();
    const [person, other] = [await registry.person(), await registry.person()];
    for (const one of [person, other]) await registry.member(organization, one, 'developer');
    const bystander = await openStream(organization, other);
    const measured = await measure(organization, person, () => end(person));
    console.log(
      `Stream ended after ${measured.streamMs.toFixed(0)} ms, requests after ${measured.restMs.toFixed(0)} ms`,
    );
    expect(measured.status).toBe(status);
    expect(Math.max(measured.streamMs, measured.restMs)).toBeLessThan(LIMIT_MS);
    const pending = Promise.race([
      bystander?.read(),
      new Promise((resolve) => setTimeout(resolve, 100, 'open')),
    ]);
    expect(await pending).toBe('open');
    await bystander?.cancel();
  },
);
