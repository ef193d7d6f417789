import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

const items = async (person: Parameters<OrganizationStage['ask']>[0], path: string) =>
  (await stage.ask(person, `GET ${path}`)).body.items as Record<string, unknown>[];

test('who makes an organization owns it, under a slug of its name that nobody has', async () => {
  const person = await stage.registry.person();
  const make = (name: string) => stage.ask(person, 'POST organizations', { name, zone: 'Europe/Berlin' });
  expect((await make('Sign in')).body).toEqual({ organization: 'sign-in-team' });
  expect((await make('Café Søn')).body).toEqual({ organization: 'cafe-s-n' });
  expect((await make('Café Søn')).body).toEqual({ organization: 'cafe-s-n-2' });
  const [first] = await items(person, 'organizations');
  expect(first).toMatchObject({
    slug: 'cafe-s-n',
    role: 'owner',
    calendar: { zone: 'Europe/Berlin' },
    contributorId: null,
    isIndividualViewsOn: false,
    deletionDueAt: null,
    isWithheldForFactor: false,
    unreadNotices: 0,
  });
  expect(first?.capabilities).toContain('delete_organization');
  const entries = await items(person, 'organizations/cafe-s-n/audit');
  expect(entries).toMatchObject([{ action: 'organization.created', actor: person.name }]);
});

test.each([
  [{ name: '', zone: 'UTC' }, 'body.name'],
  [{ name: 'a\u202eb', zone: 'UTC' }, 'body.name'],
  [{ name: 'A', zone: 'Mars/Olympus' }, 'body.zone'],
  [{ name: 'A', zone: 'UTC', role: 'owner' }, 'body.role'],
])('%j is refused, naming %s', async (payload, field) => {
  const person = await stage.registry.person();
  expect(await stage.ask(person, 'POST organizations', payload)).toMatchObject({
    status: 400,
    body: { field },
  });
});

test('everybody sees their own organizations, with what they may do there', async () => {
  const { organization, manager, developer } = await stage.organizationWithRoles();
  const other = await stage.organizationWithRoles();
  const team = await stage.registry.team(organization, 'Seen');
  await stage.registry.team(organization, 'Unseen');
  await stage.registry.manages(organization, team, manager);
  await stage.registry.member(other.organization, developer, 'admin');
  const roles = (await items(developer, 'organizations')).map(({ slug, role }) => [slug, role]);
  expect(roles.sort()).toEqual(
    [
      [organization.slug, 'developer'],
      [other.organization.slug, 'admin'],
    ].sort(),
  );
  const [mine] = await items(manager, 'organizations');
  expect(mine?.teams).toMatchObject([{ name: 'Seen' }]);
  expect(mine?.capabilities).not.toContain('manage_members');
});

test('a role that asks for a second factor is withheld after a week without one', async () => {
  const { admin } = await stage.organizationWithRoles();
  const setRoleAge = (age: string) =>
    stage.registry.pool.query('UPDATE membership SET role_since = now() - $1::interval WHERE user_id = $2', [
      age,
      admin.userId,
    ]);
  await setRoleAge('6 days 23 hours');
  const [before] = await items(admin, 'organizations');
  expect(before).toMatchObject({ isWithheldForFactor: false });
  await setRoleAge('7 days 1 hour');
  stage.clock.ahead += 3_000;
  const [after] = await items(admin, 'organizations');
  expect(after).toMatchObject({ isWithheldForFactor: true });
  expect(after?.capabilities).not.toContain('manage_members');
  expect(after?.capabilities).toContain('own_record');
});

test('a member leaves and is out at once; the only Owner stays', async () => {
  const { organization, owner, developer } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}`;
  expect((await stage.ask(developer, `GET ${path}/settings`)).status).toBe(200);
  expect((await stage.ask(developer, `POST ${path}/leave`)).status).toBe(200);
  expect((await stage.ask(developer, `GET ${path}/settings`)).status).toBe(404);
  expect(await items(developer, 'organizations')).toEqual([]);
  const refused = await stage.ask(owner, `POST ${path}/leave`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(refused.body.remedy).toContain('Transfer');
  expect((await stage.ask(owner, `GET ${path}/settings`)).status).toBe(200);
  const actions = (await items(owner, `${path}/audit`)).map(({ action }) => action);
  expect(actions).toEqual(['member.left']);
});

test('of two Owners one may leave, and of both at once one stays', async () => {
  const { organization, owner, admin } = await stage.organizationWithRoles();
  await stage.registry.pool.query(
    `UPDATE membership SET role = 'owner' WHERE organization_id = $1 AND user_id = $2`,
    [organization.id, admin.userId],
  );
  const path = `organizations/${organization.slug}/leave`;
  const answers = [await stage.ask(owner, `POST ${path}`), await stage.ask(admin, `POST ${path}`)];
  expect(answers.map(({ status }) => status)).toEqual([200, 409]);
});

test('notices are counted until they are read', async () => {
  const { organization, owner, developer } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}`;
  await stage.ask(owner, `PUT ${path}/individual-views`, { isOn: true });
  expect(await items(developer, 'organizations')).toMatchObject([{ unreadNotices: 1 }]);
  expect(await items(developer, `${path}/notices`)).toMatchObject([
    { kind: 'individual_views_on', actor: 'Olga Owner', isRead: false },
  ]);
  expect((await stage.ask(developer, `POST ${path}/notices/read`)).status).toBe(200);
  expect(await items(developer, 'organizations')).toMatchObject([{ unreadNotices: 0 }]);
  expect(await items(owner, `${path}/notices`)).toMatchObject([{ isRead: false }]);
});
