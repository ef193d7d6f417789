import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../testing/organization-stage.ts';

let stage: OrganizationStage;
let people: Awaited<ReturnType<OrganizationStage['organizationWithRoles']>>;
let contributor: string;

beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  const { registry } = stage;
  people = await stage.organizationWithRoles();
  const { organization, developer, manager } = people;
  const team = await registry.team(organization, 'Payments');
  contributor = await registry.contributor(organization, { userId: developer.userId });
  await registry.putInTeam(organization, team, contributor);
  await registry.manages(organization, team, manager);
});

const base = () => `organizations/${people.organization.slug}`;

describe('pages of people', () => {
  test('one’s own is open to whom delivery knows, with one’s own score, and looking at it is no look of others', async () => {
    const own = await stage.ask(people.developer, `GET ${base()}/delivery/me`);
    expect(own).toMatchObject({
      status: 200,
      body: { person: { name: 'Dana Developer', isSelf: true }, score: { value: null, n: 0 } },
    });
    expect(
      (own.body as { figures: { withheld: unknown }[] }).figures.every(({ withheld }) => withheld === null),
    ).toBe(true);
    const behind = `GET ${base()}/delivery/people/${contributor}/metrics/merged/pull-requests` as const;
    expect(await stage.ask(people.developer, behind)).toMatchObject({ status: 200, body: { items: [] } });
    expect((await stage.ask(people.developer, `GET ${base()}/me/access-log`)).body).toEqual({ items: [] });
    expect((await stage.ask(people.owner, `GET ${base()}/delivery/me`)).status).toBe(404);
  });

  test('that of somebody else is closed until the organization opens it, has no score, and is logged each time', async () => {
    const path = `GET ${base()}/delivery/people/${contributor}` as const;
    const behindIt = `${path}/metrics/merged/pull-requests` as const;
    for (const closed of [path, behindIt]) expect((await stage.ask(people.manager, closed)).status).toBe(403);
    await stage.ask(people.owner, `PUT ${base()}/individual-views`, { isOn: true });
    for (const looks of [1, 2]) {
      const seen = await stage.ask(people.manager, path);
      expect(seen).toMatchObject({ status: 200, body: { score: null, person: { isSelf: false } } });
      const { body } = await stage.ask(people.developer, `GET ${base()}/me/access-log`);
      expect((body as { items: unknown[] }).items).toHaveLength(looks);
    }
    expect(await stage.ask(people.manager, behindIt)).toMatchObject({ status: 200, body: { total: 0 } });
    expect(
      ((await stage.ask(people.developer, `GET ${base()}/me/access-log`)).body as { items: unknown[] }).items,
    ).toHaveLength(3);
    const unknown = await stage.ask(people.manager, `GET ${base()}/delivery/people/${randomUUID()}`);
    expect(unknown).toMatchObject({ status: 404, body: { field: 'path.person' } });
  });
});
