import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

const NOBODY = '00000000-0000-4000-8000-000000000000';
const plain = (body: object) => ({ ...body, requestId: null });

async function setUp() {
  const people = await stage.organizationWithRoles();
  const path = `organizations/${people.organization.slug}/contributors`;
  const contributor = (options: { userId?: string; login?: string } = {}) =>
    stage.registry.contributor(people.organization, options);
  const seen = (email: string, more: { name?: string; contributorId?: string } = {}) =>
    stage.registry.pool.query(
      `INSERT INTO commit_email (organization_id, email, name, contributor_id, first_seen_at, last_seen_at)
       VALUES ($1, $2, $3, $4, now(), '2026-11-20T12:00:00Z')`,
      [people.organization.id, email, more.name ?? 'someone', more.contributorId ?? null],
    );
  const list = async () =>
    (await stage.ask(people.admin, `GET ${path}`)).body as {
      items: { id: string; name: string; emails: { email: string }[] }[];
      unclaimedEmails: object[];
    };
  return { ...people, path, contributor, seen, list };
}

describe('contributors', () => {
  test('are everybody of delivery by name, bots last, and addresses that are nobody’s', async () => {
    const { organization, admin, developer, path, contributor, seen } = await setUp();
    const zoe = await contributor({ login: 'Zoe' });
    const dana = await contributor({ userId: developer.userId, login: 'abc' });
    const bot = await contributor({ login: 'aardvark' });
    await stage.registry.pool.query('UPDATE github_account SET is_bot = true WHERE contributor_id = $1', [
      bot,
    ]);
    await seen('zoe@example.com', { name: 'Zoe Z', contributorId: zoe });
    await seen('nobody@example.com', { name: 'No Body' });
    const { status, body } = await stage.ask(admin, `GET ${path}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [
        { id: dana, name: 'Dana Developer', member: { userId: developer.userId, name: 'Dana Developer' } },
        { id: zoe, name: 'Zoe', member: null, emails: [{ email: 'zoe@example.com', name: 'Zoe Z' }] },
        { id: bot, name: 'aardvark', isBot: true, accounts: [{ login: 'aardvark', isBot: true }] },
      ],
      total: 3,
      unclaimedEmails: [{ email: 'nobody@example.com', name: 'No Body', lastSeenAt: '2026-11-20T12:00:00Z' }],
      unclaimedTotal: 1,
    });
    expect(JSON.stringify(body)).not.toContain(developer.email);
    expect((await stage.ask(developer, `GET organizations/${organization.slug}/contributors`)).status).toBe(
      403,
    );
  });

  test('are called as an administrator says', async () => {
    const { admin, path, contributor, list } = await setUp();
    const id = await contributor({ login: 'jm7' });
    const rename = (displayName: string | null) => stage.ask(admin, `PATCH ${path}/${id}`, { displayName });
    expect((await rename('  Jana Miller ')).status).toBe(200);
    expect((await list()).items).toMatchObject([{ name: 'Jana Miller', displayName: 'Jana Miller' }]);
    await rename(null);
    expect((await list()).items).toMatchObject([{ name: 'jm7', displayName: null }]);
    expect((await rename('a\u202eb')).status).toBe(400);
  });

  test('of another organization are none', async () => {
    const { admin, path, contributor, seen } = await setUp();
    const theirs = await setUp();
    const [own, foreign] = [await contributor(), await theirs.contributor()];
    await seen('x@example.com');
    await theirs.seen('theirs@example.com');
    const calls = [
      ['PATCH', (id: string) => `/${id}`, () => ({ displayName: 'Taken' })],
      ['PATCH', () => `/${own}`, (id: string) => ({ memberId: id })],
      ['POST', (id: string) => `/${id}/merge`, () => ({ into: own })],
      ['POST', () => `/${own}/merge`, (id: string) => ({ into: id })],
      ['POST', (id: string) => `/${id}/split`, () => ({ accountId: '1' })],
      ['PUT', (id: string) => `/${id}/emails`, () => ({ email: 'x@example.com' })],
    ] as const;
    for (const [method, place, payload] of calls) {
      const ask = (id: string) => stage.ask(admin, `${method} ${path}${place(id)}`, payload(id));
      const isMember = method === 'PATCH' && place(NOBODY) === `/${own}`;
      const [known, unknown] = [await ask(isMember ? theirs.admin.userId : foreign), await ask(NOBODY)];
      expect([place(foreign), known.status]).toEqual([place(foreign), 404]);
      expect(plain(known.body)).toEqual(plain(unknown.body));
    }
    const claim = (email: string) => stage.ask(admin, `PUT ${path}/${own}/emails`, { email });
    expect(plain((await claim('theirs@example.com')).body)).toEqual(plain((await claim('no@where')).body));
    expect((await theirs.list()).items).toMatchObject([{ id: foreign }]);
  });
});

describe('a link by hand', () => {
  test('brings the teams and addresses along that the member had without an account', async () => {
    const { organization, admin, developer, path, contributor, seen, list } = await setUp();
    const team = await stage.registry.team(organization);
    await stage.ask(admin, `POST organizations/${organization.slug}/teams/${team}/people`, {
      userId: developer.userId,
    });
    const [before] = (await list()).items;
    await seen('dana@example.com');
    await stage.ask(admin, `PUT ${path}/${before?.id}/emails`, { email: 'dana@example.com' });
    const id = await contributor({ login: 'dd' });
    await stage.registry.pool.query('DELETE FROM dirty_day WHERE organization_id = $1', [organization.id]);
    await stage.registry.pool.query(
      `INSERT INTO push (id, organization_id, repository_id, repository_github_id, ref, before_sha, after_sha, is_forced, is_created,
         is_deleted, pusher_contributor_id, is_counted, pushed_at, distinct_commits)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), 1, 'r', 'a', 'b', false, false, false, $2, true, now(), 1)`,
      [organization.id, id],
    );
    const link = await stage.ask(admin, `PATCH ${path}/${id}`, { memberId: developer.userId });
    expect(link.status).toBe(200);
    expect((await list()).items).toMatchObject([
      { id, name: 'Dana Developer', emails: [{ email: 'dana@example.com' }] },
    ]);
    const { rows } = await stage.registry.pool.query(
      `SELECT (SELECT array_agg(contributor_id) FROM team_membership WHERE organization_id = $1) AS people,
         (SELECT count(*)::int FROM dirty_day WHERE organization_id = $1) AS days`,
      [organization.id],
    );
    expect(rows).toEqual([{ people: [id], days: 1 }]);
    const audit = await stage.ask(developer, `GET organizations/${organization.slug}/audit`);
    expect(audit.body.items).toMatchObject([
      { action: 'contributor.linked' },
      { action: 'contributor.email_claimed' },
      { action: 'team.person_added' },
    ]);
  });

  test('is refused where either is linked already, for a bot, and for a member without an account', async () => {
    const { admin, developer, manager, path, contributor, list } = await setUp();
    const [dana, other, bot] = [await contributor(), await contributor(), await contributor()];
    await stage.registry.pool.query('UPDATE github_account SET is_bot = true WHERE contributor_id = $1', [
      bot,
    ]);
    const link = async (id: string, memberId: string | null) =>
      (await stage.ask(admin, `PATCH ${path}/${id}`, { memberId })).status;
    expect(await link(dana, developer.userId)).toBe(200);
    expect(await link(dana, developer.userId)).toBe(200);
    expect(await link(dana, manager.userId)).toBe(409);
    expect(await link(other, developer.userId)).toBe(409);
    expect(await link(bot, manager.userId)).toBe(409);
    expect(await link(dana, null)).toBe(200);
    expect(await link(other, developer.userId)).toBe(200);
    expect((await list()).items.map(({ name }) => name)).toContain('Dana Developer');
  });

  test('that is taken away leaves somebody to be put into teams', async () => {
    const { organization, admin, developer, path, contributor } = await setUp();
    const [account, team] = [await contributor(), await stage.registry.team(organization)];
    const put = () =>
      stage.ask(admin, `POST organizations/${organization.slug}/teams/${team}/people`, {
        userId: developer.userId,
      });
    const { contributorId } = (await put()).body as { contributorId: string };
    const unlink = await stage.ask(admin, `PATCH ${path}/${contributorId}`, { memberId: null });
    expect([unlink.status, unlink.body.code]).toEqual([409, 'conflict']);
    await stage.ask(admin, `POST ${path}/${contributorId}/merge`, { into: account });
    await stage.ask(admin, `PATCH ${path}/${account}`, { memberId: null });
    expect((await put()).body).toEqual({ contributorId });
  });
});

describe('an address of commits', () => {
  test('is claimed once', async () => {
    const { admin, path, contributor, seen, list } = await setUp();
    const [id, other] = [await contributor(), await contributor()];
    await seen('build@localhost');
    const claim = async (who: string, email: string) =>
      (await stage.ask(admin, `PUT ${path}/${who}/emails`, { email })).status;
    expect(await claim(id, ' Build@LOCALHOST')).toBe(200);
    expect(await claim(id, 'build@localhost')).toBe(200);
    expect(await claim(other, 'build@localhost')).toBe(409);
    expect(await claim(id, 'unseen@localhost')).toBe(404);
    expect((await list()).unclaimedEmails).toEqual([]);
  });
});

test('teams of GitHub are asked for, and followed from then on', async () => {
  const { organization, admin, manager } = await setUp();
  await stage.registry.pool.query('UPDATE organization SET follows_github_teams = false WHERE id = $1', [
    organization.id,
  ]);
  const ask = (person: typeof admin) =>
    stage.ask(person, `POST organizations/${organization.slug}/github/teams`);
  expect((await ask(manager)).status).toBe(403);
  expect((await ask(admin)).status).toBe(200);
  const { rows } = await stage.registry.pool.query(
    'SELECT follows_github_teams AS follows FROM organization WHERE id = $1',
    [organization.id],
  );
  expect(rows).toEqual([{ follows: true }]);
});
