import { type Database, openDatabase } from '@devpulse/database/connection';
import { inOrganization } from '@devpulse/database/tenant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

async function setUp() {
  const people = await stage.organizationWithRoles();
  const { organization, developer, manager } = people;
  const path = `organizations/${organization.slug}`;
  const teamId = await stage.registry.team(organization);
  const dana = await stage.registry.contributor(organization, { userId: developer.userId, login: 'dana' });
  await stage.registry.putInTeam(organization, teamId, dana);
  await stage.registry.manages(organization, teamId, manager);
  const switchViews = (body: object) => stage.ask(people.owner, `PUT ${path}/individual-views`, body);
  return { ...people, path, teamId, dana, switchViews };
}

describe('one’s own record', () => {
  test('says of every kind of data how many rows, why, who sees it and how long; the export holds these rows', async () => {
    const { path, organization, owner, developer, dana } = await setUp();
    await stage.registry.pool.query(
      `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, computed_at)
       VALUES ($1, current_date, 'contributor', $2, 1, now())`,
      [organization.id, dana],
    );
    await stage.ask(owner, `PUT ${path}/individual-views`, { isOn: true });
    await stage.ask(owner, `GET ${path}/people/${dana}`);
    const { body } = await stage.ask(developer, `GET ${path}/me`);
    expect(body).toMatchObject({
      name: 'Dana Developer',
      contributorId: dana,
      login: 'dana',
      isIndividualViewsOn: true,
    });
    const held = body.held as { table: string; rows: number; purpose: string; retention: string }[];
    const counts = Object.fromEntries(held.map(({ table, rows }) => [table, rows]));
    expect(counts).toMatchObject({
      user: 1,
      session: 1,
      membership: 1,
      contributor: 1,
      github_account: 1,
      team_membership: 1,
      daily_metrics: 1,
      person_view: 1,
      notice: 1,
      password: 0,
      pull_request: 0,
    });
    for (const kind of held)
      expect([kind.table, kind.purpose && kind.retention]).toEqual([kind.table, expect.stringMatching(/./)]);
    const exported = (await stage.ask(developer, `GET ${path}/me/export`)).body.tables as Record<
      string,
      object[]
    >;
    const lengths = Object.fromEntries(Object.entries(exported).map(([table, rows]) => [table, rows.length]));
    expect(lengths).toEqual(counts);
    expect(exported.user).toMatchObject([{ id: developer.userId, email: developer.email }]);
    expect(JSON.stringify(exported)).not.toContain(owner.email);
  });

  test('holds the log of one’s own sign-ins and account, and nobody else’s', async () => {
    const { path, owner, developer } = await setUp();
    for (const { userId } of [owner, developer]) {
      await stage.registry.pool.query(
        `INSERT INTO audit_entry (actor_user_id, subject_user_id, action, at) VALUES ($1, $1, 'device_code.allowed', now())`,
        [userId],
      );
    }
    const { body } = await stage.ask(developer, `GET ${path}/me/export`);
    const entries = (body.tables as Record<string, Record<string, unknown>[]>).audit_entry;
    expect(entries?.filter(({ organization_id }) => organization_id === null)).toMatchObject([
      { action: 'device_code.allowed', subject_user_id: developer.userId },
    ]);
    expect(JSON.stringify(entries)).not.toContain(owner.userId);
  });

  test('holds no secret', async () => {
    const { path, developer } = await setUp();
    const { userId } = developer;
    const secrets: [string, string][] = [
      ['password', `(user_id, hash, changed_at) VALUES ($1, 'canary', now())`],
      ['totp', `(user_id, secret_encrypted) VALUES ($1, 'canary')`],
      ['recovery_code', `(code_sha256, user_id) VALUES (sha256($1::text::bytea), $1::uuid)`],
    ];
    for (const [table, rest] of secrets) {
      await stage.registry.pool.query(`INSERT INTO ${table} ${rest}`, [userId]);
    }
    const { body } = await stage.ask(developer, `GET ${path}/me/export`);
    const tables = body.tables as Record<string, object[]>;
    expect([tables.password, tables.totp, tables.recovery_code].map((rows) => rows?.length)).toEqual([
      1, 1, 1,
    ]);
    expect(JSON.stringify(tables)).not.toMatch(/canary|63616e617279|sha256|hash|encrypted/);
  });

  test('is deleted: no row of the organization names the person any more, but for the logs', async () => {
    const { path, organization, owner, developer, dana } = await setUp();
    await stage.ask(owner, `POST ${path}/invitations`, { email: 'somebody@example.com', role: 'developer' });
    await stage.registry.pool.query('UPDATE invitation SET invited_by = $1 WHERE organization_id = $2', [
      developer.userId,
      organization.id,
    ]);
    await stage.registry.pool.query('UPDATE contributor SET display_name = $1 WHERE id = $2', [
      'Dana D.',
      dana,
    ]);
    await stage.ask(owner, `PUT ${path}/individual-views`, { isOn: true });
    const stale = await stage.registry.session(developer.userId, {
      authenticatedAt: new Date(Date.now() - 301_000),
    });
    expect((await stage.ask({ ...developer, ...stale }, `DELETE ${path}/me`)).body.code).toBe(
      'reauthentication_required',
    );
    expect((await stage.ask(developer, `DELETE ${path}/me`)).status).toBe(200);
    expect((await stage.ask(developer, `GET ${path}/me`)).status).toBe(404);
    const { rows } = await stage.registry.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND c.relname NOT IN ('audit_entry', 'person_view')`,
    );
    for (const { name } of rows) {
      const left = await stage.registry.pool.query(
        `SELECT 1 FROM ${name} t WHERE organization_id = $1
         AND (t::text LIKE '%' || $2 || '%' OR t::text LIKE '%' || $3 || '%' OR t::text LIKE '%Dana%')`,
        [organization.id, developer.userId, developer.email],
      );
      expect([name, left.rowCount]).toEqual([name, 0]);
    }
    const kept = await stage.registry.pool.query('SELECT user_id FROM contributor WHERE id = $1', [dana]);
    expect(kept.rows).toEqual([{ user_id: null }]);
    expect((await stage.ask(owner, `GET ${path}/audit`)).body.items).toMatchObject([
      { action: 'member.record_deleted', actor: null },
      {},
      {},
    ]);
  });

  test('has the addresses of one’s commits, which go with it', async () => {
    const { path, organization, admin, developer, dana } = await setUp();
    const seen = (email: string, contributorId: string | null) =>
      stage.registry.pool.query(
        `INSERT INTO commit_email (organization_id, email, name, contributor_id, first_seen_at, last_seen_at)
         VALUES ($1, $2, 'd', $3, now(), now())`,
        [organization.id, email, contributorId],
      );
    await seen('dana@laptop', dana);
    await seen(developer.email, null);
    await seen(admin.email, null);
    const emails = async (person: typeof admin) => {
      const { body } = await stage.ask(person, `GET ${path}/me/export`);
      return (body.tables as { commit_email: { email: string }[] }).commit_email
        .map(({ email }) => email)
        .sort();
    };
    expect(await emails(developer)).toEqual([developer.email, 'dana@laptop'].sort());
    await stage.registry.pool.query('UPDATE "user" SET email_verified_at = NULL WHERE id = $1', [
      admin.userId,
    ]);
    expect(await emails(admin)).toEqual([]);
    await stage.ask(developer, `DELETE ${path}/me`);
    const { rows } = await stage.registry.pool.query(
      'SELECT email FROM commit_email WHERE organization_id = $1',
      [organization.id],
    );
    expect(rows).toEqual([{ email: admin.email }]);
  });

  test('of the only Owner stays: 409, nothing changed', async () => {
    const { path, owner } = await setUp();
    expect(await stage.ask(owner, `DELETE ${path}/me`)).toMatchObject({ status: 409 });
    expect((await stage.ask(owner, `GET ${path}/me`)).status).toBe(200);
  });

  test('of somebody whom only this organization knows is gone, with their time in teams', async () => {
    const { path, admin, manager, teamId } = await setUp();
    const added = await stage.ask(admin, `POST ${path}/teams/${teamId}/people`, { userId: manager.userId });
    await stage.ask(manager, `DELETE ${path}/me`);
    const { rowCount } = await stage.registry.pool.query('SELECT 1 FROM contributor WHERE id = $1', [
      added.body.contributorId,
    ]);
    expect(rowCount).toBe(0);
  });
});

describe('the logs', () => {
  let app: Database;
  beforeAll(() => {
    app = openDatabase({ url: stage.appUrl, applicationName: 'test' });
  });
  afterAll(() => app.close());

  test('show everything to administrators, to others what they did and what is about them', async () => {
    const { path, owner, admin, manager, developer } = await setUp();
    await stage.ask(admin, `PATCH ${path}/members/${developer.userId}`, { role: 'manager' });
    await stage.ask(owner, `PATCH ${path}/settings`, { name: 'New' });
    const actions = async (person: typeof owner, query = '') =>
      ((await stage.ask(person, `GET ${path}/audit${query}`)).body.items as { action: string }[]).map(
        ({ action }) => action,
      );
    expect(await actions(admin)).toEqual(['settings.changed', 'member.role_changed']);
    expect(await actions(admin, '?limit=1')).toEqual(['settings.changed']);
    expect(await actions(developer)).toEqual(['member.role_changed']);
    expect(await actions(manager)).toEqual([]);
    const stranger = await setUp();
    expect((await stage.ask(stranger.owner, `GET ${stranger.path}/audit`)).body.items).toEqual([]);
    expect((await stage.ask(stranger.owner, `GET ${path}/audit`)).status).toBe(404);
  });

  test.each(['audit_entry', 'person_view'])(
    '%s: the application may add and read, and nothing else',
    async (table) => {
      const { organization, owner, path, dana, switchViews } = await setUp();
      await switchViews({ isOn: true });
      await stage.ask(owner, `GET ${path}/people/${dana}`);
      for (const scope of [{}, { system: true }, { identity: true }]) {
        for (const text of [
          `UPDATE ${table} SET at = now() WHERE organization_id = $1`,
          `DELETE FROM ${table} WHERE organization_id = $1`,
        ]) {
          const attempt = inOrganization(app, organization.id, (tenant) => tenant.query({ text }), scope);
          await expect(attempt).rejects.toThrow(`permission denied for table ${table}`);
        }
      }
      const { rowCount } = await stage.registry.pool.query(
        `SELECT 1 FROM ${table} WHERE organization_id = $1`,
        [organization.id],
      );
      expect(rowCount).toBe(1);
    },
  );

  test('a statement about a tenant that does not name it is not sent', async () => {
    const { organization } = await setUp();
    const attempt = inOrganization(app, organization.id, async (tenant) =>
      tenant.query({ text: 'SELECT * FROM membership WHERE user_id = $10', values: ['x'] }),
    );
    await expect(attempt).rejects.toThrow('does not use its organization, $1');
    await expect(inOrganization(app, "x' OR true", async () => 1)).rejects.toThrow(TypeError);
  });
});
