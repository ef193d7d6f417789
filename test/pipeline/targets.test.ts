import { chooseTarget, readTargets, type TargetChoice } from '@devpulse/database/analysis/targets';
import { readSettings, saveSettings } from '@devpulse/database/organization/settings';
import { readRollupRules } from '@devpulse/database/rollup/rollup-rules';
import { targetsOf } from '@devpulse/domain/metrics/targets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import { ADA, type AnalysisStage, DAY, GRACE, HOUR, openAnalysisStage, type Told } from './analysis-stage.ts';

const at = (text: string) => Date.parse(text);
const MORNING = (day: string) => at(`${day}T03:00:00Z`);

/** One merge on each of so many Mondays to Fridays from a day on, each after so many working hours of that day. */
function merges(
  first: { number: number; day: string; author?: string },
  count: number,
  hours: (index: number) => number,
): Told[] {
  const told: Told[] = [];
  for (let day = at(`${first.day}T09:00:00Z`); told.length < count; day += DAY) {
    if ([0, 6].includes(new Date(day).getUTCDay())) continue;
    const mergedAt = day + hours(told.length) * HOUR;
    told.push({ number: first.number + told.length, author: first.author ?? ADA, openedAt: day, mergedAt });
  }
  return told;
}

let stage: AnalysisStage;
let team: string;
beforeAll(async () => {
  stage = await openAnalysisStage(MORNING('2026-04-02'));
  team = await stage.addTeam('core', [GRACE]);
  await stage.tell(...merges({ number: 1, day: '2026-01-05' }, 30, (index) => 5 + (index % 3)));
});
afterAll(() => stage?.pipeline.close());

const run = async (day: string) => {
  stage.clock.now = MORNING(day);
  await computeScores(stage.pipeline.context, { organizationId: stage.organizationId });
};
const levels = async () =>
  (await stage.within(readTargets))
    .filter(({ source }) => source === 'computed')
    .map(({ teamId, value, effectiveFrom, basis }) => [
      teamId === null ? 'organization' : 'team',
      effectiveFrom,
      value,
      basis.source,
      basis.n,
    ])
    .sort((a, b) => (String(a) < String(b) ? -1 : 1));
const inForce = async (teamId: string | null, day: string) => {
  const rules = await stage.within((tenant) => readRollupRules(tenant.transaction, tenant.organizationId));
  if (rules === null) throw new Error('no organization');
  return targetsOf(rules.targets, { teamId, day });
};
const levelOfScore = async (day: string) => {
  const [score] = await stage.rows<{ levels: { workingSeconds: number }[] }>(
    `SELECT detail->'serviceLevels' AS levels FROM score WHERE scope_type = 'organization' AND day = $1`,
    [day],
  );
  return [...new Set(score?.levels.map(({ workingSeconds }) => workingSeconds / 3600))];
};

describe('default service levels', () => {
  it('are set for each quarter since there are facts, from half a year before it', async () => {
    await run('2026-04-02');
    // 30 merges of 5, 6 and 7 hours: P85 is 7. Before the first quarter there was nothing.
    expect(await levels()).toEqual([
      ['organization', '2026-01-01', 40 * 3600, 'first', 0],
      ['organization', '2026-04-01', 7 * 3600, 'own', 30],
      ['team', '2026-01-01', null, 'organization', 0],
      ['team', '2026-04-01', null, 'organization', 0],
    ]);
    expect(await levelOfScore('2026-04-01')).toEqual([7]);
    expect(await levelOfScore('2026-03-11')).toEqual([40]);
  });

  it('have the days summed up again that they bear on', async () => {
    const [marked] = await stage.rows<{ first: string; last: string }>(
      'SELECT min(day)::text AS first, max(day)::text AS last FROM dirty_day',
    );
    expect(marked).toMatchObject({ first: '2026-01-01' });
  });

  it('stand until the next quarter, whatever is merged, and change with it', async () => {
    const before = await stage.within(readTargets);
    await stage.tell(...merges({ number: 101, day: '2026-03-01' }, 40, () => 1));
    await stage.tell(...merges({ number: 201, day: '2026-04-02', author: GRACE }, 30, () => 6));
    for (const day of ['2026-04-20', '2026-06-30']) {
      await run(day);
      expect(await stage.within(readTargets)).toEqual(before);
    }
    expect(await levelOfScore('2026-06-29')).toEqual([7]);
    await run('2026-07-01');
    expect((await levels()).filter(([, from]) => from === '2026-07-01')).toEqual([
      ['organization', '2026-07-01', 6 * 3600, 'own', 100],
      ['team', '2026-07-01', 6 * 3600, 'own', 30],
    ]);
    // The score of the last day of the quarter is judged by what was in force on it.
    expect(await levelOfScore('2026-06-30')).toEqual([7]);
    await run('2026-07-02');
    expect(await levelOfScore('2026-07-01')).toEqual([6]);
  });

  it('are set again, and the earlier ones kept, when they were set while history came in', async () => {
    const imported = (created: string, finished: string) =>
      stage.rows(
        `INSERT INTO repository_import (id, organization_id, repository_id, kind, state, created_at, finished_at)
         VALUES (gen_random_uuid(), $1, $2, 'backfill', 'done', $3, $4)`,
        [stage.organizationId, stage.repositoryId(), created, finished],
      );
    await stage.tell(...merges({ number: 301, day: '2026-05-04' }, 40, () => 7.5));
    await imported('2026-07-02T04:00:00Z', '2026-07-02T05:00:00Z');
    await run('2026-07-03');
    // A repository that came later moves nothing that was set from enough merges.
    expect((await levels()).filter(([, from]) => from === '2026-07-01').map(([, , value]) => value)).toEqual([
      6 * 3600,
      6 * 3600,
    ]);
    await imported('2026-06-30T04:00:00Z', '2026-07-03T05:00:00Z');
    await run('2026-07-04');
    const [row] = (await stage.within(readTargets)).filter(
      ({ teamId, effectiveFrom }) => teamId === null && effectiveFrom === '2026-07-01',
    );
    expect(row).toMatchObject({
      value: 7.5 * 3600,
      basis: { n: 140, before: { value: 6 * 3600, source: 'own' } },
    });
  });
});

