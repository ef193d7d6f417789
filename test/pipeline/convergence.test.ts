import { checksumFacts } from '@devpulse/database/checksum';
import { organizationIdFor } from '@devpulse/domain/identity';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { Random } from '@devpulse/github-simulator/random';
import { describe, expect, test } from 'vitest';
import { connect, openGithubWithin, openRoom, readAll } from './backfill-stage.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const WEEKS = 3;
const organizationId = organizationIdFor(String(fernhill.organization.id));

type Deliveries = ReturnType<typeof simulate>;
type Telling = {
  deliveries: Deliveries;
  /** Stores and projects deliveries. */
  hear(deliveries: Deliveries): Promise<void>;
  /** Asks GitHub, as it is once it has seen the deliveries, for everything since an instant; null is all there is. */
  ask(seen: Deliveries, since: number | null): Promise<void>;
};

function simulate(seed: string) {
  // Teams are dated by the receipt of what tells of them, and bear on no fact of a pull request.
  return [...simulateOrganization({ seed, weeks: WEEKS, now: NOW })].filter(
    ({ event }) => event === 'installation' || event === 'push' || event.startsWith('pull_request'),
  );
}

const isInstallation = ({ event }: Deliveries[number]) => event === 'installation';

/** What an organization's facts are after it was told of in one way. */
async function factsOf(deliveries: Deliveries, tell: (telling: Telling) => Promise<void>) {
  const pipeline: Pipeline = await openPipeline({
    now: () => NOW,
    timeZone: 'Europe/Berlin',
    takenAlong: 127,
  });
  try {
    const github = openGithubWithin(() => NOW);
    const room = openRoom(pipeline, github);
    let seen = 0;
    await tell({
      deliveries,
      async hear(some) {
        await pipeline.store(some);
        await pipeline.drain();
      },
      async ask(upTo, since) {
        for (const delivery of upTo.slice(seen)) github.tell(delivery);
        seen = upTo.length;
        const owner = github.world.meet(fernhill.organization);
        const repositoryIds = await connect(pipeline.database, organizationId, {
          repositories: github.world.ownedBy(owner),
        });
        await readAll(room, organizationId, {
          repositoryIds,
          kind: since === null ? 'backfill' : 'gap',
          since,
        });
      },
    });
    await pipeline.rollup(organizationId);
    return await checksumFacts(pipeline.database, organizationId);
  } finally {
    await pipeline.close();
  }
}

/** In any order, some of them twice and a third of them never. */
function jumbled(deliveries: Deliveries, random: Random): Deliveries {
  return deliveries
    .flatMap((delivery) => random.pick([[], [delivery], [delivery, delivery]]))
    .map((delivery) => ({ delivery, rank: random.between(0, 1) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ delivery }) => delivery);
}

const WAYS: Record<string, (telling: Telling, random: Random) => Promise<void>> = {
  'a backfill alone': async ({ deliveries, hear, ask }) => {
    await hear(deliveries.filter(isInstallation));
    await ask(deliveries, null);
  },
  'a jumble of webhooks with a backfill amid them': async ({ deliveries, hear, ask }, random) => {
    await hear(deliveries.filter(isInstallation));
    const told = jumbled(deliveries, random);
    const middle = random.integer(0, told.length);
    await hear(told.slice(0, middle));
    await ask(deliveries, null);
    await hear(told.slice(middle));
  },
  'a backfill at some day, the webhooks since, and a last look': async (
    { deliveries, hear, ask },
    random,
  ) => {
    await hear(deliveries.filter(isInstallation));
    const day = random.integer(deliveries.length / 4, deliveries.length / 2);
    await ask(deliveries.slice(0, day), null);
    await hear(deliveries.slice(day));
    await ask(deliveries, deliveries[day]?.occurredAt ?? null);
  },
};

describe.each(['fernhill', 'harbor', 'tern'])('the organization of %s', (seed) => {
  const deliveries = simulate(seed);
  const byWebhooks = factsOf(deliveries, ({ hear }) => hear(deliveries));

  test.each(Object.entries(WAYS))('is by %s what it is by its webhooks', async (way, tell) => {
    const expected = await byWebhooks;
    expect(expected.pull_request.rows).toBeGreaterThan(80);
    expect(expected.daily_metrics.rows).toBeGreaterThan(200);
    expect(await factsOf(deliveries, (telling) => tell(telling, new Random(`${seed}/${way}`)))).toEqual(
      expected,
    );
  });
});
