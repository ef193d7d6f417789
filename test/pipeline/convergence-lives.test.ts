import { checksumFacts } from '@devpulse/database/checksum';
import { readOrganizationSettings } from '@devpulse/database/organizations';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { lifecycleArbitrary } from '@devpulse/domain/delivery/lifecycle.arbitrary';
import type { HandledEvent } from '@devpulse/github/events';
import { interpretDelivery } from '@devpulse/github/interpret';
import { Random } from '@devpulse/github-simulator/random';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import { projectPush } from '../../apps/worker/src/ingest/push.ts';
import { connect, foundOrganization, openGithubWithin, openRoom, readAll } from './backfill-stage.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';
import { deliveriesOf, type ToldDelivery } from './told-lives.ts';
import { OWNER } from './told-payloads.ts';

const LIVES = 200;
const SEED = Number(process.env.LIVES_SEED ?? 20_261_129);
const NIGHTS = 3;
const NOW = Date.parse('2026-01-15T15:00:00Z');

const lives = fc.sample(lifecycleArbitrary, { numRuns: LIVES, seed: SEED });
const deliveries = deliveriesOf(lives);

type Telling = {
  /** Projects deliveries. */
  hear(deliveries: readonly ToldDelivery[]): Promise<void>;
  /** Brings GitHub to the state after so many deliveries, and reads from it what changed since; null is all there is. */
  ask(kind: 'backfill' | 'reconcile', upTo: number, since: number | null): Promise<void>;
};

const pipelines: Pipeline[] = [];
afterAll(async () => {
  for (const pipeline of pipelines) await pipeline.close();
});

async function project(pipeline: Pipeline, organizationId: string, delivery: ToldDelivery): Promise<void> {
  const told = interpretDelivery(delivery.event as HandledEvent, Buffer.from(delivery.body));
  if (told.outcome !== 'observed') throw new Error(`${delivery.event} ${told.outcome}: ${told.reason}`);
  const { observation } = told;
  const work = async ({ transaction: tx }: Tenant) => {
    const settings = await readOrganizationSettings(tx, organizationId);
    if (settings === null) throw new Error('The organization is missing.');
    const projection = { tx, settings, receivedAt: NOW, now: NOW };
    if (observation.kind === 'pull_request') await projectPullRequest(projection, observation);
    if (observation.kind === 'push') await projectPush(projection, observation);
  };
  await inOrganization(pipeline.database, organizationId, work, { isLeadingUp: true });
}

/** What the same lives are, told in one way. */
async function told(tell: (telling: Telling) => Promise<void>) {
  const pipeline = await openPipeline({ now: () => NOW });
  pipelines.push(pipeline);
  const organizationId = await foundOrganization(pipeline.database, { ...OWNER, id: String(OWNER.id) });
  const github = openGithubWithin(() => NOW);
  const room = openRoom(pipeline, github);
  let seen = 0;
  await tell({
    async hear(some) {
      for (const delivery of some) await project(pipeline, organizationId, delivery);
    },
    async ask(kind, upTo, since) {
      for (const delivery of deliveries.slice(seen, upTo)) github.tell(delivery);
      seen = upTo;
      const repositories = github.world.ownedBy(github.world.meet(OWNER as never));
      const repositoryIds = await connect(pipeline.database, organizationId, { repositories });
      await readAll(room, organizationId, { repositoryIds, kind, since });
    },
  });
  await pipeline.rollup(organizationId);
  return { pipeline, organizationId };
}

type Told = Awaited<ReturnType<typeof told>>;

type Said = Record<string, unknown>;

/** Everything that is said of each pull request and each day, the first commits too; by its name. */
async function wholeOf({ pipeline, organizationId }: Told): Promise<Map<string, Said>> {
  const { pulls, days } = await transaction(pipeline.database, { organizationId }, async (tx) => ({
    pulls: await tx.query<{ name: string; said: Said & { facts: Said } }>(
      `SELECT 'the life ' || number AS name, to_jsonb(p) - '{snapshot,head_repository_id}'::text[] AS said FROM pull_request p`,
    ),
    days: await tx.query<{ name: string; said: Said }>(
      `SELECT concat_ws(' ', day, scope_type, scope_id) AS name, to_jsonb(d) - '{pushes,computed_at,definition_version}'::text[] AS said
       FROM daily_metrics d`,
    ),
  }));
  const isOfSomething = ({ said }: { said: Said }) =>
    Object.values(said).some((value) => typeof value === 'number' && value !== 0);
  return new Map([
    ...pulls.rows.map(({ name, said: { facts, ...said } }): [string, Said] => [name, { ...said, ...facts }]),
    ...days.rows.filter(isOfSomething).map(({ name, said }): [string, Said] => [name, said]),
  ]);
}