describe('chosen targets', () => {
  const choose = (choice: Partial<TargetChoice>) =>
    stage.within((tenant) =>
      chooseTarget(tenant, {
        teamId: null,
        kind: 'sle',
        value: null,
        day: '2026-07-06',
        by: null,
        now: stage.clock.now,
        ...choice,
      }),
    );

  it('hold from their day on and leave what was before as it was judged', async () => {
    const earlier = await inForce(null, '2026-07-05');
    await choose({ value: 36_000 });
    expect((await inForce(null, '2026-07-05')).cycleWorkingSeconds).toBe(earlier.cycleWorkingSeconds);
    expect((await inForce(null, '2026-07-06')).cycleWorkingSeconds).toBe(36_000);
    // The team has one of its own, computed.
    expect((await inForce(team, '2026-07-06')).cycleWorkingSeconds).toBe(6 * 3600);
    await choose({ teamId: team, value: 18_000 });
    expect((await inForce(team, '2026-07-06')).cycleWorkingSeconds).toBe(18_000);
    expect((await inForce(null, '2026-07-06')).cycleWorkingSeconds).toBe(36_000);
  });

  it('are what the settings say, and back', async () => {
    expect((await stage.within(readSettings)).targets.cycleWorkingSeconds).toBe(36_000);
    const now = at('2026-07-08T10:00:00Z');
    await stage.within((tenant) =>
      saveSettings(
        tenant,
        { targets: { reviewWorkingSeconds: 7_200, cycleWorkingSeconds: 50_000 } },
        { by: null, now },
      ),
    );
    const seen = async (day: string) => Object.values(await inForce(null, day));
    expect(await seen('2026-07-07')).toEqual([28_800, 36_000]);
    expect(await seen('2026-07-08')).toEqual([7_200, 50_000]);
    expect((await stage.within(readTargets)).filter(({ source }) => source === 'chosen').length).toBe(5);
    await stage.within((tenant) =>
      saveSettings(
        tenant,
        { targets: { reviewWorkingSeconds: 7_200, cycleWorkingSeconds: 50_000 } },
        { by: null, now: now + DAY },
      ),
    );
    expect((await stage.within(readTargets)).filter(({ source }) => source === 'chosen').length).toBe(5);
  });

  it('end when they are taken back: what was computed counts again', async () => {
    await choose({ value: null, day: '2026-07-10' });
    expect((await inForce(null, '2026-07-10')).cycleWorkingSeconds).toBe(7.5 * 3600);
    expect((await inForce(null, '2026-07-09')).cycleWorkingSeconds).toBe(50_000);
    const [row] = await stage.rows(
      'SELECT is_cycle_target_chosen AS chosen FROM organization WHERE id = $1',
      [stage.organizationId],
    );
    expect(row).toEqual({ chosen: false });
    await choose({ kind: 'review', value: null, day: '2026-07-10' });
    expect((await inForce(null, '2026-07-10')).reviewWorkingSeconds).toBe(28_800);
    expect((await inForce(null, '2026-07-09')).reviewWorkingSeconds).toBe(7_200);
  });

  it('that settings held before there were dated ones stay those of the time until then', async () => {
    const old = await openAnalysisStage(MORNING('2026-04-02'));
    try {
      await old.rows(
        'UPDATE organization SET cycle_target_seconds = 20000, is_cycle_target_chosen = true WHERE id = $1',
        [old.organizationId],
      );
      const settings = { reviewWorkingSeconds: 28_800, cycleWorkingSeconds: 30_000 };
      await old.within((tenant) =>
        saveSettings(tenant, { targets: settings }, { by: null, now: old.clock.now }),
      );
      const rules = await old.within((tenant) => readRollupRules(tenant.transaction, tenant.organizationId));
      const of = (day: string) =>
        rules && targetsOf(rules.targets, { teamId: null, day }).cycleWorkingSeconds;
      expect([of('2026-04-01'), of('2026-04-02')]).toEqual([20_000, 30_000]);
    } finally {
      await old.pipeline.close();
    }
  });
});
