import { randomUUID } from 'node:crypto';
import type { AlertRuleId } from '@devpulse/domain/alerts/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countChange } from '../testing/changed-organization.ts';
import { type OrganizationStage, openOrganizationStage } from '../testing/organization-stage.ts';

type World = Awaited<ReturnType<typeof makeWorld>>;

let stage: OrganizationStage;
let world: World;

beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  world = await makeWorld();
});

async function makeWorld() {
  const { registry } = stage;
  const people = await stage.organizationWithRoles();
  const { organization } = people;
  const [team, other] = [
    await registry.team(organization, 'Payments'),
    await registry.team(organization, 'Search'),
  ];
  const contributor = await registry.contributor(organization, { userId: people.developer.userId });
  await registry.putInTeam(organization, team, contributor);
  await registry.manages(organization, team, people.manager);
  const alert = async (
    rule: AlertRuleId,
    subject: { type: string; id: string },
    of: { team?: string; managersFrom?: number } = {},
  ) => {
    const id = randomUUID();
    const evidence = {
      unit: 'count',
      target: 1,
      value: 2,
      evidence: { ids: {}, figures: { open: 2 }, instants: { last: 0 } },
      text: { headline: 'Something holds', about: 'of something', target: 'target 1' },
      personText:
        rule === 'contributor_inactivity' ? { headline: 'For you', about: 'you', target: '' } : null,
      managersFrom: of.managersFrom ?? null,
    };
    await registry.pool.query(
      `INSERT INTO health_alert (id, organization_id, rule, subject_type, subject_id, deduplication_key, team_id, state, since, opened_at,
         evidence, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', now(), now(), $8, now())`,
      [
        id,
        organization.id,
        rule,
        subject.type,
        subject.id,
        `${rule}:${id}`,
        of.team ?? null,
        JSON.stringify(evidence),
      ],
    );
    await countChange(stage.api, registry.pool, organization.id);
    return id;
  };
  return { ...people, team, other, contributor, alert };
}

const base = () => `organizations/${world.organization.slug}`;
type Role = 'owner' | 'admin' | 'manager' | 'developer';
type Alert = {
  id: string;
  state: string;
  rule: string;
  canDecide: boolean;
  text: { headline: string };
  decidedBy: string | null;
};
const listed = async (role: Role, query = '') =>
  ((await stage.ask(world[role], `GET ${base()}/alerts${query}`)).body as { items?: Alert[] }).items ?? [];
const auditOf = async () =>
  (
    await stage.registry.pool.query(
      'SELECT action FROM audit_entry WHERE organization_id = $1 ORDER BY at, action',
      [world.organization.id],
    )
  ).rows.map(({ action }) => action);

