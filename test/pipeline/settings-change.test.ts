import { checksumProjections } from '@devpulse/database/checksum';
import { saveSettings } from '@devpulse/database/organization/settings';
import { requestRefold } from '@devpulse/database/projection/refolds';
import { inOrganization } from '@devpulse/database/tenant';
import { organizationIdFor } from '@devpulse/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { sweep } from '../../apps/worker/src/ingest/sweep.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const ACCOUNT = 99;
const organizationId = organizationIdFor(String(ACCOUNT));
const LATER = Date.parse('2026-03-20T12:00:00Z');
/** The last four pull requests stay open, so that every day until now has something to count. */
const deliveries = fewDeliveries({ accountId: ACCOUNT, pullRequests: 12 }).slice(0, -4);

const CALENDAR = {
  zone: 'Asia/Kolkata',
  weekdays: [1, 2, 3, 4, 6],
  startMinute: 480,
  endMinute: 720,
  holidays: ['2026-03-05'],
};
const CHANGES = [
  ['zone, hours and holidays', { calendar: CALENDAR }],
  ['bots', { botLogins: ['person-11'] }],
  [
    'everything',
    {
      calendar: CALENDAR,
      botLogins: ['person-11'],
      targets: { reviewWorkingSeconds: 3600, cycleWorkingSeconds: 7200 },
    },
  ],
] as const;

describe.each(CHANGES)('a change of %s', (name, settings) => {
  let changed: Pipeline;
  let fresh: Pipeline;
  beforeAll(async () => {
    changed = await openPipeline({ now: () => LATER });
    fresh = await openPipeline({ now: () => LATER });
  });
  afterAll(async () => {
    await changed.close();
    await fresh.close();
  });

  const change = (pipeline: Pipeline) =>
    inOrganization(pipeline.database, organizationId, async (tenant) => {
      await saveSettings(tenant, settings, { by: null, now: LATER });
      await requestRefold(tenant);
    });
  const project = async (pipeline: Pipeline) => {
    await pipeline.drain();
    await rollDays(pipeline.context);
    await pipeline.rollup(organizationId);
  };

  it('ends in the very figures of an organization that had them from the beginning', async () => {
    const [installation, ...work] = deliveries;
    await fresh.store([installation as (typeof deliveries)[number]]);
    await fresh.drain();
    await change(fresh);
    await fresh.store(work);
    await project(fresh);

    await changed.store(deliveries);
    await project(changed);
    const before = await checksumProjections(changed.database, organizationId);
    await change(changed);
    await refoldOrganization(changed.context, { organizationId });
    await changed.rollup(organizationId);

    const wanted = await checksumProjections(fresh.database, organizationId);
    expect(await checksumProjections(changed.database, organizationId)).toEqual(wanted);
    expect(wanted.pull_request.rows).toBe(12);
    const touched = ['pull_request', 'daily_metrics'] as const;
    for (const table of name === 'bots' ? [...touched, 'github_account' as const] : touched) {
      expect([table, before[table].checksum]).not.toEqual([table, wanted[table].checksum]);
    }
  });

  it('is done once, and again when it was asked for meanwhile', async () => {
    const queued: string[] = [];
    changed.context.queues.enqueue = async (name) => void queued.push(name);
    await sweep({ ...changed.context, now: () => Date.now() + 60_000 });
    expect(queued).toEqual([]);
    await change(changed);
    await sweep({ ...changed.context, now: () => Date.now() + 60_000 });
    expect(queued).toEqual(['refoldOrganization']);
    const before = await checksumProjections(changed.database, organizationId);
    let isAsked = false;
    const bell = {
      ring: () => {
        isAsked = true;
      },
    };
    await refoldOrganization(
      { ...changed.context, bell: { ...changed.context.bell, ...bell } },
      { organizationId },
    );
    await changed.rollup(organizationId);
    expect(isAsked).toBe(true);
    expect(await checksumProjections(changed.database, organizationId)).toEqual(before);
    queued.length = 0;
    await sweep({ ...changed.context, now: () => Date.now() + 60_000 });
    expect(queued).toEqual([]);
  });

  it('waits for deliveries that had read the settings before', async () => {
    await change(changed);
    const client = await changed.database.pool.connect();
    await client.query('BEGIN; SELECT pg_current_xact_id()');
    let isDone = false;
    const refolding = refoldOrganization(changed.context, { organizationId }).then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isDone).toBe(false);
    await client.query('COMMIT');
    client.release();
    await refolding;
    expect(isDone).toBe(true);
  });
});
