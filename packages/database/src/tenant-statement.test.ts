import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { inOrganization } from './tenant.ts';
import { lackOfTenantStatement, TENANT_TABLES } from './tenant-statement.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let test: TestDatabase;
let owner: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
});
afterAll(async () => {
  await owner.close();
  await test.drop();
});

it('knows every table that has an organization', async () => {
  const { rows } = await owner.pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...TENANT_TABLES].sort());
});

it.each([
  ['SELECT * FROM team WHERE id = $2', false],
  ['SELECT * FROM team WHERE organization_id = $10', false],
  ['SELECT * FROM team t JOIN team_membership m ON m.team_id = t.id WHERE t.organization_id = $1', false],
  ['UPDATE team SET name = $2 WHERE id = $1', false],
  [
    'SELECT * FROM team t JOIN team_membership m ON m.organization_id = $1 WHERE t.organization_id = $1',
    true,
  ],
  ['INSERT INTO team (organization_id, id) VALUES ($1, $2)', true],
  ['SELECT name FROM organization WHERE id = $1', true],
])('%s: %s', (text, isTenantStatement) => {
  expect(lackOfTenantStatement(text) === null).toBe(isTenantStatement);
});

it('is asked before a statement is sent, and an organization is an id', async () => {
  const id = '0c9a1f6e-2222-4a4b-8a55-3d2c9f1b0a77';
  const forgotten = inOrganization(owner, id, (tenant) => tenant.query({ text: 'DELETE FROM team' }));
  await expect(forgotten).rejects.toThrow('does not use its organization');
  await expect(inOrganization(owner, '', async () => 1)).rejects.toThrow(TypeError);
});