describe('alerts', () => {
  test('each reader sees those of the audience they belong to, and decides on nothing else', async () => {
    const own = { type: 'contributor', id: world.contributor };
    const ids = {
      everybody: await world.alert('inactivity', { type: 'team', id: world.other }, { team: world.other }),
      team: await world.alert('review_load', { type: 'team', id: world.team }, { team: world.team }),
      otherTeam: await world.alert('review_load', { type: 'team', id: world.other }, { team: world.other }),
      administrators: await world.alert('integration', { type: 'organization', id: world.organization.id }),
      person: await world.alert('contributor_inactivity', own, { team: world.team, managersFrom: 0 }),
      session: await world.alert('open_session', own),
    };
    const seen = async (role: Role) => {
      const found = new Set((await listed(role)).map(({ id }) => id));
      return Object.entries(ids).flatMap(([name, id]) => (found.has(id) ? [name] : []));
    };
    expect(await seen('developer')).toEqual(['everybody', 'team', 'person', 'session']);
    expect(await seen('manager')).toEqual(['everybody', 'team']);
    expect(await seen('owner')).toEqual(['everybody', 'team', 'otherTeam', 'administrators']);
    const [forPerson] = (await listed('developer')).filter(({ id }) => id === ids.person);
    expect(forPerson).toMatchObject({ text: { headline: 'For you' }, canDecide: true });
    for (const id of [ids.otherTeam, ids.administrators, randomUUID()]) {
      const refused = await stage.ask(world.developer, `POST ${base()}/alerts/${id}/acknowledge`, {});
      expect([refused.status, refused.body.field]).toEqual([404, 'path.alert']);
    }
  });

  test('a manager’s look at an alert about somebody is logged with that person, each time', async () => {
    const own = { type: 'contributor', id: world.contributor };
    const id = await world.alert('contributor_inactivity', own, { team: world.team, managersFrom: 0 });
    const { organization, owner, developer } = world;
    await stage.ask(owner, `PUT organizations/${organization.slug}/individual-views`, { isOn: true });
    await countChange(stage.api, stage.registry.pool, organization.id);
    for (const looks of [1, 2]) {
      const [alert] = await listed('manager', '?rule=contributor_inactivity');
      expect(alert).toMatchObject({ id, canDecide: false, text: { headline: 'Something holds' } });
      const { body } = await stage.ask(developer, `GET ${base()}/me/access-log`);
      expect((body as { items: unknown[] }).items).toHaveLength(looks);
    }
    const refused = await stage.ask(world.manager, `POST ${base()}/alerts/${id}/acknowledge`, {});
    expect([refused.status, refused.body.field]).toEqual([403, 'path.alert']);
  });

  test('a decision is kept with who made it, is audited, and can be taken back', async () => {
    const id = await world.alert('inactivity', { type: 'team', id: world.team }, { team: world.team });
    const act = (what: string, body: object = {}) =>
      stage.ask(world.developer, `POST ${base()}/alerts/${id}/${what}`, body);
    const stateOf = async () => (await listed('owner')).map(({ state, decidedBy }) => [state, decidedBy]);
    expect((await act('acknowledge')).status).toBe(200);
    expect(await stateOf()).toEqual([['acknowledged', 'Dana Developer']]);
    expect((await act('snooze', { forSeconds: 7_200 })).status).toBe(200);
    expect((await stateOf())[0]?.[0]).toBe('snoozed');
    expect(await listed('owner', '?state=open')).toEqual([]);
    expect((await act('reopen')).status).toBe(200);
    expect((await stateOf())[0]?.[0]).toBe('open');
    for (const [forSeconds, remedy] of [
      [60, 'Use at least 3600.'],
      [31 * 86_400, 'Use at most 2592000.'],
    ])
      expect((await act('snooze', { forSeconds })).body).toMatchObject({ field: 'body.forSeconds', remedy });
    await stage.registry.pool.query(
      `UPDATE health_alert SET state = 'resolved', resolved_at = now() WHERE id = $1`,
      [id],
    );
    expect(await act('acknowledge')).toMatchObject({ status: 409, body: { field: 'state' } });
    expect(await auditOf()).toEqual(['alert.acknowledged', 'alert.snoozed', 'alert.reopened']);
  });
});

describe('settings of alerts', () => {
  const set = (rule: string, body: object, role: Role = 'admin') =>
    stage.ask(world[role], `PUT ${base()}/alert-settings/${rule}`, body);
  const ruleOf = async (rule: string) =>
    (
      (await stage.ask(world.owner, `GET ${base()}/alert-settings`)).body as { rules: { rule: string }[] }
    ).rules.find((one) => one.rule === rule);

  test('are the organization’s, a team’s, or the standard, in this order from the team on', async () => {
    expect(await ruleOf('oversized')).toMatchObject({
      isEnabled: true,
      target: { value: 600, default: 600, unit: 'lines' },
      teams: [],
    });
    expect((await set('oversized', { target: 800 })).status).toBe(200);
    expect((await set('oversized', { team: world.team, isEnabled: false })).status).toBe(200);
    expect(await ruleOf('oversized')).toMatchObject({
      target: { value: 800 },
      teams: [{ team: { id: world.team }, isEnabled: false, target: null }],
    });
    await set('oversized', { target: null });
    await set('oversized', { team: world.team, isEnabled: null });
    expect(await ruleOf('oversized')).toMatchObject({ target: { value: 600 }, teams: [] });
    expect(
      (
        await stage.registry.pool.query('SELECT 1 FROM alert_setting WHERE organization_id = $1', [
          world.organization.id,
        ])
      ).rowCount,
    ).toBe(0);
  });

  test('what cannot be set names the field and the remedy', async () => {
    const refusals: [string, object, number, string][] = [
      ['oversized', {}, 400, 'body.isEnabled'],
      ['oversized', { target: 1 }, 400, 'body.target'],
      ['score_drop', { target: 5 }, 400, 'body.target'],
      ['contributor_inactivity', { team: world.team, isEnabled: true }, 400, 'body.isEnabled'],
      ['oversized', { team: randomUUID(), target: 700 }, 404, 'body.team'],
      ['nothing', { isEnabled: true }, 400, 'path.rule'],
    ];
    for (const [rule, body, status, field] of refusals) {
      const answer = await set(rule, body);
      expect([rule, body, answer.status, answer.body.field]).toEqual([rule, body, status, field]);
      expect(answer.body.remedy).toMatch(/^[A-Z].*\.$/);
    }
    expect((await set('oversized', { target: 700 }, 'manager')).status).toBe(403);
  });

  test('the digest is everybody’s own', async () => {
    const has = async (role: Role) =>
      (await stage.ask(world[role], `GET ${base()}/alert-settings`)).body.hasDigest;
    await stage.ask(world.developer, `PUT ${base()}/digest`, { isOn: true });
    expect([await has('developer'), await has('owner')]).toEqual([true, false]);
    await stage.ask(world.developer, `PUT ${base()}/digest`, { isOn: false });
    expect(await has('developer')).toBe(false);
  });
});

