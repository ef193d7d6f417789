import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './connection.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { type TransactionScope, transaction } from './transaction.ts';

const PERMISSION_DENIED = '42501';

/** What a person signs in with, and a row of each; `$1` is the person. */
const IDENTITY_ROWS = {
  password: `(user_id, hash, changed_at) VALUES ($1, 'x', now())`,
  identity: `(id, user_id, provider, issuer, subject, label) VALUES (gen_random_uuid(), $1, 'github', 'x', 'x', 'x')`,
  totp: `(user_id, secret_encrypted) VALUES ($1, 'x')`,
  recovery_code: `(user_id, code_sha256) VALUES ($1, 'x')`,
  passkey: `(id, user_id, credential_id, public_key, name) VALUES (gen_random_uuid(), $1, 'x', 'x', 'x')`,
  device: `(id, user_id, kind, name, os, app_version) VALUES ($1, $1, 'cli', 'x', 'x', 'x')`,
  session: `(id, user_id, kind, authenticated_at, idle_expires_at, absolute_expires_at)
    VALUES ($1, $1, 'web', now(), now(), now())`,
  refresh_token: `(session_id, generation, token_sha256, issued_at) VALUES ($1, 1, 'x', now())`,
  one_time_token: `(user_id, token_sha256, purpose, expires_at) VALUES ($1, 'x', 'x', now())`,
  device_code: `(user_id, device_code_sha256, user_code_sha256, device, ip_address, requested_at, expires_at)
    VALUES ($1, 'x', 'x', '{}', '::1', now(), now())`,
  signing_key: `(kid, public_jwk, private_encrypted, created_at) VALUES ($1::uuid::text, '{}', 'x', now())`,
  throttle: `(key, window_start, failures, last_failure_at) VALUES ($1::uuid::text, now(), 1, now())`,
};

/** A row of tables of a tenant that access brought; `$1` is the organization, `$2` the person. */
const TENANT_ROWS = {
  membership: `(organization_id, user_id, role) VALUES ($1, $2, 'owner')`,
  contributor: `(id, organization_id, user_id) VALUES (gen_random_uuid(), $1, $2)`,
  team: `(id, organization_id, slug, name) VALUES ($1, $1, $2::uuid::text, 'x')`,
  team_manager: `(organization_id, team_id, user_id) VALUES ($1, $1, $2)`,
  sso_connection: `(organization_id, issuer, client_id, client_secret_encrypted) VALUES ($1, $2::uuid::text, 'x', 'x')`,
  github_app: `(id, organization_id, web_url, app_id, slug, name, owner_login) VALUES ($1, $1, $2::uuid::text, 1, 'x', 'x', 'x')`,
  github_app_key: `(id, organization_id, github_app_id, private_key_encrypted, fingerprint) VALUES ($1, $1, $1, 'x', $2::uuid::text)`,
  github_webhook_secret: `(id, organization_id, github_app_id, secret_encrypted, created_at)
    SELECT $1, $1, $1, 'x', now() FROM (SELECT $2::uuid) AS person`,
  github_token: `(id, organization_id, web_url, login, token_encrypted, created_by) VALUES ($1, $1, 'x', 'x', 'x', $2)`,
  commit_email: `(organization_id, email, name, first_seen_at, last_seen_at) VALUES ($1, $2::uuid::text, 'x', now(), now())`,
  declined_suggestion: `(organization_id, subject, declined_by, declined_at) VALUES ($1, 'x', $2, now())`,
  notice: `(id, organization_id, user_id, kind, at) VALUES (gen_random_uuid(), $1, $2, 'individual_views_on', now())`,
  audit_entry: `(organization_id, actor_user_id, action, at) VALUES ($1, $2, 'x', now())`,
  person_view: `(organization_id, viewer_user_id, viewer_role, what, at) VALUES ($1, $2, 'owner', 'x', now())`,
};

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
    for (const table of ['audit_entry', 'person_view']) {
      for (const change of [`UPDATE ${table} SET at = now()`, `DELETE FROM ${table}`]) {
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
      'audit_entry',
      'commit_email',
      'declined_suggestion',
      'delivery_key',
      'device',
      'device_code',
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
      'signing_key',
      'sso_connection',
      'team_manager',
      'throttle',
      'timeline_entry',
      'totp',
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
