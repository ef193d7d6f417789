import { sketchOf } from '@devpulse/domain/metrics/sketch';
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
  const { organization, developer, manager } = people;
  const path = `organizations/${organization.slug}`;
  const teamId = await stage.registry.team(organization);
  const dana = await stage.registry.contributor(organization, { userId: developer.userId, login: 'dana' });
  await stage.registry.putInTeam(organization, teamId, dana);
  await stage.registry.manages(organization, teamId, manager);
  const switchViews = (body: object) => stage.ask(people.owner, `PUT ${path}/individual-views`, body);
  return { ...people, path, teamId, dana, switchViews };
}

/** A day of figures of a contributor, so many days ago. */
async function addFigures(organizationId: string, contributorId: string, daysAgo: number, cycles: number[]) {
  const sketches = { cycle_working: sketchOf(cycles) };
  await stage.registry.pool.query(
    `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, merged, reviews_submitted,
       pull_requests_reviewed, sketches, computed_at)
     VALUES ($1, current_date - $3::int, 'contributor', $2, 1, $4, 2, 1, $5, now())`,
    [organizationId, contributorId, daysAgo, cycles.length, JSON.stringify(sketches)],
  );
}

describe('the switch for individual views (P12)', () => {
  test('is off, is the Owner’s alone, and every member is told by notice and mail', async () => {
    const { path, organization, owner, admin, developer, switchViews } = await setUp();
    expect((await stage.ask(developer, `GET ${path}/settings`)).body.isIndividualViewsOn).toBe(false);
    expect((await stage.ask(admin, `PUT ${path}/individual-views`, { isOn: true })).status).toBe(403);
    const stale = await stage.registry.session(owner.userId, {
      authenticatedAt: new Date(Date.now() - 301_000),
    });
    const refused = await stage.ask({ ...owner, ...stale }, `PUT ${path}/individual-views`, { isOn: true });
    expect(refused.body.code).toBe('reauthentication_required');
    expect((await switchViews({ isOn: true })).status).toBe(200);
    expect((await switchViews({ isOn: true })).status).toBe(200);
    for (const person of [owner, admin, developer]) {
      expect((await stage.ask(person, `GET ${path}/notices`)).body.items).toMatchObject([
        { kind: 'individual_views_on', actor: 'Olga Owner' },
      ]);
    }
    const mails = await stage.registry.pool.query('SELECT recipient FROM outgoing_mail WHERE subject = $1', [
      `Individual views are now on in ${organization.slug}`,
    ]);
    expect(mails.rowCount).toBe(4);
    expect((await stage.ask(owner, `GET ${path}/audit`)).body.items).toMatchObject([
      { action: 'individual_views.switched', detail: { isOn: true, isLocked: false } },
    ]);
  });

  test('stays off while the works council’s lock stands', async () => {
    const { path, admin, dana, switchViews } = await setUp();
    await switchViews({ isOn: true });
    expect((await stage.ask(admin, `GET ${path}/people/${dana}`)).status).toBe(200);
    expect((await switchViews({ isOn: true, isLocked: true })).status).toBe(400);
    expect((await switchViews({ isOn: false, isLocked: true })).status).toBe(200);
    expect((await stage.ask(admin, `GET ${path}/people/${dana}`)).status).toBe(403);
    for (const wish of [{ isOn: true }, { isOn: true, isLocked: false }]) {
      expect(await switchViews(wish)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
    expect((await stage.ask(admin, `GET ${path}/settings`)).body).toMatchObject({
      isIndividualViewsOn: false,
      isIndividualViewsLocked: true,
    });
    await switchViews({ isOn: false, isLocked: false });
    expect((await switchViews({ isOn: true })).status).toBe(200);
    const kinds = (await stage.ask(admin, `GET ${path}/notices`)).body.items as { kind: string }[];
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'individual_views_on',
      'individual_views_off',
      'individual_views_on',
    ]);
  });
});

