import { readdirSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIRECTORY, migrate } from '../migrate.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { openSchemaEngine, type SchemaEngine } from './schema-engine.ts';

const ALL = readdirSync(MIGRATIONS_DIRECTORY, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

describe('Prisma’s own schema engine', () => {
  let test: TestDatabase;
  const engines: SchemaEngine[] = [];
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(async () => {
    for (const engine of engines) engine.close();
    await test.drop();
  });

  const beside = (name: string) => {
    const url = new URL(test.ownerUrl);
    url.pathname = `${url.pathname}_${name}`;
    return url.href;
  };
  async function engineOf(url: string): Promise<SchemaEngine> {
    const engine = await openSchemaEngine({ url, shadowUrl: beside('shadow') });
    engines.push(engine);
    return engine;
  }

  it('finds that the migrations lead to the schema', async () => {
    expect(await (await engineOf(test.ownerUrl)).diff()).toBeUndefined();
  });

  it('takes a database that was migrated without it for its own, and has nothing to deploy', async () => {
    const engine = await engineOf(test.ownerUrl);
    expect(await engine.status()).toEqual({ missing: [], unknown: [], failed: [], edited: [] });
    expect(await engine.deploy()).toEqual([]);
  });

  it('deploys to an empty database, and then there is nothing left for us', async () => {
    const client = new pg.Client({ connectionString: test.ownerUrl });
    await client.connect();
    const url = beside('deployed');
    const name = client.escapeIdentifier(new URL(url).pathname.slice(1));
    await client.query(`CREATE DATABASE ${name}`);
    try {
      const engine = await engineOf(url);
      expect(await engine.deploy()).toEqual(ALL);
      expect(await migrate({ url })).toEqual([]);
    } finally {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await client.end();
    }
  }, 90_000);
});
