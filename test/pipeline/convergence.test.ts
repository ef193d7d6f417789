import { checksumFacts } from '@devpulse/database/checksum';
import { organizationIdFor } from '@devpulse/domain/identity';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { expect, test } from 'vitest';
import { backfill, connect, openGithubWithin, openRoom } from './backfill-stage.ts';
import { openPipeline, type TestDelivery } from './pipeline.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const WEEKS = 5;

function shuffle<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Tells an organization by webhooks, by a backfill, or by both, and answers the fingerprint of its facts. */
async function tell(
  seed: string,
  how: { webhooks: (all: TestDelivery[]) => TestDelivery[]; backfillAfter: number | null },
) {
  const pipeline = await openPipeline({ now: () => NOW, timeZone: 'Europe/Berlin' });
  try {
    const all: TestDelivery[] = [...simulateOrganization({ seed, weeks: WEEKS, now: NOW })];
    const github = openGithubWithin(() => NOW);
    for (const delivery of all) github.tell(delivery);
    const organizationId = organizationIdFor(String(fernhill.organization.id));
    const room = openRoom(pipeline, github);
    const told = how.webhooks(all);
    const after = how.backfillAfter ?? told.length;
    await pipeline.store(told.slice(0, after));
    await pipeline.drain();
    if (how.backfillAfter !== null) {
      const repositoryIds = await connect(pipeline, organizationId, github.world.repositories.values());
      await backfill(room, organizationId, repositoryIds);
    }
    await pipeline.store(told.slice(after));
    await pipeline.drain();
    await pipeline.rollup(organizationId);
    return await checksumFacts(pipeline.database, organizationId);
  } finally {
    await pipeline.close();
  }
}

test.each(['fernhill', 'harbor'])(
  '%s: webhooks, a backfill and any mix of both tell the same facts',
  async (seed) => {
    const expected = await tell(seed, { webhooks: (all) => all, backfillAfter: null });
    expect(expected.pull_request?.rows).toBeGreaterThan(50);
    const installed = (all: TestDelivery[]) =>
      all.filter(({ event }) => event === 'installation' || event === 'membership');
    expect(await tell(seed, { webhooks: installed, backfillAfter: 1_000 })).toEqual(expected);
    const half = (all: TestDelivery[]) => [...installed(all), ...shuffle(all, 3).slice(0, all.length / 2)];
    expect(await tell(seed, { webhooks: half, backfillAfter: 150 })).toEqual(expected);
  },
);