describe('a person’s figures', () => {
  test('are the last 30 local days, seen by that person without an entry', async () => {
    const { path, organization, developer, dana, teamId } = await setUp();
    await addFigures(organization.id, dana, 0, [3600, 3600, 3600]);
    await addFigures(organization.id, dana, 29, [3600]);
    await addFigures(organization.id, dana, 30, [10, 10, 10, 10, 10]);
    const { status, body } = await stage.ask(developer, `GET ${path}/people/${dana}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      contributorId: dana,
      name: 'Dana Developer',
      login: 'dana',
      isSelf: true,
      teams: [{ id: teamId, name: 'Payments' }],
      figures: { days: 30, merged: 4, reviewsSubmitted: 4, pullRequestsReviewed: 2, n: 4 },
    });
    const { medianCycleSeconds } = body.figures as { medianCycleSeconds: number };
    expect(Math.abs(medianCycleSeconds - 3600)).toBeLessThanOrEqual(36);
    expect((await stage.ask(developer, `GET ${path}/me/access-log`)).body.items).toEqual([]);
  });

  test('of another are refused while the switch is off, naming it, and nothing is logged', async () => {
    const { path, manager, admin, developer, dana } = await setUp();
    for (const person of [manager, admin]) {
      const refused = await stage.ask(person, `GET ${path}/people/${dana}`);
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
      expect(refused.body.remedy).toContain('Individual views');
    }
    expect((await stage.ask(developer, `GET ${path}/me/access-log`)).body.items).toEqual([]);
  });

  test('of another are logged, and the person sees it at once (P04)', async () => {
    const { path, manager, owner, developer, dana, switchViews } = await setUp();
    await switchViews({ isOn: true });
    const viewed = await stage.ask(manager, `GET ${path}/people/${dana}`);
    expect(viewed.body).toMatchObject({
      isSelf: false,
      figures: { merged: 0, medianCycleSeconds: null, n: 0 },
    });
    await stage.ask(owner, `GET ${path}/people/${dana}`);
    const log = (await stage.ask(developer, `GET ${path}/me/access-log`)).body.items as { at: string }[];
    expect(log).toMatchObject([
      { viewer: 'Olga Owner', viewerRole: 'owner', what: 'individual_figures' },
      { viewer: 'Mara Manager', viewerRole: 'manager', what: 'individual_figures' },
    ]);
    const page = `GET ${path}/me/access-log?limit=1` as const;
    expect((await stage.ask(developer, page)).body.items).toHaveLength(1);
    const older = await stage.ask(developer, `${page}&before=${log[0]?.at ?? ''}`);
    expect(older.body.items).toMatchObject([{ viewer: 'Mara Manager' }]);
    await stage.registry.pool.query('DELETE FROM membership WHERE user_id = $1', [manager.userId]);
    const [, gone] = (await stage.ask(developer, `GET ${path}/me/access-log`)).body.items as object[];
    expect(gone).toMatchObject({ viewer: 'Somebody who has left', viewerRole: 'manager' });
  });

  test('beyond one’s reach are those of nobody: same answer, nothing logged', async () => {
    const { path, organization, manager, developer, switchViews } = await setUp();
    const other = await setUp();
    await switchViews({ isOn: true });
    const lee = await stage.registry.contributor(organization, { login: 'lee' });
    const missing = await stage.ask(manager, `GET ${path}/people/${NOBODY}`);
    expect(missing.status).toBe(404);
    for (const [person, id] of [
      [manager, lee],
      [manager, other.dana],
      [developer, lee],
    ] as const) {
      const refused = await stage.ask(person, `GET ${path}/people/${id}`);
      expect([refused.status, plain(refused.body)]).toEqual([404, plain(missing.body)]);
    }
    const { rowCount } = await stage.registry.pool.query(
      'SELECT 1 FROM person_view WHERE contributor_id IN ($1, $2)',
      [lee, other.dana],
    );
    expect(rowCount).toBe(0);
  });
});