/** What two ways of telling say differently, in words. */
function differencesBetween(some: Map<string, Said>, others: Map<string, Said>): string[] {
  const names = [...new Set([...some.keys(), ...others.keys()])].sort();
  return names.flatMap((name) => {
    const [one, other] = [some.get(name) ?? {}, others.get(name) ?? {}];
    const fields = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return fields
      .map((field) => [field, JSON.stringify(one[field]), JSON.stringify(other[field])])
      .filter(([, a, b]) => a !== b)
      .map(([field, a, b]) => `${name}: ${field} is ${a} and ${b}`);
  });
}

const factsOf = ({ pipeline, organizationId }: Told) => checksumFacts(pipeline.database, organizationId);

/** The same facts; if not, the failure says in which lives. */
async function expectSame(some: Told, others: Told): Promise<void> {
  const [facts, expected] = [await factsOf(some), await factsOf(others)];
  if (JSON.stringify(facts) !== JSON.stringify(expected))
    expect(differencesBetween(await wholeOf(some), await wholeOf(others))).toEqual([]);
  expect(facts).toEqual(expected);
}

/** In any order, some of them twice and a third of them never. */
function jumbled(some: readonly ToldDelivery[], random: Random): ToldDelivery[] {
  return some
    .flatMap((delivery) => random.pick([[], [delivery], [delivery, delivery]]))
    .map((delivery) => ({ delivery, rank: random.between(0, 1) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ delivery }) => delivery);
}

/** Every part of the story is heard, and confirmed in the night after it as far back as it began. */
async function byNight(
  { hear, ask }: Telling,
  heard: (some: readonly ToldDelivery[]) => readonly ToldDelivery[],
): Promise<void> {
  for (let night = 0; night < NIGHTS; night += 1) {
    const [from, to] = [night, night + 1].map((part) => Math.floor((part * deliveries.length) / NIGHTS));
    const some = deliveries.slice(from, to);
    await hear(heard(some));
    await ask('reconcile', to ?? 0, some[0]?.at ?? 0);
  }
}

const ALL = deliveries.length;

describe(`${LIVES} random lives of the seed ${SEED}`, () => {
  const random = new Random(`lives/${SEED}`);
  const byWebhooks = told(({ hear }) => hear(deliveries));
  const byBackfill = told(({ ask }) => ask('backfill', ALL, null));
  const bothNightly = byWebhooks.then(() => told((telling) => byNight(telling, (some) => some)));

  test('are the same by a backfill as by their webhooks', async () => {
    const expected = await factsOf(await byWebhooks);
    expect(expected.pull_request.rows).toBe(LIVES);
    expect(expected.review.rows).toBeGreaterThan(LIVES / 2);
    await expectSame(await byBackfill, await byWebhooks);
  });

  test('are the same by a jumble of webhooks, a third of them lost, with a backfill amid them', async () => {
    const both = await told(async ({ hear, ask }) => {
      const some = jumbled(deliveries, random);
      const middle = random.integer(0, some.length);
      await hear(some.slice(0, middle));
      await ask('backfill', ALL, null);
      await hear(some.slice(middle));
    });
    await expectSame(both, await byWebhooks);
  });

  test('are the same by their webhooks and the nights after them', async () => {
    await expectSame(await bothNightly, await byWebhooks);
  });

  test('are the same by the nights where webhooks come in a jumble, a third of them lost', async () => {
    const lossy = await told((telling) => byNight(telling, (some) => jumbled(some, random)));
    await expectSame(lossy, await byWebhooks);
  });

  test('are wholly the same by webhooks and nights as by a backfill, first commits and forks included', async () => {
    const [nightly, expected] = [await wholeOf(await bothNightly), await wholeOf(await byBackfill)];
    const lives = [...expected].filter(([name]) => name.startsWith('the life'));
    expect(lives.filter(([, { first_commit_at: at }]) => at !== null)).toHaveLength(LIVES);
    expect(differencesBetween(nightly, expected)).toEqual([]);
  });
});
