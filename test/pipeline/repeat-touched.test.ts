import { mergeContributor, splitAccount } from '@devpulse/database/organization/contributor-merges';
import { lockContributors } from '@devpulse/database/organization/contributors';
import { saveSettings } from '@devpulse/database/organization/settings';
import { saveTeamCalendar } from '@devpulse/database/organization/teams';
import { requestRefold } from '@devpulse/database/projection/refolds';
import { recomputeDirtyDays } from '@devpulse/database/rollup/rollup';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { contributorIdFor, organizationIdFor, teamIdFor } from '@devpulse/domain/identity';
import { DEFAULT_CALENDAR } from '@devpulse/domain/time/working-calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { fewDeliveries } from './few-deliveries.ts';
import type { TestDelivery } from './pipeline.ts';
import { NOW, openRebuildStage, organizationId, type RebuildStage } from './rebuild-stage.ts';

const NEIGHBOUR = 67;
const neighbourId = organizationIdFor(String(NEIGHBOUR));
const teamId = teamIdFor(organizationId, '5');
const [eleven, twelve] = ['11', '12'].map((account) => contributorIdFor(organizationId, account)) as [
  string,
  string,
];

/** Which version each row has, when it was computed, and what it says beside that. */
type Row = { version: string; computedAt: number | null; said: string };
type Rows = ReadonlyMap<string, Row>;

const FACTS = ['pull_request', 'review', 'review_request', 'push'];
const FIGURES = {
  daily_metrics: `concat_ws(' ', definition_version, day, scope_type, scope_id)`,
  window_metrics: `concat_ws(' ', definition_version, scope_type, scope_id, days)`,
  score: `concat_ws(' ', definition_version, day, scope_type, scope_id)`,
};

