import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { transaction } from './transaction.ts';

const PERMISSION_DENIED = '42501';

describe('row-level security', () => {
  let test: TestDatabase;
  let owner: Database;
  let app: Database;
  let dashboard: Database;
  const ours = randomUUID();
  const theirs = randomUUID();

  beforeAll(async () => {
    test = await createTestDatabase();
    owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
    app = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 1 });
    dashboard = openDatabase({ url: test.dashboardUrl, applicationName: 'test', maxConnections: 1 });
    for (const [id, slug] of [
      [ours, 'ours'],
      [theirs, 'theirs'],
    ]) {
      await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [id, slug]);
      await owner.pool.query(
        `INSERT INTO repository (id, organization_id, github_id, full_name, web_url, is_private, is_archived, seen_at)
         VALUES ($1, $2, 1, $3, 'https://example.com', false, false, now())`,
        [randomUUID(), id, `${slug}/app`],
      );
    }
  });
  afterAll(async () => {
    await Promise.all([owner.close(), app.close(), dashboard.close()]);
    await test.drop();
  });

  async function tables(): Promise<string[]> {
    const { rows } = await owner.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
       ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  }

  it('is on, and forced on its owner too, for every table', async () => {
    const { rows } = await owner.pool.query<{ relname: string }>(
      `SELECT relname FROM pg_class WHERE relname = ANY($1) AND relkind IN ('r', 'p')
       AND NOT (relrowsecurity AND relforcerowsecurity)`,
      [await tables()],
    );
    expect(rows).toEqual([]);
    expect((await tables()).length).toBeGreaterThan(15);
  });

  it('holds for login roles that own nothing and cannot step round it', async () => {
    const { rows } = await owner.pool.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole,
         (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace) AS owned
       FROM pg_roles r WHERE rolname IN ('devpulse_app', 'devpulse_dashboard') ORDER BY 1`,
    );
    const powerless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, owned: 0 };
    expect(rows).toEqual([
      { rolname: 'devpulse_app', ...powerless },
      { rolname: 'devpulse_dashboard', ...powerless },
    ]);
  });

  it('shows an organization its own rows, even to a query that forgot to ask for them', async () => {
    const names = (database: Database, organizationId?: string) =>
      transaction(database, organizationId ? { organizationId } : {}, async (tx) => {
        const { rows } = await tx.query<{ full_name: string }>('SELECT full_name FROM repository');
        return rows.map((row) => row.full_name);
      });
    for (const database of [app, dashboard]) {
      expect(await names(database, ours)).toEqual(['ours/app']);
      expect(await names(database, theirs)).toEqual(['theirs/app']);
      expect(await names(database)).toEqual([]);
    }
    expect((await owner.pool.query('SELECT 1 FROM repository')).rowCount).toBe(2);
  });

  it('ends with its transaction, so that the next user of a pooled connection sees nothing', async () => {
    await transaction(app, { organizationId: ours, system: true }, (tx) => tx.query('SELECT 1'));
    expect((await app.pool.query('SELECT 1 FROM repository')).rowCount).toBe(0);
    expect((await app.pool.query('SELECT 1 FROM organization')).rowCount).toBe(0);
  });

  it('refuses to write into another organization', async () => {
    const write = transaction(app, { organizationId: ours }, (tx) =>
      tx.query('INSERT INTO contributor (id, organization_id) VALUES ($1, $2)', [randomUUID(), theirs]),
    );
    await expect(write).rejects.toMatchObject({ code: PERMISSION_DENIED });
    const steal = await transaction(app, { organizationId: ours }, (tx) =>
      tx.query(`UPDATE repository SET full_name = 'stolen' WHERE organization_id = $1`, [theirs]),
    );
    expect(steal.rowCount).toBe(0);
  });

  it('lets system work see deliveries and installations, but no tenant table', async () => {
    await transaction(app, { system: true }, async (tx) => {
      expect((await tx.query('SELECT 1 FROM organization')).rowCount).toBe(2);
      for (const table of ['repository', 'pull_request', 'daily_metrics', 'github_account']) {
        expect((await tx.query(`SELECT 1 FROM ${table}`)).rowCount).toBe(0);
      }
    });
  });

  it('gives the dashboard aggregates and projections, and refuses every raw table', async () => {
    const allowed: string[] = [];
    const refused: string[] = [];
    for (const table of await tables()) {
      await dashboard.pool.query(`SELECT 1 FROM "${table}" LIMIT 1`).then(
        () => allowed.push(table),
        (error: { code: string }) => {
          expect(error.code).toBe(PERMISSION_DENIED);
          refused.push(table);
        },
      );
    }
    expect(allowed).toEqual([
      'contributor',
      'daily_metrics',
      'github_account',
      'organization',
      'pull_request',
      'repository',
      'review',
      'team',
      'team_membership',
    ]);
    expect(refused).toEqual([
      'delivery_key',
      'dirty_day',
      'installation',
      'membership',
      'push',
      'raw_delivery',
      'timeline_entry',
      'user',
    ]);
  });

  it('gives the dashboard no right to write anything', async () => {
    for (const table of await tables()) {
      const write = dashboard.pool.query(`DELETE FROM "${table}"`);
      await expect(write).rejects.toMatchObject({ code: PERMISSION_DENIED });
    }
  });
});
