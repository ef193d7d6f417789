import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

async function setUp() {
  const people = await stage.organizationWithRoles();
  const { organization, admin } = people;
  const path = `organizations/${organization.slug}/contributors`;
  return {
    ...people,
    path,
    contributor: (options: { userId?: string; login?: string } = {}) =>
      stage.registry.contributor(organization, options),
    merge: (from: string, into: string) => stage.ask(admin, `POST ${path}/${from}/merge`, { into }),
    list: async () =>
      (await stage.ask(admin, `GET ${path}`)).body.items as {
        id: string;
        name: string;
        accounts: { githubId: string; login: string }[];
      }[],
    query: async <Row extends object>(text: string, values: unknown[] = []) =>
      (await stage.registry.pool.query<Row>(text, values)).rows,
  };
}

describe('a merge', () => {
  test('makes one of two: accounts, addresses, name, member, work and time in teams', async () => {
    const { organization, developer, contributor, merge, list, query } = await setUp();
    const goes = await contributor({ userId: developer.userId, login: 'second' });
    const stays = await contributor({ login: 'first' });
    const [account] = await query<{ id: string }>(
      'SELECT github_id::text AS id FROM github_account WHERE contributor_id = $1',
      [goes],
    );
    await query(`INSERT INTO commit_email VALUES ($1, 'x@example.com', 'x', NULL, $2, now(), now())`, [
      organization.id,
      goes,
    ]);
    await query(`UPDATE contributor SET display_name = 'Second' WHERE id = $1`, [goes]);
    await query(
      `INSERT INTO review (id, organization_id, pull_request_id, repository_id, github_id, reviewer_account_id, reviewer_contributor_id,
         submitted_at, is_counted)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), gen_random_uuid(), 1, $2, $3, now(), true)`,
      [organization.id, account?.id, goes],
    );
    const [team, other] = [
      await stage.registry.team(organization),
      await stage.registry.team(organization, 'Other'),
    ];
    const times = [
      [team, goes, '-infinity', '2026-03-01'],
      [team, stays, '2026-02-01', '2026-04-01'],
      [team, goes, '2026-04-01', '2026-05-01'],
      [team, goes, '2026-07-01', null],
      [other, stays, '2026-01-01', null],
      [other, goes, '2026-01-01', '2026-02-01'],
    ];
    for (const [where, who, from, to] of times) {
      await query('INSERT INTO team_membership VALUES ($1, $2, $3, $4, $5)', [
        organization.id,
        where,
        who,
        from,
        to,
      ]);
    }
    expect((await merge(goes, stays)).status).toBe(200);
    expect(await list()).toMatchObject([
      {
        id: stays,
        name: 'Dana Developer',
        displayName: 'Second',
        accounts: expect.arrayContaining([
          expect.objectContaining({ login: 'first' }),
          expect.objectContaining({ login: 'second' }),
        ]),
        emails: [{ email: 'x@example.com' }],
        member: { userId: developer.userId },
      },
    ]);
    const united = await query(
      `SELECT team_id AS team, contributor_id AS who, starts_at::date::text AS "from", ends_at::date::text AS "to"
       FROM team_membership WHERE organization_id = $1 ORDER BY team_id = $2, starts_at`,
      [organization.id, other],
    );
    expect(united).toEqual([
      { team, who: stays, from: '-infinity', to: '2026-05-01' },
      { team, who: stays, from: '2026-07-01', to: null },
      { team: other, who: stays, from: '2026-01-01', to: null },
    ]);
    const reviewers = await query(
      'SELECT reviewer_contributor_id AS id FROM review WHERE organization_id = $1',
      [organization.id],
    );
    expect(reviewers).toEqual([{ id: stays }]);
    const [row] = await query(
      `SELECT merged_into_id AS into, user_id, display_name,
         (SELECT refold_requested_at IS NOT NULL FROM organization WHERE id = $2) AS asked FROM contributor WHERE id = $1`,
      [goes, organization.id],
    );
    expect(row).toEqual({ into: stays, user_id: null, display_name: null, asked: true });
  });

  test('leaves nobody where one was: not to be seen, put into a team, merged or linked', async () => {
    const { organization, owner, admin, developer, path, contributor, merge } = await setUp();
    const [gone, stays] = [await contributor(), await contributor()];
    const team = await stage.registry.team(organization);
    await merge(gone, stays);
    const base = `organizations/${organization.slug}`;
    await stage.ask(owner, `PUT ${base}/individual-views`, { isOn: true });
    const answers = [
      await stage.ask(admin, `GET ${base}/people/${gone}`),
      await stage.ask(admin, `POST ${base}/teams/${team}/people`, { contributorId: gone }),
      await stage.ask(admin, `PATCH ${path}/${gone}`, { memberId: developer.userId }),
      await merge(gone, stays),
      await merge(stays, gone),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });

  test('of what was merged before keeps pointing at somebody', async () => {
    const { contributor, merge, list, query } = await setUp();
    const [a, b, c] = [await contributor(), await contributor(), await contributor()];
    await merge(a, b);
    await merge(b, c);
    expect(await list()).toMatchObject([{ id: c, accounts: [{}, {}, {}] }]);
    expect(
      await query('SELECT DISTINCT merged_into_id AS into FROM contributor WHERE id IN ($1, $2)', [a, b]),
    ).toEqual([{ into: c }]);
  });

  test('of two into each other at once is one merge', async () => {
    const { contributor, merge, list } = await setUp();
    const [a, b] = [await contributor(), await contributor()];
    const answers = await Promise.all([merge(a, b), merge(b, a)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await list()).toHaveLength(1);
  });

  test('is refused for two members, a bot, and one and the same', async () => {
    const { developer, manager, contributor, merge, query } = await setUp();
    const dana = await contributor({ userId: developer.userId });
    const mara = await contributor({ userId: manager.userId });
    const bot = await contributor();
    await query('UPDATE github_account SET is_bot = true WHERE contributor_id = $1', [bot]);
    const statuses = [await merge(dana, mara), await merge(bot, dana), await merge(dana, bot)];
    expect([...statuses, await merge(dana, dana)].map(({ status }) => status)).toEqual([409, 409, 409, 409]);
  });

  test('of one whose member has left takes the member of the other', async () => {
    const { developer, contributor, merge, list } = await setUp();
    const left = await stage.registry.person();
    const stays = await contributor({ userId: left.userId });
    const goes = await contributor({ userId: developer.userId });
    expect((await merge(goes, stays)).status).toBe(200);
    expect(await list()).toMatchObject([{ id: stays, member: { userId: developer.userId } }]);
  });

  test('keeps who looked at the one that went, for the person', async () => {
    const { organization, admin, developer, contributor, merge, query } = await setUp();
    const stays = await contributor({ userId: developer.userId });
    const goes = await contributor();
    await query(
      `INSERT INTO person_view (organization_id, viewer_user_id, viewer_role, contributor_id, what, at)
       VALUES ($1, $2, 'admin', $3, 'individual_figures', now() - interval '1 minute')`,
      [organization.id, admin.userId, goes],
    );
    const looked = async () =>
      (await stage.ask(developer, `GET organizations/${organization.slug}/me/access-log`)).body.items;
    expect(await looked()).toEqual([]);
    await merge(goes, stays);
    expect(await looked()).toMatchObject([{ viewer: 'Ada Admin' }]);
  });
});

describe('a split', () => {
  test('makes an account somebody again, who is not suggested anew', async () => {
    const { organization, admin, path, contributor, merge, list, query } = await setUp();
    const [goes, stays] = [await contributor({ login: 'second' }), await contributor({ login: 'first' })];
    await query(`UPDATE contributor SET display_name = 'Jana Miller' WHERE id = ANY($1::uuid[])`, [
      [goes, stays],
    ]);
    await merge(goes, stays);
    const account = (await list())[0]?.accounts.find(({ login }) => login === 'second')?.githubId;
    await query('UPDATE organization SET refold_requested_at = NULL WHERE id = $1', [organization.id]);
    const split = await stage.ask(admin, `POST ${path}/${stays}/split`, { accountId: account });
    expect(split.status).toBe(200);
    expect(await list()).toMatchObject([
      { id: stays, accounts: [{ login: 'first' }] },
      { id: split.body.contributorId, accounts: [{ login: 'second' }] },
    ]);
    const asked = await query(
      'SELECT refold_requested_at IS NOT NULL AS asked FROM organization WHERE id = $1',
      [organization.id],
    );
    expect(asked).toEqual([{ asked: true }]);
    await stage.ask(admin, `PATCH ${path}/${split.body.contributorId}`, { displayName: 'Jana Miller' });
    expect((await stage.ask(admin, `GET ${path}/suggestions`)).body).toEqual({ items: [], total: 0 });
  });

  test('of the only account, or of somebody else’s, is none', async () => {
    const { admin, path, contributor, list } = await setUp();
    const id = await contributor();
    const own = (await list())[0]?.accounts[0]?.githubId;
    const split = async (accountId: string) =>
      (await stage.ask(admin, `POST ${path}/${id}/split`, { accountId })).status;
    expect([await split(own ?? ''), await split('1'), await split('x')]).toEqual([409, 404, 400]);
  });
});
