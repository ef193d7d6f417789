import { checksumProjections } from '@devpulse/database/checksum';
import { saveTeamCalendar } from '@devpulse/database/organization/teams';
import { inOrganization } from '@devpulse/database/tenant';
import { organizationIdFor, teamIdFor } from '@devpulse/domain/identity';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { sweep } from '../../apps/worker/src/ingest/sweep.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { asksFor, fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline, type TestDelivery } from './pipeline.ts';

const ACCOUNT = 77;
const organizationId = organizationIdFor(String(ACCOUNT));
const TEAM = 601;
const teamId = teamIdFor(organizationId, String(TEAM));
const LATER = Date.parse('2026-03-20T12:00:00Z');
/** Four people write them in turn, person-11 the first; the last four stay open. */
const deliveries = fewDeliveries({ accountId: ACCOUNT, pullRequests: 12 }).slice(0, -4);
const [installation, ...work] = deliveries as [TestDelivery, ...TestDelivery[]];
const asked = asksFor(work.find(({ event }) => event === 'pull_request') as TestDelivery, 12);

const AROUND_THE_CLOCK: WorkingCalendar = {
  zone: 'Asia/Kolkata',
  weekdays: [1, 2, 3, 4, 6],
  startMinute: 0,
  endMinute: 1440,
  holidays: ['2026-03-02'],
};

const membership = (action: 'added' | 'removed', person: number): TestDelivery => ({
  event: 'membership',
  body: JSON.stringify({
    action,
    scope: 'team',
    nonce: Math.random(),
    installation: { id: ACCOUNT * 10 },
    member: { id: person, login: `person-${person}`, type: 'User' },
    team: { id: TEAM, name: 'Around the clock', slug: 'around-the-clock' },
  }),
});

async function tell(pipeline: Pipeline, ...told: TestDelivery[]): Promise<void> {
  await pipeline.store(told);
  await pipeline.drain();
}
async function roll(pipeline: Pipeline): Promise<void> {
  await rollDays(pipeline.context);
  await pipeline.rollup(organizationId);
}
const setCalendar = (pipeline: Pipeline, calendar: WorkingCalendar | null) =>
  inOrganization(pipeline.database, organizationId, (tenant) =>
    saveTeamCalendar(tenant, { id: teamId, calendar }),
  );
const rows = <T extends object>(pipeline: Pipeline, text: string): Promise<T[]> =>
  inOrganization(
    pipeline.database,
    organizationId,
    async ({ transaction: tx }) => (await tx.query<T>(text)).rows,
  );

/** Which version of its row each pull request has. */
async function versions(pipeline: Pipeline): Promise<Map<number, string>> {
  const all = await rows<{ number: number; version: string }>(
    pipeline,
    'SELECT number, xmin::text AS version FROM pull_request ORDER BY number',
  );
  return new Map(all.map(({ number, version }) => [number, version]));
}

/** Folds what is on another clock now; answers the numbers that were folded and the days that were marked. */
async function refold(pipeline: Pipeline): Promise<{ folded: number[]; days: string[] }> {
  const before = await versions(pipeline);
  await refoldOrganization(pipeline.context, { organizationId });
  const after = await versions(pipeline);
  const days = await rows<{ day: string }>(
    pipeline,
    'SELECT DISTINCT day::text AS day FROM dirty_day ORDER BY 1',
  );
  await pipeline.rollup(organizationId);
  return {
    folded: [...after.keys()].filter((number) => before.get(number) !== after.get(number)),
    days: days.map(({ day }) => day),
  };
}

const OF_PERSON = { 11: [1, 5, 9], 12: [2, 6, 10] } as const;

