import { saveTeamCalendar } from '@devpulse/database/organization/teams';
import { inOrganization } from '@devpulse/database/tenant';
import { organizationIdFor } from '@devpulse/domain/identity';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { compareWithOracle } from './oracle-compare.ts';
import { readWorld } from './oracle-read.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
/** Clocks in Berlin went back on 25 October, in New York a week later. */
const WEEKS = 5;
const organizationId = organizationIdFor(String(fernhill.organization.id));
const OWN = {
  zone: 'America/New_York',
  weekdays: [1, 2, 3, 4],
  startMinute: 480,
  endMinute: 990,
  holidays: ['2026-11-11'],
};

describe('the sample organization', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => NOW, timeZone: 'Europe/Berlin', takenAlong: 127 });
    await pipeline.store([...simulateOrganization({ seed: 'oracle', weeks: WEEKS, now: NOW })]);
    await pipeline.drain();
    await inOrganization(pipeline.database, organizationId, async (tenant) => {
      const { rows } = await tenant.query<{ id: string }>({
        text: 'SELECT id FROM team WHERE organization_id = $1 ORDER BY slug LIMIT 1',
      });
      await saveTeamCalendar(tenant, { id: rows[0]?.id ?? '', calendar: OWN });
    });
    await refoldOrganization(pipeline.context, { organizationId });
    await rollDays(pipeline.context);
    await pipeline.rollup(organizationId);
  });
  afterAll(() => pipeline?.close());

  it('has the daily rows and the windows that plain loops over its timelines come to, in every column', async () => {
    const world = await readWorld(pipeline.database, organizationId, NOW);
    expect(world.pulls.length).toBeGreaterThan(100);
    expect(world.teams.filter(({ calendar }) => calendar !== null)).toHaveLength(1);
    const { differences, days, figures } = await compareWithOracle(pipeline.database, world);
    expect(differences.slice(0, 10)).toEqual([]);
    expect(days).toBeGreaterThan(500);
    expect(figures).toBeGreaterThan(10_000);
  });
});