describe('a change', () => {
  let stage: RebuildStage;
  let now = NOW;
  beforeAll(async () => {
    stage = await openRebuildStage();
    await stage.tell(fewDeliveries({ accountId: NEIGHBOUR, pullRequests: 4 }));
    await settle(neighbourId);
  });
  afterAll(() => stage?.pipeline.close());

  const context = () => ({ ...stage.pipeline.context, now: () => now });
  async function settle(id = organizationId): Promise<void> {
    await refoldOrganization(context(), { organizationId: id });
    await rollDays(context());
    await stage.pipeline.rollup(id);
    await computeScores(context(), { organizationId: id });
    await stage.pipeline.rollup(id);
  }
  const change = (work: (tenant: Tenant) => Promise<unknown>) =>
    inOrganization(stage.pipeline.database, organizationId, work);

  async function read(id: string, table: string, name: string, isComputed: boolean): Promise<Rows> {
    const { rows } = await inOrganization(stage.pipeline.database, id, ({ transaction: tx }) =>
      tx.query<Row & { name: string }>(
        `SELECT ${name} AS name, xmin::text AS version, ${isComputed ? 'computed_at' : 'NULL'} AS "computedAt",
           md5((to_jsonb(t) - 'computed_at')::text) AS said FROM ${table} t`,
      ),
    );
    return new Map(rows.map(({ name: key, ...row }) => [key, row]));
  }
  async function readAll(id = organizationId): Promise<Map<string, Rows>> {
    const all = new Map<string, Rows>();
    for (const table of FACTS) all.set(table, await read(id, table, 'id::text', false));
    for (const [table, name] of Object.entries(FIGURES)) all.set(table, await read(id, table, name, true));
    return all;
  }

  /** Makes a change at a later time; answers of each table how many rows say something else now, and were written for nothing. */
  async function measure(work: () => Promise<unknown>) {
    now += 60_000;
    const before = await readAll();
    const neighbours = await readAll(neighbourId);
    await work();
    await settle();
    const after = await readAll();
    expect(await readAll(neighbourId)).toEqual(neighbours);
    const counted: Record<string, { changed: number; stayed: number; inVain: number }> = {};
    for (const [table, rows] of after) {
      const counts = { changed: 0, stayed: 0, inVain: 0 };
      const known = before.get(table) ?? new Map<string, Row>();
      for (const [name, row] of rows) {
        const was = known.get(name);
        if (was?.said !== row.said) counts.changed += 1;
        else if (was.version === row.version && was.computedAt === row.computedAt) counts.stayed += 1;
        else counts.inVain += 1;
      }
      counts.changed += [...known.keys()].filter((name) => !rows.has(name)).length;
      counted[table] = counts;
    }
    return counted;
  }

  /** The organization's figures are those that a rebuild of everything comes to. */
  async function expectWhole(): Promise<void> {
    const { before, after } = await stage.rebuild();
    expect(after).toEqual(before);
  }

  it('of nothing writes nothing', async () => {
    const counted = await measure(async () => {});
    for (const [table, { changed, stayed, inVain }] of Object.entries(counted))
      expect([table, changed, stayed > 0, inVain]).toEqual([table, 0, true, 0]);
  });

  it('of a team’s calendar writes the team’s pull requests and the days that they are in, and no others', async () => {
    const calendar = { ...DEFAULT_CALENDAR, zone: 'Asia/Kolkata', startMinute: 0, endMinute: 1440 };
    const counted = await measure(() =>
      change((tenant) => saveTeamCalendar(tenant, { id: teamId, calendar })),
    );
    expect(counted.pull_request).toEqual({ changed: 3, stayed: 9, inVain: 0 });
    expect(counted.push).toMatchObject({ changed: 0, inVain: 0 });
    expect(counted.review).toMatchObject({ changed: 0, inVain: 0 });
    expect(counted.daily_metrics).toMatchObject({ inVain: 0 });
    expect(counted.daily_metrics?.changed).toBeGreaterThan(0);
    expect(counted.daily_metrics?.stayed).toBeGreaterThan(counted.daily_metrics?.changed ?? 0);
    await expectWhole();
  });

  it('of a member writes the days of that person and their teams, and leaves everybody else’s', async () => {
    const told = (action: string): TestDelivery => ({
      event: 'membership',
      body: JSON.stringify({
        action,
        scope: 'team',
        installation: { id: 660 },
        member: { id: 14, login: 'person-14', type: 'User' },
        team: { id: 5, name: 'A team', slug: 'a-team' },
      }),
    });
    const scopes = await stage.rows<{ id: string; type: string }>(
      'SELECT DISTINCT scope_id AS id, scope_type AS type FROM daily_metrics',
    );
    const others = scopes.filter(
      ({ type, id }) => type === 'contributor' && id !== contributorIdFor(organizationId, '14'),
    );
    const versions = () =>
      stage.rows(
        'SELECT day, scope_id, xmin::text FROM daily_metrics WHERE scope_id = ANY ($1::uuid[]) ORDER BY 1, 2',
        [others.map(({ id }) => id)],
      );
    const before = await versions();
    const counted = await measure(() => stage.tell([told('added')]));
    expect(counted.pull_request).toEqual({ changed: 3, stayed: 9, inVain: 0 });
    expect(counted.daily_metrics?.inVain).toBe(0);
    expect(counted.daily_metrics?.changed).toBeGreaterThan(0);
    expect(await versions()).toEqual(before);
    await expectWhole();
  });

  it('of two who are one, and of one who is two, writes no figure that stays as it was', async () => {
    const merged = await measure(() =>
      change(async (tenant) => {
        await lockContributors(tenant, [eleven, twelve]);
        await mergeContributor(tenant, { from: twelve, into: eleven, userId: null });
        await requestRefold(tenant);
      }),
    );
    expect(merged.daily_metrics?.inVain).toBe(0);
    expect(merged.score?.inVain).toBe(0);
    expect(merged.daily_metrics?.changed).toBeGreaterThan(0);
    expect(merged.daily_metrics?.stayed).toBeGreaterThan(0);
    await expectWhole();
    const split = await measure(() =>
      change(async (tenant) => {
        await splitAccount(tenant, { accountId: '12', from: eleven });
        await requestRefold(tenant);
      }),
    );
    expect(split.daily_metrics?.inVain).toBe(0);
    expect(split.daily_metrics?.changed).toBeGreaterThan(0);
    await expectWhole();
  });

  it('of the zone writes no figure that stays as it was', async () => {
    const calendar = { ...DEFAULT_CALENDAR, zone: 'Australia/Lord_Howe' };
    const counted = await measure(() =>
      change(async (tenant) => {
        await saveSettings(tenant, { calendar }, { by: null, now });
        await requestRefold(tenant);
      }),
    );
    expect(counted.daily_metrics?.inVain).toBe(0);
    expect(counted.daily_metrics?.changed).toBeGreaterThan(0);
    expect(counted.push).toMatchObject({ changed: 0, inVain: 0 });
    await expectWhole();
  });

  it('of the definitions leaves the figures that are read until all of the new ones are there, and every fact', async () => {
    now += 60_000;
    const [before, neighbours] = [await readAll(), await readAll(neighbourId)];
    const { database } = stage.pipeline;
    const work = { organizationId, now, version: 2 };
    expect((await recomputeDirtyDays(database, work)).length).toBeGreaterThan(0);
    const amid = await readAll();
    for (const [name, row] of before.get('daily_metrics') ?? [])
      expect([name, amid.get('daily_metrics')?.get(name)]).toEqual([name, row]);
    expect(amid.get('window_metrics')).toEqual(before.get('window_metrics'));
    while ((await recomputeDirtyDays(database, work)).length > 0);
    const after = await readAll();
    for (const table of [...FACTS, 'score'])
      expect([table, after.get(table)]).toEqual([table, before.get(table)]);
    const isOfOld = [...(after.get('daily_metrics')?.keys() ?? [])].filter((name) => name.startsWith('1 '));
    expect(isOfOld).toEqual([]);
    expect(after.get('daily_metrics')?.size).toBe(before.get('daily_metrics')?.size);
    expect(await readAll(neighbourId)).toEqual(neighbours);
  });
});
