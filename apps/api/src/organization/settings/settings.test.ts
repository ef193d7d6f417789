import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

const calendar = {
  zone: 'Asia/Tokyo',
  weekdays: [1, 2, 3, 4],
  startMinute: 600,
  endMinute: 1080,
  holidays: ['2026-12-31'],
};

async function waiting(organizationId: string) {
  const { rows } = await stage.registry.pool.query(
    `SELECT refold_requested_at IS NOT NULL AS refold,
       (SELECT count(DISTINCT day)::int FROM dirty_day d WHERE d.organization_id = o.id) AS days
     FROM organization o WHERE id = $1`,
    [organizationId],
  );
  return rows[0];
}

async function addFact(organizationId: string, at: string) {
  await stage.registry.pool.query(
    `INSERT INTO daily_metrics (organization_id, day, scope_type, scope_id, definition_version, computed_at)
     VALUES ($1, $2, 'organization', $1, 1, now())`,
    [organizationId, at],
  );
}

test('are read by every member and changed by administrators', async () => {
  const { organization, admin, developer } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/settings`;
  expect((await stage.ask(developer, `PATCH ${path}`, { name: 'Mine' })).status).toBe(403);
  expect((await stage.ask(admin, `PATCH ${path}`, { name: ' Fernhill ', calendar })).status).toBe(200);
  expect((await stage.ask(developer, `GET ${path}`)).body).toMatchObject({
    name: 'Fernhill',
    calendar,
    secondFactorPolicy: 'administrators',
    isIndividualViewsOn: false,
    isIndividualViewsLocked: false,
  });
  const [entry] = (await stage.ask(admin, `GET organizations/${organization.slug}/audit`)).body
    .items as object[];
  expect(entry).toMatchObject({ action: 'settings.changed', detail: { name: true, calendar: true } });
  expect((await stage.ask(admin, 'GET organizations')).body.items).toMatchObject([
    { name: 'Fernhill', calendar: { zone: 'Asia/Tokyo' } },
  ]);
});

test('a change of calendar or bots has everything folded again, one of targets every day summed up again', async () => {
  const { organization, admin } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/settings`;
  const tenDaysAgo = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);
  await addFact(organization.id, tenDaysAgo);
  const change = (payload: object) => stage.ask(admin, `PATCH ${path}`, payload);
  await change({ name: 'Other', secondFactorPolicy: 'everyone' });
  expect(await waiting(organization.id)).toEqual({ refold: false, days: 0 });
  await change({ targets: { reviewWorkingSeconds: 7200, cycleWorkingSeconds: 72_000 } });
  expect(await waiting(organization.id)).toEqual({ refold: false, days: 11 });
  await change({ botLogins: ['renovate-fern'] });
  expect(await waiting(organization.id)).toEqual({ refold: true, days: 11 });
  await stage.registry.pool.query('UPDATE organization SET refold_requested_at = NULL');
  await change({ botLogins: ['renovate-fern'] });
  expect(await waiting(organization.id)).toMatchObject({ refold: false });
  await change({ calendar });
  expect(await waiting(organization.id)).toMatchObject({ refold: true });
});

test.each([
  [{ calendar: { ...calendar, endMinute: 600 } }, 'body.calendar.endMinute'],
  [{ calendar: { ...calendar, weekdays: [] } }, 'body.calendar.weekdays'],
  [{ calendar: { ...calendar, weekdays: [1, 1] } }, 'body.calendar.weekdays'],
  [{ calendar: { ...calendar, holidays: ['2026-02-30'] } }, 'body.calendar.holidays.0'],
  [{ calendar: { ...calendar, zone: 'UTC+25' } }, 'body.calendar.zone'],
  [
    { targets: { reviewWorkingSeconds: 1, cycleWorkingSeconds: 72_000 } },
    'body.targets.reviewWorkingSeconds',
  ],
  [{ botLogins: ['not a login'] }, 'body.botLogins.0'],
  [{ isIndividualViewsOn: true }, 'body.isIndividualViewsOn'],
])('%j is refused, naming %s', async (payload, field) => {
  const { organization, owner } = await stage.organizationWithRoles();
  const answer = await stage.ask(owner, `PATCH organizations/${organization.slug}/settings`, payload);
  expect(answer).toMatchObject({ status: 400, body: { field, remedy: expect.any(String) } });
});
