import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

const NOBODY = '00000000-0000-4000-8000-000000000000';
const DAY = 86_400_000;
const plain = (body: object) => ({ ...body, requestId: null });
const dayAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);

async function setUp() {
  const people = await stage.organizationWithRoles();
  const path = `organizations/${people.organization.slug}/teams`;
  const create = async (name: string) =>
    (await stage.ask(people.admin, `POST ${path}`, { name })).body as { id: string; slug: string };
  return { ...people, path, create };
}

/** A review by the contributor at each of the days: work that counts for whatever team they are in. */
async function work(organizationId: string, contributorId: string, days: readonly number[]) {
  for (const days_ of days) {
    await stage.registry.pool.query(
      `INSERT INTO review (id, organization_id, pull_request_id, repository_id, github_id, reviewer_contributor_id, submitted_at, is_counted)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), gen_random_uuid(), 1, $2, now() - $3 * interval '1 day', true)`,
      [organizationId, contributorId, days_],
    );
  }
}

async function dirtyDays(organizationId: string): Promise<string[]> {
  const { rows } = await stage.registry.pool.query<{ day: string }>(
    `SELECT DISTINCT day::text AS day FROM dirty_day WHERE organization_id = $1 ORDER BY 1`,
    [organizationId],
  );
  return rows.map(({ day }) => day);
}

describe('a team', () => {
  test('has a slug of its own, and a new name leaves it', async () => {
    const { admin, path, create } = await setUp();
    const [first, second] = [await create('Check Out'), await create('Check-out')];
    expect([first.slug, second.slug]).toEqual(['check-out', 'check-out-2']);
    expect((await stage.ask(admin, `PATCH ${path}/${first.id}`, { name: 'Basket' })).status).toBe(200);
    const { body } = await stage.ask(admin, `GET ${path}`);
    expect(body.items).toMatchObject([
      { slug: 'check-out', name: 'Basket', people: [], managers: [], isFromGithub: false },
      { slug: 'check-out-2' },
    ]);
  });

  test('is made and changed by administrators, seen by those who are in it or manage it', async () => {
    const { organization, manager, developer, path, create } = await setUp();
    const [own, other] = [await create('Own'), await create('Other')];
    const contributor = await stage.registry.contributor(organization, { userId: developer.userId });
    await stage.registry.putInTeam(organization, own.id, contributor);
    await stage.registry.manages(organization, other.id, manager);
    expect((await stage.ask(manager, `POST ${path}`, { name: 'New' })).status).toBe(403);
    expect((await stage.ask(developer, `GET ${path}`)).body.items).toMatchObject([{ id: own.id }]);
    expect((await stage.ask(manager, `GET ${path}`)).body.items).toMatchObject([{ id: other.id }]);
    const unseen = await stage.ask(developer, `GET ${path}/${other.id}`);
    const missing = await stage.ask(developer, `GET ${path}/${NOBODY}`);
    expect([unseen.status, plain(unseen.body)]).toEqual([404, plain(missing.body)]);
  });

  test('of another organization is none', async () => {
    const { admin, path } = await setUp();
    const theirs = await setUp();
    const foreign = await theirs.create('Theirs');
    const calls = [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'Taken' }],
      ['DELETE', '', undefined],
      ['PUT', '/managers', { userIds: [] }],
      ['PUT', '/calendar', { calendar: null }],
      ['POST', '/people', { userId: admin.userId }],
      ['DELETE', `/people/${NOBODY}`, undefined],
    ] as const;
    for (const [method, rest, payload] of calls) {
      const ask = (id: string) => stage.ask(admin, `${method} ${path}/${id}${rest}`, payload);
      const [known, unknown] = [await ask(foreign.id), await ask(NOBODY)];
      expect([method, known.status]).toEqual([method, 404]);
      expect(plain(known.body)).toEqual(plain(unknown.body));
    }
    expect((await stage.ask(theirs.admin, `GET ${theirs.path}`)).body.items).toMatchObject([
      { name: 'Theirs' },
    ]);
  });

  test('that is deleted takes its figures along and has the days of its people counted again', async () => {
    const { organization, admin, path, create } = await setUp();
    const team = await create('Short-lived');
    const contributor = await stage.registry.contributor(organization, {});
    await work(organization.id, contributor, [4]);
    await stage.ask(admin, `POST ${path}/${team.id}/people`, { contributorId: contributor, from: dayAgo(4) });
    await stage.registry.pool.query('DELETE FROM dirty_day');
    await stage.registry.pool.query(
      `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, computed_at)
       VALUES ($1, current_date, 'team', $2, 1, now())`,
      [organization.id, team.id],
    );
    expect((await stage.ask(admin, `DELETE ${path}/${team.id}`)).status).toBe(200);
    expect(await dirtyDays(organization.id)).toEqual([4, 3, 2, 1, 0].map(dayAgo));
    const left = await stage.registry.pool.query(
      'SELECT (SELECT count(*) FROM daily_metrics WHERE scope_id = $1) + (SELECT count(*) FROM team_membership WHERE team_id = $1) AS n',
      [team.id],
    );
    expect(left.rows).toEqual([{ n: '0' }]);
    expect((await stage.ask(admin, `GET ${path}/${team.id}`)).status).toBe(404);
  });
});

