import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

const NOBODY = '00000000-0000-4000-8000-000000000000';
const plain = (body: object) => ({ ...body, requestId: null });

test('members are listed by name, with the day and not the hour they were last here', async () => {
  const { organization, admin, manager, developer } = await stage.organizationWithRoles();
  const team = await stage.registry.team(organization);
  await stage.registry.manages(organization, team, manager);
  const contributor = await stage.registry.contributor(organization, { userId: developer.userId });
  await stage.registry.putInTeam(organization, team, contributor);
  await stage.registry.pool.query(
    `UPDATE session SET last_seen_at = '2026-11-20T13:37:42Z' WHERE user_id = $1`,
    [developer.userId],
  );
  await stage.registry.pool.query(`UPDATE organization SET time_zone = 'America/New_York' WHERE id = $1`, [
    organization.id,
  ]);
  const { body } = await stage.ask(admin, `GET organizations/${organization.slug}/members`);
  const list = body.items as Record<string, unknown>[];
  expect(list.map(({ name, role }) => [name, role])).toEqual([
    ['Ada Admin', 'admin'],
    ['Dana Developer', 'developer'],
    ['Mara Manager', 'manager'],
    ['Olga Owner', 'owner'],
  ]);
  expect(list[1]).toMatchObject({
    contributorId: contributor,
    hasSecondFactor: false,
    lastSeenAt: '2026-11-20T05:00:00Z',
    teams: [{ id: team }],
    managedTeams: [],
  });
  expect(list[2]).toMatchObject({ managedTeams: [{ id: team }], teams: [] });
});

describe('roles', () => {
  test('are changed up to one’s own, and hold at once', async () => {
    const { organization, admin, developer } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}/members`;
    expect((await stage.ask(developer, `GET ${path}`)).status).toBe(403);
    expect((await stage.ask(admin, `PATCH ${path}/${developer.userId}`, { role: 'admin' })).status).toBe(200);
    expect((await stage.ask(developer, `GET ${path}`)).status).toBe(200);
    expect((await stage.ask(admin, `PATCH ${path}/${developer.userId}`, { role: 'developer' })).status).toBe(
      200,
    );
    expect((await stage.ask(developer, `GET ${path}`)).status).toBe(403);
    const { body } = await stage.ask(developer, `GET organizations/${organization.slug}/audit`);
    expect(body.items).toMatchObject([
      { action: 'member.role_changed', actor: 'Ada Admin', detail: { from: 'admin', to: 'developer' } },
      { action: 'member.role_changed', detail: { from: 'developer', to: 'admin' } },
    ]);
  });

  test('of an Owner are changed by nobody, and none is made so', async () => {
    const { organization, owner, admin, developer } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}/members`;
    for (const caller of [admin, owner]) {
      const refused = await stage.ask(caller, `PATCH ${path}/${owner.userId}`, { role: 'developer' });
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
      expect((await stage.ask(caller, `DELETE ${path}/${owner.userId}`)).status).toBe(403);
    }
    const made = await stage.ask(owner, `PATCH ${path}/${developer.userId}`, { role: 'owner' });
    expect(made).toMatchObject({ status: 400, body: { field: 'body.role' } });
  });

  test('that are narrowed take managed teams and open invitations along', async () => {
    const { organization, owner, admin } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}`;
    const team = await stage.registry.team(organization);
    await stage.registry.manages(organization, team, admin);
    await stage.ask(admin, `POST ${path}/invitations`, { email: 'sock@example.com', role: 'admin' });
    await stage.ask(owner, `PATCH ${path}/members/${admin.userId}`, { role: 'developer' });
    expect((await stage.ask(owner, `GET ${path}/invitations`)).body.items).toEqual([]);
    const { body } = await stage.ask(owner, `GET ${path}/teams/${team}`);
    expect(body.managers).toEqual([]);
  });
});

describe('removal', () => {
  test('is at once, ends time in teams, and is told in the log', async () => {
    const { organization, admin, developer } = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}`;
    const team = await stage.registry.team(organization);
    const contributor = await stage.registry.contributor(organization, {
      userId: developer.userId,
      login: 'dana',
    });
    await stage.registry.putInTeam(organization, team, contributor);
    expect((await stage.ask(developer, `GET ${path}/settings`)).status).toBe(200);
    expect((await stage.ask(admin, `DELETE ${path}/members/${developer.userId}`)).status).toBe(200);
    const gone = await stage.ask(developer, `GET ${path}/settings`);
    const none = await stage.ask(developer, 'GET organizations/nowhere/settings');
    expect([gone.status, plain(gone.body)]).toEqual([404, plain(none.body)]);
    const { body } = await stage.ask(admin, `GET ${path}/teams/${team}`);
    expect(body).toMatchObject({ people: [], past: [{ name: 'dana', userId: null, startsAt: null }] });
  });

  test('of somebody else’s member and of nobody are one answer', async () => {
    const { organization, admin } = await stage.organizationWithRoles();
    const other = await stage.organizationWithRoles();
    const path = `organizations/${organization.slug}/members`;
    for (const method of ['DELETE', 'PATCH'] as const) {
      const payload = method === 'PATCH' ? { role: 'developer' } : undefined;
      const foreign = await stage.ask(admin, `${method} ${path}/${other.developer.userId}`, payload);
      const missing = await stage.ask(admin, `${method} ${path}/${NOBODY}`, payload);
      expect(foreign.status).toBe(404);
      expect(plain(foreign.body)).toEqual(plain(missing.body));
    }
    const still = await stage.ask(other.developer, `GET organizations/${other.organization.slug}/settings`);
    expect(still.status).toBe(200);
  });
});
