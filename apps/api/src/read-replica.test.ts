import { type Database, openDatabase } from '@devpulse/database/connection';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { transaction } from '@devpulse/database/transaction';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, type Registry } from '../testing/people.ts';
import { startTestApiOver, type TestApi } from '../testing/test-api.ts';
import { ORGANIZATION } from './analytics/testing/organization.ts';

const NOW = Date.parse('2026-11-20T20:00:00Z');

let primary: TestDatabase;
let replica: TestDatabase;
let api: TestApi;
let registry: Registry;

beforeAll(async () => {
  primary = await createTestDatabase();
  replica = await createTestDatabase();
  await addOrganization(primary, 'Fernhill');
  await addOrganization(replica, 'Fernhill as copied');
  api = await startTestApiOver(primary, {
    now: () => NOW,
    environment: { DATABASE_READ_URL: replica.dashboardUrl },
  });
  registry = await openRegistry(api, primary.ownerUrl);
});
afterAll(async () => {
  await registry.close();
  await api.close();
  await Promise.all([primary.drop(), replica.drop()]);
});

async function addOrganization(database: TestDatabase, name: string): Promise<void> {
  const writer: Database = openDatabase({ url: database.appUrl, applicationName: 'test' });
  await transaction(writer, { organizationId: ORGANIZATION.id, system: true }, (tx) =>
    tx.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $3)', [
      ORGANIZATION.id,
      ORGANIZATION.slug,
      name,
    ]),
  );
  await writer.close();
}

test('figures are read from the replica, and who may read them from the database itself', async () => {
  const [stranger, member] = [await registry.person(), await registry.person()];
  await registry.member(ORGANIZATION, member, 'developer');
  const url = `/api/v1/organizations/${ORGANIZATION.slug}/overview`;
  expect((await api.app.inject({ url, headers: stranger.headers })).statusCode).toBe(404);
  const response = await api.app.inject({ url, headers: member.headers });
  expect(response.json().organization.name).toBe('Fernhill as copied');
});