describe('targets', () => {
  const set = (kind: string, body: object, role: Role = 'admin') =>
    stage.ask(world[role], `PUT ${base()}/targets/${kind}`, body);
  type Targets = {
    inForce: {
      kind: string;
      team: { id: string } | null;
      value: number;
      source: string;
      isInherited: boolean;
    }[];
    history: { value: number | null; setBy: string | null }[];
  };
  const targets = async (role: Role = 'owner') =>
    (await stage.ask(world[role], `GET ${base()}/targets`)).body as unknown as Targets;
  const inForce = async (kind: string, team: string | null) =>
    (await targets()).inForce.find((one) => one.kind === kind && (one.team?.id ?? null) === team);

  test('are inherited until somebody chooses, and a choice can be taken back; every change stays', async () => {
    expect(await inForce('sle', world.team)).toMatchObject({
      value: 144_000,
      source: 'default',
      isInherited: true,
    });
    expect((await set('sle', { value: 72_000 })).status).toBe(200);
    expect(await inForce('sle', world.team)).toMatchObject({
      value: 72_000,
      source: 'chosen',
      isInherited: true,
    });
    expect((await set('sle', { team: world.team, value: 36_000 })).status).toBe(200);
    expect(await inForce('sle', world.team)).toMatchObject({ value: 36_000, isInherited: false });
    expect(await inForce('sle', null)).toMatchObject({ value: 72_000, source: 'chosen' });
    expect((await set('sle', { team: world.team, value: null })).status).toBe(200);
    expect(await inForce('sle', world.team)).toMatchObject({ value: 72_000, isInherited: true });
    const { history } = await targets();
    expect(history.map(({ value, setBy }) => [value, setBy])).toContainEqual([72_000, 'Ada Admin']);
    expect(await auditOf()).toEqual(['target.chosen', 'target.chosen', 'target.withdrawn']);
    const overview = await stage.ask(world.owner, `GET ${base()}/overview`);
    expect(overview.body).toMatchObject({ targets: { cycleWorkingSeconds: 72_000 } });
  });

  test('teams that a reader may not see are not told of', async () => {
    await set('size', { team: world.other, value: 250 });
    const seen = await targets('developer');
    expect(seen.inForce.map(({ team }) => team?.id ?? null)).not.toContain(world.other);
    expect(seen.history).toEqual([]);
  });

  test('what cannot be a target names the field and the remedy', async () => {
    const refusals: [string, object, number, string][] = [
      ['sle', { value: 60 }, 400, 'body.value'],
      ['size', { value: 200_000 }, 400, 'body.value'],
      ['review', { value: 1.5 }, 400, 'body.value'],
      ['speed', { value: 7_200 }, 400, 'path.kind'],
      ['sle', { value: 7_200, team: randomUUID() }, 404, 'body.team'],
    ];
    for (const [kind, body, status, field] of refusals) {
      const answer = await set(kind, body);
      expect([kind, body, answer.status, answer.body.field]).toEqual([kind, body, status, field]);
    }
    expect((await set('sle', { value: 7_200 }, 'manager')).status).toBe(403);
  });
});
