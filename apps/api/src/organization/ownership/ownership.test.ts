import { type Database, openDatabase } from '@devpulse/database/connection';
import { PERSONAL_TABLES } from '@devpulse/database/organization/whole-export';
import { inOrganization } from '@devpulse/database/tenant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';
import { fillTables } from '../../../testing/sweep/fill-tables.ts';

let stage: OrganizationStage;
let app: Database;
beforeAll(async () => {
  stage = await openOrganizationStage();
  app = openDatabase({ url: stage.appUrl, applicationName: 'test' });
});
afterAll(async () => {
  await app?.close();
  await stage?.close();
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const DAY = 86_400_000;

const rolesOf = async (organizationId: string) => {
  const { rows } = await stage.registry.pool.query<{ name: string; role: string }>(
    `SELECT u.name, m.role FROM membership m JOIN "user" u ON u.id = m.user_id WHERE organization_id = $1 ORDER BY u.name`,
    [organizationId],
  );
  return Object.fromEntries(rows.map(({ name, role }) => [name, role]));
};
const noticesOf = async (organizationId: string) => {
  const { rows } = await stage.registry.pool.query<{ kind: string; n: number }>(
    'SELECT kind, count(*)::int AS n FROM notice WHERE organization_id = $1 GROUP BY kind ORDER BY kind',
    [organizationId],
  );
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
};
const mailsAbout = async (slug: string) => {
  const { rows } = await stage.registry.pool.query<{ subject: string }>(
    'SELECT subject FROM outgoing_mail WHERE position($1 IN subject) > 0 ORDER BY created_at',
    [slug],
  );
  return rows.map(({ subject }) => subject);
};

describe('the ownership', () => {
  test('goes to another member, and everybody is told', async () => {
    const { organization, owner, developer } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}`;
    const answer = await stage.ask(owner, `POST ${path}/ownership`, { userId: developer.userId });
    expect(answer.status).toBe(200);
    expect(await rolesOf(organization.id)).toMatchObject({
      'Dana Developer': 'owner',
      'Olga Owner': 'admin',
      'Ada Admin': 'admin',
    });
    expect(await noticesOf(organization.id)).toEqual({ ownership_transferred: 4 });
    expect((await stage.ask(owner, `POST ${path}/ownership`, { userId: owner.userId })).status).toBe(403);
    expect((await stage.ask(developer, `GET ${path}/audit`)).body.items).toMatchObject([
      { action: 'ownership.transferred', actor: 'Olga Owner', target: developer.userId },
    ]);
  });

  test('is given to one of several at once', async () => {
    const { organization, owner, admin, manager, developer } = await stage.organizationWithRoles();
    const give = (userId: string) =>
      stage.ask(owner, `POST organizations/${organization.slug}/ownership`, { userId });
    const answers = await Promise.all([admin, manager, developer].map(({ userId }) => give(userId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const roles = Object.values(await rolesOf(organization.id));
    expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
  });

  test('stays when the other person is nobody here, or oneself', async () => {
    const { organization, owner } = await stage.organizationWithRoles();
    const other = await stage.organizationWithRoles();
    const give = (userId: string) =>
      stage.ask(owner, `POST organizations/${organization.slug}/ownership`, { userId });
    const [foreign, missing] = [await give(other.admin.userId), await give(NOBODY)];
    expect(foreign).toMatchObject({ status: 404, body: { field: 'body.userId' } });
    expect({ ...foreign.body, requestId: null }).toEqual({ ...missing.body, requestId: null });
    expect((await give(owner.userId)).status).toBe(409);
    expect(await rolesOf(organization.id)).toMatchObject({ 'Olga Owner': 'owner' });
  });

  test('asks for a factor given within five minutes', async () => {
    const { organization, owner, admin } = await stage.organizationWithRoles();
    const stale = await stage.registry.session(owner.userId, {
      authenticatedAt: new Date(Date.now() - 301_000),
    });
    const refused = await stage.ask(
      { ...owner, ...stale },
      `POST organizations/${organization.slug}/ownership`,
      { userId: admin.userId },
    );
    expect(refused).toMatchObject({ status: 403, body: { code: 'reauthentication_required' } });
  });

  test('is kept by the database whatever the application does', async () => {
    const { organization, owner } = await stage.organizationWithRoles();
    for (const text of [
      'DELETE FROM membership WHERE organization_id = $1 AND user_id = $2',
      `UPDATE membership SET role = 'admin' WHERE organization_id = $1 AND user_id = $2`,
    ]) {
      const orphaned = inOrganization(app, organization.id, (tenant) =>
        tenant.query({ text, values: [owner.userId] }),
      );
      await expect(orphaned).rejects.toThrow('an organization needs an Owner');
    }
    expect(await rolesOf(organization.id)).toMatchObject({ 'Olga Owner': 'owner' });
  });
});

describe('deletion', () => {
  test('is due 30 days later, told to everybody, and can be taken back until then', async () => {
    const { organization, owner, admin } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}/deletion`;
    expect(await stage.ask(owner, `POST ${path}`, { confirm: 'delete' })).toMatchObject({
      status: 400,
      body: { field: 'body.confirm' },
    });
    expect((await stage.ask(admin, `POST ${path}`, { confirm: organization.slug })).status).toBe(403);
    expect((await stage.ask(owner, `DELETE ${path}`)).status).toBe(409);
    const { body } = await stage.ask(owner, `POST ${path}`, { confirm: organization.slug });
    const days = (Date.parse(String(body.dueAt)) - Date.now()) / DAY;
    expect(Math.round(days)).toBe(30);
    expect((await stage.ask(owner, `POST ${path}`, { confirm: organization.slug })).body).toEqual(body);
    expect((await stage.ask(admin, 'GET organizations')).body.items).toMatchObject([
      { deletionDueAt: body.dueAt, unreadNotices: 1 },
    ]);
    const due = String(body.dueAt).slice(0, 10);
    expect(await mailsAbout(organization.slug)).toEqual(
      Array(4).fill(`${organization.slug} will be deleted on ${due}`),
    );
    expect((await stage.ask(owner, `DELETE ${path}`)).status).toBe(200);
    expect((await stage.ask(admin, 'GET organizations')).body.items).toMatchObject([{ deletionDueAt: null }]);
    expect(await noticesOf(organization.id)).toEqual({ deletion_requested: 4, deletion_cancelled: 4 });
    expect(await mailsAbout(organization.slug)).toHaveLength(8);
  });

  test('cannot be taken back once the 30 days are over', async () => {
    const { organization, owner } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}/deletion`;
    await stage.ask(owner, `POST ${path}`, { confirm: organization.slug });
    await stage.registry.pool.query('UPDATE organization SET deletion_due_at = now() WHERE id = $1', [
      organization.id,
    ]);
    expect((await stage.ask(owner, `DELETE ${path}`)).status).toBe(409);
  });
});

describe('the export of everything', () => {
  test('holds every row of every table but raw deliveries and what is a person’s alone, and no secret', async () => {
    const { organization, owner } = await stage.organizationWithRoles();
    const other = await stage.organizationWithRoles();
    const { rows } = await stage.registry.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
    );
    const kept = ['raw_delivery', ...PERSONAL_TABLES];
    const tables = rows.map(({ name }) => name).filter((name) => !kept.includes(name));
    // their keys do not hold the organization, so two rows that are alike cannot be
    const others = tables.filter((name) => !['installation', 'invitation', 'github_app'].includes(name));
    await fillTables(stage.registry.pool, organization.id, tables);
    await fillTables(stage.registry.pool, other.organization.id, others);
    const { status, body } = await stage.ask(owner, `GET organizations/${organization.slug}/export`);
    expect(status).toBe(200);
    const exported = body.tables as Record<string, Record<string, unknown>[]>;
    expect(Object.keys(exported).sort()).toEqual([...tables, 'organization', 'user'].sort());
    for (const table of tables) {
      const counted = await stage.registry.pool.query(
        `SELECT count(*)::int AS n FROM ${table} WHERE organization_id = $1`,
        [organization.id],
      );
      expect([table, exported[table]?.length]).toEqual([table, counted.rows[0].n]);
      for (const row of exported[table] ?? []) expect(row.organization_id).toBe(organization.id);
    }
    expect(exported.user?.map(({ name }) => name).sort()).toEqual([
      'Ada Admin',
      'Dana Developer',
      'Mara Manager',
      'Olga Owner',
    ]);
    const columns = Object.values(exported).flatMap((list) => list.flatMap((row) => Object.keys(row)));
    expect(columns.filter((name) => /sha256|encrypted|hash|secret/.test(name))).toEqual([]);
  });

  test('keeps every digit of a number that JavaScript cannot hold', async () => {
    const { organization, owner } = await stage.organizationWithRoles();
    await stage.registry.pool.query(
      `INSERT INTO repository (id, organization_id, github_id, full_name, web_url, is_private, is_archived, seen_at)
       VALUES (gen_random_uuid(), $1, 9007199254740993, 'a/b', 'https://example.com', false, false, now())`,
      [organization.id],
    );
    const { body } = await stage.ask(owner, `GET organizations/${organization.slug}/export`);
    expect((body.tables as Record<string, object[]>).repository).toMatchObject([
      { github_id: '9007199254740993' },
    ]);
  });

  test('is told to every other member, and to no Owner who did it', async () => {
    const { organization, owner, admin, developer } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}`;
    expect((await stage.ask(admin, `GET ${path}/export`)).status).toBe(403);
    await stage.ask(owner, `GET ${path}/export`);
    for (const person of [admin, developer]) {
      expect((await stage.ask(person, `GET ${path}/me/access-log`)).body.items).toMatchObject([
        { viewer: 'Olga Owner', viewerRole: 'owner', what: 'organization_export' },
      ]);
    }
    expect((await stage.ask(owner, `GET ${path}/me/access-log`)).body.items).toEqual([]);
  });
});