describe('people', () => {
  test('come from a day on, and every day since that shows their work is counted again', async () => {
    const { organization, admin, developer, path, create } = await setUp();
    const team = await create('Payments');
    const contributor = await stage.registry.contributor(organization, { userId: developer.userId });
    await work(organization.id, contributor, [20, 6, 2]);
    const { status, body } = await stage.ask(admin, `POST ${path}/${team.id}/people`, {
      userId: developer.userId,
      from: dayAgo(10),
    });
    expect([status, body]).toEqual([200, { contributorId: contributor }]);
    expect(await dirtyDays(organization.id)).toEqual([6, 5, 4, 3, 2, 1, 0].map(dayAgo));
    const view = await stage.ask(developer, `GET ${path}/${team.id}`);
    expect(view.body).toMatchObject({
      people: [
        {
          contributorId: contributor,
          userId: developer.userId,
          name: 'Dana Developer',
          startsAt: `${dayAgo(10)}T00:00:00Z`,
        },
      ],
      past: [],
    });
  });

  test('without a contributor get one; it is the one of their GitHub sign-in where delivery knows that account', async () => {
    const { organization, admin, developer, manager, path, create } = await setUp();
    const team = await create('Payments');
    const github = await stage.registry.contributor(organization, { login: 'mara' });
    await stage.registry.pool.query(
      `INSERT INTO identity (id, user_id, provider, issuer, subject, label)
       SELECT gen_random_uuid(), $1, 'github', 'https://github.com', github_id::text, login FROM github_account WHERE contributor_id = $2`,
      [manager.userId, github],
    );
    const add = (userId: string) => stage.ask(admin, `POST ${path}/${team.id}/people`, { userId });
    expect((await add(manager.userId)).body).toEqual({ contributorId: github });
    const made = (await add(developer.userId)).body.contributorId;
    expect((await stage.ask(admin, `GET ${path}/${team.id}`)).body.people).toMatchObject([
      { name: 'Dana Developer', login: null, contributorId: made },
      { name: 'Mara Manager', login: 'mara', userId: manager.userId },
    ]);
    expect((await add(developer.userId)).status).toBe(409);
  });

  test('go now, and what was before stays', async () => {
    const { organization, admin, path, create } = await setUp();
    const team = await create('Payments');
    const contributor = await stage.registry.contributor(organization, { login: 'lee' });
    const people = `${path}/${team.id}/people`;
    await stage.ask(admin, `POST ${people}`, { contributorId: contributor, from: dayAgo(3) });
    expect((await stage.ask(admin, `DELETE ${people}/${contributor}`)).status).toBe(200);
    const again = await stage.ask(admin, `DELETE ${people}/${contributor}`);
    const nobody = await stage.ask(admin, `DELETE ${people}/${NOBODY}`);
    expect([again.status, plain(again.body)]).toEqual([404, plain(nobody.body)]);
    expect((await stage.ask(admin, `GET ${path}/${team.id}`)).body).toMatchObject({
      people: [],
      past: [{ name: 'lee', startsAt: `${dayAgo(3)}T00:00:00Z`, endsAt: expect.any(String) }],
    });
  });

  test('who come back, or come earlier than was known, have one time in the team and not two', async () => {
    const { organization, admin, path, create } = await setUp();
    const team = await create('Payments');
    const contributor = await stage.registry.contributor(organization, {});
    const add = (from: number) =>
      stage.ask(admin, `POST ${path}/${team.id}/people`, { contributorId: contributor, from: dayAgo(from) });
    expect([(await add(5)).status, (await add(3)).status, (await add(8)).status]).toEqual([200, 409, 200]);
    await stage.ask(admin, `DELETE ${path}/${team.id}/people/${contributor}`);
    expect((await add(2)).status).toBe(200);
    expect((await stage.ask(admin, `GET ${path}/${team.id}`)).body).toMatchObject({
      people: [{ startsAt: `${dayAgo(8)}T00:00:00Z` }],
      past: [],
    });
  });

  test('are named by one id, of this organization, and a day that has been', async () => {
    const { organization, admin, developer, path, create } = await setUp();
    const other = await setUp();
    const team = await create('Payments');
    const foreign = await stage.registry.contributor(other.organization, {});
    const own = await stage.registry.contributor(organization, {});
    const add = (payload: object) => stage.ask(admin, `POST ${path}/${team.id}/people`, payload);
    expect(await add({})).toMatchObject({ status: 400, body: { field: 'body.contributorId' } });
    const both = await add({ contributorId: own, userId: developer.userId });
    expect(both).toMatchObject({ status: 400, body: { field: 'body.userId' } });
    for (const from of [dayAgo(-2), '1999-12-31', '2026-02-30']) {
      const refused = await add({ contributorId: own, from });
      expect(refused).toMatchObject({ status: 400, body: { field: 'body.from' } });
    }
    for (const [name, id] of [
      ['contributorId', foreign],
      ['userId', other.developer.userId],
    ] as const) {
      const [known, unknown] = [await add({ [name]: id }), await add({ [name]: NOBODY })];
      expect(known).toMatchObject({ status: 404, body: { field: `body.${name}` } });
      expect(plain(known.body)).toEqual(plain(unknown.body));
    }
  });

  test('to choose from are members and people of GitHub, bots left out', async () => {
    const { organization, admin, developer } = await setUp();
    const linked = await stage.registry.contributor(organization, {
      userId: developer.userId,
      login: 'dana',
    });
    const lee = await stage.registry.contributor(organization, { login: 'lee' });
    const bot = await stage.registry.contributor(organization, { login: 'robot' });
    await stage.registry.pool.query('UPDATE github_account SET is_bot = true WHERE contributor_id = $1', [
      bot,
    ]);
    const { body } = await stage.ask(admin, `GET organizations/${organization.slug}/people`);
    expect(body.total).toBe(5);
    expect(body.items).toMatchObject([
      { name: 'Ada Admin', contributorId: null },
      { name: 'Dana Developer', contributorId: linked, login: 'dana', userId: developer.userId },
      { name: 'lee', contributorId: lee, userId: null },
      { name: 'Mara Manager', contributorId: null },
      { name: 'Olga Owner', contributorId: null },
    ]);
  });
});

