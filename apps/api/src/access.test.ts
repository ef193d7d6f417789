import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, type Registry } from '../testing/people.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';

let database: TestDatabase;
let api: TestApi;
let registry: Registry;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApiOver(database);
  registry = await openRegistry(api, database.ownerUrl);
});
afterAll(async () => {
  await registry.close();
  await api.close();
  await database.drop();
});

const get = (url: string, headers: Record<string, string> = {}) =>
  api.app.inject({ method: 'GET', url, headers });

test('a member is let in, a stranger cannot tell the organization from none', async () => {
  const organization = await registry.organization();
  const [member, stranger] = [await registry.person(), await registry.person()];
  await registry.member(organization, member, 'developer');
  const url = `/api/v1/organizations/${organization.slug}/overview`;
  expect((await get(url, member.headers)).statusCode).toBe(200);
  expect((await get(url)).statusCode).toBe(401);
  const foreign = await get(url, stranger.headers);
  const missing = await get('/api/v1/organizations/nowhere/overview', stranger.headers);
  expect(foreign.statusCode).toBe(404);
  expect({ ...foreign.json(), requestId: null }).toEqual({ ...missing.json(), requestId: null });
});
