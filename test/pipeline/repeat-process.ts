import { checksumProjections } from '@devpulse/database/checksum';
import { organizationIdFor } from '@devpulse/domain/identity';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import { rebuildOrganization } from '../../apps/worker/src/rebuild-organization.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { randomOf, shuffled } from './chance.ts';
import { openPipeline } from './pipeline.ts';

const NOW = Date.parse('2026-11-05T15:00:00Z');
const organizationId = organizationIdFor(String(fernhill.organization.id));
const random = randomOf(Number(process.env.REPEAT_SEED ?? 1));

/**
 * Tells the sample organization in a random order, in a process and a database of its own, and rebuilds it. Prints the local time zone and
 * the checksums of both.
 */
const pipeline = await openPipeline({ now: () => NOW, timeZone: 'Europe/Berlin' });
try {
  const [installation, ...rest] = [...simulateOrganization({ seed: 'repeat', weeks: 1, now: NOW })];
  await pipeline.store(installation ? [installation] : []);
  await pipeline.drain();
  // Times in teams are dated by receipt, so those stay in their order.
  const isOfTeams = ({ event }: { event: string }) => event === 'membership' || event === 'team';
  await pipeline.store(rest.filter(isOfTeams));
  await pipeline.drain();
  await pipeline.store(rest.filter((delivery) => !isOfTeams(delivery)));
  await pipeline.drain((items) => shuffled(items, random));
  await rollDays(pipeline.context);
  await pipeline.rollup(organizationId);
  await computeScores(pipeline.context, { organizationId });
  await pipeline.rollup(organizationId);
  const told = await checksumProjections(pipeline.database, organizationId);
  const { database } = pipeline;
  const { after } = await rebuildOrganization({ database, organizationId, now: NOW, report: () => {} });
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  process.stdout.write(JSON.stringify({ zone, told, rebuilt: after }));
} finally {
  await pipeline.close();
}