test('a team of GitHub’s is changed there, and managed here', async () => {
  const { organization, admin, manager, path } = await setUp();
  const team = await stage.registry.team(organization);
  const contributor = await stage.registry.contributor(organization, {});
  await stage.registry.pool.query('UPDATE team SET github_team_id = 1 WHERE id = $1', [team]);
  await stage.registry.putInTeam(organization, team, contributor);
  const answers = [
    await stage.ask(admin, `PATCH ${path}/${team}`, { name: 'X' }),
    await stage.ask(admin, `POST ${path}/${team}/people`, { userId: manager.userId }),
    await stage.ask(admin, `DELETE ${path}/${team}/people/${contributor}`),
  ];
  expect(answers.map(({ status, body }) => [status, body.field])).toEqual([
    [409, 'path.team'],
    [409, 'path.team'],
    [409, 'path.team'],
  ]);
  const managed = await stage.ask(admin, `PUT ${path}/${team}/managers`, { userIds: [manager.userId] });
  expect(managed.status).toBe(200);
});

test('managers are members with a role for it, and see the team at once', async () => {
  const { organization, admin, manager, developer, path, create } = await setUp();
  const other = await setUp();
  const team = await create('Payments');
  const set = (userIds: string[]) => stage.ask(admin, `PUT ${path}/${team.id}/managers`, { userIds });
  expect((await stage.ask(manager, `GET ${path}/${team.id}`)).status).toBe(404);
  expect((await set([manager.userId, manager.userId, admin.userId])).status).toBe(200);
  expect((await stage.ask(manager, `GET ${path}/${team.id}`)).body.managers).toEqual([
    { userId: admin.userId, name: 'Ada Admin' },
    { userId: manager.userId, name: 'Mara Manager' },
  ]);
  expect(await set([developer.userId])).toMatchObject({ status: 409, body: { field: 'body.userIds' } });
  const [foreign, missing] = [await set([other.manager.userId]), await set([NOBODY])];
  expect([foreign.status, plain(foreign.body)]).toEqual([404, plain(missing.body)]);
  expect((await set([])).status).toBe(200);
  expect((await stage.ask(manager, `GET ${path}/${team.id}`)).status).toBe(404);
  const { body } = await stage.ask(manager, `GET organizations/${organization.slug}/audit`);
  expect(body.items).toMatchObject([{ action: 'team.manager_removed' }, { action: 'team.manager_added' }]);
});
