import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

async function setUp() {
  const people = await stage.organizationWithRoles();
  const { organization, admin, developer } = people;
  const path = `organizations/${organization.slug}/contributors`;
  const first = await stage.registry.contributor(organization, { login: 'first' });
  const second = await stage.registry.contributor(organization, { login: 'second' });
  const { rows } = await stage.registry.pool.query<{ number: string }>(
    'SELECT github_id::text AS number FROM github_account WHERE contributor_id = $1',
    [first],
  );
  const hidden = `${rows[0]?.number}+first@users.noreply.github.com`;
  for (const [email, name, contributorId] of [
    [hidden, 'f', null],
    [developer.email, 'd', second],
    ['f@example.com', 'Jana Miller', first],
    ['s@example.com', 'jana miller', second],
  ]) {
    await stage.registry.pool.query(
      `INSERT INTO commit_email (organization_id, email, name, contributor_id, first_seen_at, last_seen_at)
       VALUES ($1, $2, $3, $4, now(), now())`,
      [organization.id, email, name, contributorId],
    );
  }
  const suggestions = async () =>
    (await stage.ask(admin, `GET ${path}/suggestions`)).body as {
      items: { subject: string; kind: string }[];
      total: number;
    };
  const decline = (subject: string) => stage.ask(admin, `POST ${path}/suggestions/declined`, { subject });
  return { ...people, path, first, second, hidden, suggestions, decline };
}

test('suggestions are made of accounts, addresses and names, and nothing is joined unasked', async () => {
  const { developer, first, second, hidden, suggestions } = await setUp();
  const [one, other] = [first, second].sort();
  expect(await suggestions()).toMatchObject({
    items: [
      {
        subject: `merge:${one}:${other}`,
        kind: 'merge',
        contributor: { id: expect.any(String) },
        other: { id: expect.any(String) },
      },
      {
        kind: 'link',
        reason: `Both have the address ${developer.email}`,
        contributor: { id: second },
        member: { userId: developer.userId, name: 'Dana Developer' },
      },
      { kind: 'email', contributor: { id: first }, email: hidden },
    ],
    total: 3,
  });
});

test('an address that is not verified links nobody', async () => {
  const { developer, suggestions } = await setUp();
  await stage.registry.pool.query('UPDATE "user" SET email_verified_at = NULL WHERE id = $1', [
    developer.userId,
  ]);
  expect((await suggestions()).items.map(({ kind }) => kind)).toEqual(['merge', 'email']);
});

test('what is declined is not suggested again; what is not suggested cannot be declined', async () => {
  const { first, second, suggestions, decline } = await setUp();
  const { items } = await suggestions();
  expect((await decline(items[0]?.subject ?? '')).status).toBe(200);
  expect((await decline(items[0]?.subject ?? '')).status).toBe(404);
  expect((await decline(`link:${first}:${second}`)).status).toBe(404);
  expect(await suggestions()).toMatchObject({ items: items.slice(1), total: 2 });
});

test('those of another organization are seen and declined by nobody else', async () => {
  const { suggestions } = await setUp();
  const theirs = await setUp();
  const [foreign] = (await suggestions()).items;
  expect((await theirs.decline(foreign?.subject ?? '')).status).toBe(404);
  expect((await suggestions()).total).toBe(3);
  expect((await stage.ask(theirs.manager, `GET ${theirs.path}/suggestions`)).status).toBe(403);
});