describe('a team with a calendar of its own', () => {
  let changed: Pipeline;
  let fresh: Pipeline;
  const sums = (pipeline: Pipeline) => checksumProjections(pipeline.database, organizationId);
  const hasWorked = (pipeline: Pipeline) =>
    rows<{ number: number; cycle: string; offset: string }>(
      pipeline,
      `SELECT number, cycle_working AS cycle, ready_working_offset AS offset FROM pull_request WHERE state = 'merged' ORDER BY number`,
    );
  beforeAll(async () => {
    changed = await openPipeline({ now: () => LATER });
    fresh = await openPipeline({ now: () => LATER });
    for (const pipeline of [changed, fresh]) await tell(pipeline, installation, membership('added', 11));
    await setCalendar(fresh, AROUND_THE_CLOCK);
    for (const pipeline of [changed, fresh]) {
      await refoldOrganization(pipeline.context, { organizationId });
      await tell(pipeline, ...work, asked);
      await roll(pipeline);
    }
  });
  afterAll(async () => {
    await changed.close();
    await fresh.close();
  });

  it('has its pull requests measured by it, and those of others by the organization’s', async () => {
    const [plain, own] = [await hasWorked(changed), await hasWorked(fresh)];
    expect(own.length).toBe(8);
    for (const [index, row] of own.entries()) {
      const isOfTeam = OF_PERSON[11].some((number) => number === row.number);
      expect([row.number, row.cycle !== plain[index]?.cycle]).toEqual([row.number, isOfTeam]);
      expect([row.number, row.offset !== plain[index]?.offset]).toEqual([row.number, isOfTeam]);
    }
    const waited = (pipeline: Pipeline) =>
      rows<{ seconds: string }>(pipeline, 'SELECT answered_working AS seconds FROM review_request');
    // On the team's holiday nobody is waited for.
    expect([await waited(changed), await waited(fresh)]).toEqual([[{ seconds: '7200' }], [{ seconds: '0' }]]);
  });

  it('ends, when it is given one later, in the very figures of one that had it from the beginning', async () => {
    const before = await sums(changed);
    await setCalendar(changed, AROUND_THE_CLOCK);
    const { folded, days } = await refold(changed);
    expect(folded).toEqual(OF_PERSON[11]);
    // Two were merged by the 3rd, the last was opened on the 3rd and is open.
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-03-02', '2026-03-20', 19]);
    const wanted = await sums(fresh);
    expect(await sums(changed)).toEqual(wanted);
    for (const table of ['pull_request', 'review_request', 'daily_metrics'] as const)
      expect([table, wanted[table].checksum]).not.toEqual([table, before[table].checksum]);
  });

  it('has nothing folded for the same calendar again', async () => {
    await setCalendar(changed, AROUND_THE_CLOCK);
    expect(await refold(changed)).toEqual({ folded: [], days: [] });
  });

  it('takes over the pull requests of whoever comes into it, and only those', async () => {
    for (const pipeline of [changed, fresh]) await tell(pipeline, membership('added', 12));
    const { folded } = await refold(changed);
    expect(folded).toEqual(OF_PERSON[12]);
    // What comes later is measured so at once.
    await refold(fresh);
    expect(await sums(changed)).toEqual(await sums(fresh));
    await tell(changed, membership('removed', 12));
    expect((await refold(changed)).folded).toEqual([]);
  });

  it('gives them back with its calendar, and with itself', async () => {
    await setCalendar(changed, null);
    expect((await refold(changed)).folded).toEqual(
      [...OF_PERSON[11], ...OF_PERSON[12]].sort((a, b) => a - b),
    );
    const usual = await hasWorked(changed);
    await setCalendar(changed, AROUND_THE_CLOCK);
    await refold(changed);
    expect(await hasWorked(changed)).not.toEqual(usual);
    await rows(changed, `DELETE FROM team WHERE id = '${teamId}'`);
    await refold(changed);
    expect(await hasWorked(changed)).toEqual(usual);
  });

  it('is looked after by the sweep where the queue was not told', async () => {
    const queued: string[] = [];
    fresh.context.queues.enqueue = async (name) => void queued.push(name);
    const later = { ...fresh.context, now: () => Date.now() + 60_000 };
    await sweep(later);
    expect(queued).toEqual([]);
    await setCalendar(fresh, { ...AROUND_THE_CLOCK, endMinute: 1380 });
    await sweep(later);
    expect(queued).toEqual(['refoldOrganization']);
    expect((await refold(fresh)).folded.length).toBe(6);
    queued.length = 0;
    await sweep(later);
    expect(queued).toEqual([]);
  });
});
