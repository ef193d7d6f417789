import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIRECTORY, migrate } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

describe('migrate', () => {
  let test: TestDatabase;
  let client: pg.Client;
  let directory: string;
  beforeAll(async () => {
    test = await createTestDatabase();
    client = new pg.Client({ connectionString: test.ownerUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await test.drop();
  });
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'devpulse-migrations-'));
    cpSync(MIGRATIONS_DIRECTORY, directory, { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function add(name: string, sql: string): void {
    mkdirSync(path.join(directory, name));
    writeFileSync(path.join(directory, name, 'migration.sql'), sql);
  }

  it('does nothing to a database that is up to date', async () => {
    expect(await migrate({ url: test.ownerUrl })).toEqual([]);
  });

  it('keeps the history in the form of Prisma', async () => {
    const { rows } = await client.query(
      `SELECT length(id) AS id, checksum ~ '^[0-9a-f]{64}$' AS checksum, finished_at >= started_at AS finished,
         rolled_back_at, applied_steps_count FROM _prisma_migrations`,
    );
    for (const row of rows) {
      expect(row).toEqual({
        id: 36,
        checksum: true,
        finished: true,
        rolled_back_at: null,
        applied_steps_count: 1,
      });
    }
  });

  it('applies once when several processes start at the same time', async () => {
    add('29990101000000_once', 'CREATE TABLE made_once ()');
    const run = () => migrate({ url: test.ownerUrl, directory });
    const applied = await Promise.all([run(), run(), run()]);
    expect(applied.flat()).toEqual(['29990101000000_once']);
  });

  it('undoes a migration that fails half-way, says so, and refuses to go on until it is repaired', async () => {
    add('29990102000000_broken', 'CREATE TABLE half_made (); SELECT 1 / 0;');
    await expect(migrate({ url: test.ownerUrl, directory })).rejects.toThrow(
      /29990102000000_broken failed: .*division by zero/,
    );
    const made = await client.query(`SELECT to_regclass('half_made') AS name`);
    expect(made.rows[0].name).toBeNull();
    await expect(migrate({ url: test.ownerUrl, directory })).rejects.toThrow(
      /29990102000000_broken.*rolled_back_at/,
    );
    await client.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL');
    writeFileSync(
      path.join(directory, '29990102000000_broken', 'migration.sql'),
      'CREATE TABLE whole_made ()',
    );
    expect(await migrate({ url: test.ownerUrl, directory })).toEqual(['29990102000000_broken']);
  });

  it('warns of a migration that was edited after it had been applied', async () => {
    const lines: string[] = [];
    writeFileSync(path.join(directory, '20261122230000_foundation', 'migration.sql'), '-- edited');
    await migrate({ url: test.ownerUrl, directory, log: (line) => lines.push(line) });
    expect(lines).toEqual([expect.stringContaining('20261122230000_foundation was edited')]);
  });
});
