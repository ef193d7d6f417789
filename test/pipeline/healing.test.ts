import { checksumFacts } from '@devpulse/database/checksum';
import { shareOf } from '@devpulse/github-simulator/github/hooks/delivery-script';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { describe, expect, it } from 'vitest';
import { type GithubStage, ORGANIZATION, openGithubStage } from './github-stage.ts';

const END = Date.parse('2026-11-20T15:00:00Z');
const HOUR = 3_600_000;
const DISTURBED = 1_000;

const history = [...simulateOrganization({ seed: 'healing', weeks: 5, now: END })].filter(
  ({ event }) => event === 'push' || event.startsWith('pull_request'),
);
const before = history.slice(0, -DISTURBED);
const told = history.slice(-DISTURBED);

/** Brings a connected worker to the state before the deliveries that are told, its history read. */
async function openConnected(): Promise<GithubStage> {
  const stage = await openGithubStage({ now: (told[0]?.occurredAt ?? END) - HOUR });
  for (const delivery of before) stage.github.tell(delivery);
  await stage.install();
  await stage.work();
  await stage.chooseAll();
  return stage;
}

async function tell(stage: GithubStage): Promise<void> {
  for (const delivery of told) {
    await passTime(stage, delivery.occurredAt + 1_000);
    await stage.github.send(delivery);
  }
  await stage.github.settle();
  await stage.pipeline.drain();
}

/** Lets the nights until then come, weekends too. */
async function passTime(stage: GithubStage, until: number): Promise<void> {
  const { clock, run, work, pipeline } = stage;
  while (clock.now < until) {
    clock.now = Math.min(until, clock.now + HOUR);
    await run('healDeliveries');
    await run('beginReconciliations');
    if (pipeline.jobs.length === 0) continue;
    await work();
    while ((await stage.rows('SELECT 1 FROM repository_poll')).length > 0) await run('pollRepositories');
  }
}

async function arrived(stage: GithubStage): Promise<number> {
  const [row] = await stage.rows<{ n: number }>('SELECT count(*)::int AS n FROM delivery_key');
  return row?.n ?? 0;
}

const pushes = (stage: GithubStage) =>
  stage.rows(
    `SELECT id, pushed_at, is_forced, is_created, is_deleted, is_counted, pusher_account_id, distinct_commits, earliest_authored_at
     FROM push ORDER BY id`,
  );

describe(`${DISTURBED} deliveries, each third of them suppressed, late, or failed`, () => {
  it('leave the facts that an undisturbed run has, once the healer and a night have passed', async () => {
    const calm = await openConnected();
    const wild = await openConnected();
    try {
      await tell(calm);
      const { deliveryScript: script } = wild.github;
      const third = shareOf(1 / 3);
      const twoThirds = shareOf(2 / 3);
      script.suppress(third);
      script.delay((facts) => twoThirds(facts) && facts.ordinal % 7 !== 0, 40);
      script.fail((facts) => !facts.isRedelivery);
      await tell(wild);
      expect(script.counts.suppress).toBeGreaterThan(DISTURBED / 4);
      expect(script.counts.delay).toBeGreaterThan(DISTURBED / 5);
      expect(script.counts.fail).toBeGreaterThan(DISTURBED / 4);
      const facts = () => checksumFacts(wild.pipeline.database, ORGANIZATION);
      const expected = await checksumFacts(calm.pipeline.database, ORGANIZATION);
      expect(await facts()).not.toEqual(expected);
      await wild.run('healDeliveries');
      await wild.github.settle();
      await wild.pipeline.drain();
      expect(await arrived(wild)).toBe((await arrived(calm)) - script.counts.suppress);
      for (const stage of [calm, wild]) {
        await passTime(stage, Date.parse('2026-11-21T03:00:00Z'));
      }
      expect(await facts()).toEqual(await checksumFacts(calm.pipeline.database, ORGANIZATION));
      expect(await facts()).toEqual(expected);
      expect(await pushes(wild)).toEqual(await pushes(calm));
    } finally {
      await calm.close();
      await wild.close();
    }
  });
});
