import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { IDENTITY_ROWS, TENANT_ROWS } from './testing/rows.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { type TransactionScope, transaction } from './transaction.ts';

const PERMISSION_DENIED = '42501';

describe('row-level security', () => {
  let test: TestDatabase;
  let owner: Database;
  let app: Database;
  let dashboard: Database;
  const ours = randomUUID();
  const theirs = randomUUID();
  const us = randomUUID();
  const them = randomUUID();

  beforeAll(async () => {
    test = await createTestDatabase();
    owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
    app = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 1 });
    dashboard = openDatabase({ url: test.dashboardUrl, applicationName: 'test', maxConnections: 1 });
    for (const [id, slug, person] of [
      [ours, 'ours', us],
      [theirs, 'theirs', them],
    ]) {
      await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [id, slug]);
      await owner.pool.query(
        `INSERT INTO repository (id, organization_id, github_id, full_name, web_url, is_private, is_archived, seen_at)
         VALUES ($1, $2, 1, $3, 'https://example.com', false, false, now())`,
        [randomUUID(), id, `${slug}/app`],
      );
      await owner.pool.query('INSERT INTO "user" (id, email, name) VALUES ($1, $2, $2)', [
        person,
        `${slug}@example.com`,
      ]);
      for (const [table, row] of Object.entries(TENANT_ROWS)) {
        await owner.pool.query(`INSERT INTO "${table}" ${row}`, [id, person]);
      }
    }
    for (const [table, row] of Object.entries(IDENTITY_ROWS)) {
      await owner.pool.query(`INSERT INTO "${table}" ${row}`, [us]);
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

  /** Rows that a scope shows of each table. */
  function shown(scope: TransactionScope, names: readonly string[]): Promise<Record<string, number>> {
    return transaction(app, scope, async (tx) => {
      const counts: Record<string, number> = {};
      for (const table of names) counts[table] = (await tx.query(`SELECT 1 FROM "${table}"`)).rowCount ?? 0;
      return counts;
    });
  }
  const each = (names: readonly string[], count: number) =>
    Object.fromEntries(names.map((name) => [name, count]));

  it('lets identity work see persons and what they sign in with, but no tenant table', async () => {
    const secrets = Object.keys(IDENTITY_ROWS);
    const tenant = ['organization', 'repository', ...Object.keys(TENANT_ROWS)];
    expect(await shown({ identity: true }, secrets)).toEqual(each(secrets, 1));
    expect(await shown({ identity: true }, ['user'])).toEqual({ user: 2 });
    expect(await shown({ identity: true }, tenant)).toEqual(each(tenant, 0));
  });

  it('shows nobody’s secrets to an organization, to its Owner or to system work', async () => {
    const secrets = Object.keys(IDENTITY_ROWS);
    for (const scope of [{ organizationId: ours }, { personId: us }, { system: true }, {}]) {
      expect(await shown(scope, secrets)).toEqual(each(secrets, 0));
    }
    expect(await shown({ organizationId: ours }, ['user'])).toEqual({ user: 1 });
  });

  it('shows a person their own memberships and the organizations of these, and nothing in them', async () => {
    expect(await shown({ personId: us }, ['membership', 'organization'])).toEqual({
      membership: 1,
      organization: 1,
    });
    const inside = ['repository', ...Object.keys(TENANT_ROWS).filter((name) => name !== 'membership')];
    expect(await shown({ personId: us }, inside)).toEqual(each(inside, 0));
    const stranger = ['membership', 'organization', ...inside];
    expect(await shown({ personId: randomUUID() }, stranger)).toEqual(each(stranger, 0));
  });

  it('lets no one who serves requests change or delete what was logged', async () => {
    for (const [table, column] of [
      ['audit_entry', 'at'],
      ['person_view', 'at'],
      ['attendance_audit', 'at'],
      ['session_event', 'received_at'],
      ['session_correction', 'asked_at'],
      ['attendance_settings', 'valid_from'],
      ['attendance_lock', 'locked_at'],
    ]) {
      for (const change of [`UPDATE ${table} SET ${column} = now()`, `DELETE FROM ${table}`]) {
        const write = transaction(app, { organizationId: ours, identity: true, system: true }, (tx) =>
          tx.query(change),
        );
        await expect(write).rejects.toMatchObject({ code: PERMISSION_DENIED });
      }
    }
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
      'alert_setting',
      'contributor',
      'daily_metrics',
      'definition_change',
      'github_account',
      'health_alert',
      'organization',
      'pull_request',
      'repository',
      'review',
      'review_request',
      'score',
      'target',
      'team',
      'team_membership',
      'window_metrics',
    ]);
    expect(refused).toEqual([
      'attendance_audit',
      'attendance_device',
      'attendance_lock',
      'attendance_member',
      'attendance_settings',
      'attendance_summary',
      'attendance_target',
      'audit_entry',
      'commit_email',
      'declined_suggestion',
      'delivery_key',
      'device',
      'device_code',
      'digest_subscription',
      'dirty_day',
      'github_app',
      'github_app_key',
      'github_budget',
      'github_slot',
      'github_token',
      'github_webhook_secret',
      'identity',
      'installation',
      'instance',
      'invitation',
      'leave_day',
      'member_zone',
      'membership',
      'notice',
      'one_time_token',
      'outgoing_mail',
      'passkey',
      'password',
      'person_view',
      'push',
      'raw_delivery',
      'recovery_code',
      'refresh_token',
      'repository_import',
      'repository_poll',
      'session',
      'session_correction',
      'session_event',
      'sign_of_life',
      'signing_key',
      'sso_connection',
      'team_manager',
      'throttle',
      'timeline_entry',
      'totp',
      'user',
      'work_pause',
      'work_session',
    ]);
  });

  it('gives the dashboard no right to write anything', async () => {
    for (const table of await tables()) {
      const write = dashboard.pool.query(`DELETE FROM "${table}"`);
      await expect(write).rejects.toMatchObject({ code: PERMISSION_DENIED });
    }
  });
});
