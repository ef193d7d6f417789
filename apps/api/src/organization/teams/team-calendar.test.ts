import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage?.close());

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

async function setUp() {
  const people = await stage.organizationWithRoles();
  const path = `organizations/${people.organization.slug}/teams`;
  const create = async (name: string) =>
    (await stage.ask(people.admin, `POST ${path}`, { name })).body as { id: string; slug: string };
  return { ...people, path, create };
}

describe('the calendar of a team', () => {
  const calendar = {
    zone: 'Asia/Kolkata',
    weekdays: [1, 2, 3, 4],
    startMinute: 600,
    endMinute: 1080,
    holidays: ['2026-01-26'],
  };
  const changedAt = async (organizationId: string) => {
    const { rows } = await stage.registry.pool.query<{ at: Date | null }>(
      'SELECT clocks_changed_at AS at FROM organization WHERE id = $1',
      [organizationId],
    );
    return rows[0]?.at;
  };

  test('is its own once it was given one, and the organization’s again with null', async () => {
    const { organization, admin, path, create } = await setUp();
    const team = await create('Bengaluru');
    const set = (value: unknown) => stage.ask(admin, `PUT ${path}/${team.id}/calendar`, { calendar: value });
    const read = async () => (await stage.ask(admin, `GET ${path}/${team.id}`)).body.calendar;
    expect([await read(), await changedAt(organization.id)]).toEqual([null, null]);
    expect((await set(calendar)).status).toBe(200);
    expect(await read()).toEqual(calendar);
    const first = await changedAt(organization.id);
    expect(first).not.toBeNull();
    // The same again changes nothing, and is no entry in the log.
    expect((await set(calendar)).status).toBe(200);
    expect(await changedAt(organization.id)).toEqual(first);
    expect((await set(null)).status).toBe(200);
    expect(await read()).toBeNull();
    expect(await changedAt(organization.id)).not.toEqual(first);
    const { rows } = await stage.registry.pool.query(
      `SELECT action, actor_user_id FROM audit_entry WHERE organization_id = $1 AND target = $2 AND action LIKE 'team.calendar%' ORDER BY at, action DESC`,
      [organization.id, team.id],
    );
    expect(rows).toEqual([
      { action: 'team.calendar_set', actor_user_id: admin.userId },
      { action: 'team.calendar_removed', actor_user_id: admin.userId },
    ]);
  });

  test('is set by administrators, and names the field that is wrong', async () => {
    const { organization, admin, manager, path, create } = await setUp();
    const team = await create('Pune');
    await stage.registry.manages(organization, team.id, manager);
    const set = (who: typeof admin, value: unknown) =>
      stage.ask(who, `PUT ${path}/${team.id}/calendar`, { calendar: value });
    expect((await set(manager, calendar)).status).toBe(403);
    const wrong = await set(admin, { ...calendar, endMinute: 10 });
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(wrong.body)).toContain('endMinute');
    expect((await set(admin, { ...calendar, zone: 'Mars/Base' })).status).toBe(400);
  });

  test('of any team makes every change of who is in which team one of clocks', async () => {
    const { organization, admin, path, create } = await setUp();
    const [own, other] = [await create('Own hours'), await create('Usual hours')];
    const contributorId = await stage.registry.contributor(organization, {});
    const add = (id: string) =>
      stage.ask(admin, `POST ${path}/${id}/people`, { contributorId, from: dayAgo(9) });
    await add(other.id);
    expect(await changedAt(organization.id)).toBeNull();
    const forget = () =>
      stage.registry.pool.query('UPDATE organization SET clocks_changed_at = NULL WHERE id = $1', [
        organization.id,
      ]);
    await stage.ask(admin, `PUT ${path}/${own.id}/calendar`, { calendar });
    for (const change of [
      () => add(own.id),
      () => stage.ask(admin, `DELETE ${path}/${other.id}/people/${contributorId}`),
      () => stage.ask(admin, `DELETE ${path}/${own.id}`),
    ]) {
      await forget();
      expect((await change()).status).toBe(200);
      expect(await changedAt(organization.id)).not.toBeNull();
    }
  });
});
