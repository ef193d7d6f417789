import { checksumFacts } from '@devpulse/database/checksum';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { afterEach, describe, expect, test } from 'vitest';
import { claim, type GithubStage, ORGANIZATION } from '../pipeline/github-stage.ts';
import { openWatchedStage, type WatchedStage } from './watched-stage.ts';

const MINUTE = 60_000;
const END = Date.parse('2026-11-20T12:00:00Z');
const TOLD = 60;

const history = [...simulateOrganization({ seed: 'skew', weeks: 2, now: END })].filter(
  ({ event }) => event === 'push' || event.startsWith('pull_request'),
);
/** A push comes first: what asks about pushes has just begun by then. */
const cut = history.findLastIndex(({ event }, index) => event === 'push' && index <= history.length - TOLD);
const before = history.slice(0, cut);
const told = history.slice(cut);
const begin = told[0]?.occurredAt ?? END;

const stages: GithubStage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

/** A worker beside a GitHub whose clock is that much ahead. What happens is dated by GitHub. */
async function open(aheadMs: number, hasWebhooks = true): Promise<WatchedStage> {
  const stage = await openWatchedStage({ now: begin - 2 * MINUTE - aheadMs, hasWebhooks });
  stages.push(stage);
  stage.github.clockOffsetMs = aheadMs;
  for (const delivery of before) stage.github.tell(delivery);
  return stage;
}

function passTime(stage: GithubStage, githubTime: number): void {
  stage.clock.now = Math.max(stage.clock.now, githubTime - stage.github.clockOffsetMs);
}

/** Of the App: everything else was proved by a token that it got. */
const refused = ({ github }: GithubStage) => github.requests.all.filter(({ status }) => status === 401);

const PUSHES =
  'SELECT id, pushed_at, pusher_account_id, distinct_commits, earliest_authored_at FROM push ORDER BY id';
const INSTANTS = `SELECT 'entry' AS what, key AS name, at FROM timeline_entry
  UNION ALL SELECT 'opened', id::text, opened_at FROM pull_request ORDER BY what, name, at`;

/** The day is summed up at one instant for all: whatever is open, is so until now. */
async function outcomeOf(stage: GithubStage) {
  stage.clock.now = END + 12 * 60 * MINUTE;
  await stage.pipeline.rollup(ORGANIZATION);
  return {
    facts: await checksumFacts(stage.pipeline.database, ORGANIZATION),
    instants: await stage.rows(INSTANTS),
    pushes: await stage.rows(PUSHES),
  };
}

/** Reads the history, loses what is told then, and has it delivered again by one run of the healer. */
async function importAndHeal(aheadMs: number) {
  const stage = await open(aheadMs);
  await stage.install();
  await stage.work();
  await stage.chooseAll();
  await stage.run('healDeliveries');
  stage.receiver.refusal = 503;
  for (const delivery of told) {
    passTime(stage, delivery.occurredAt + 1_000);
    await stage.github.send(delivery);
  }
  stage.receiver.refusal = null;
  await stage.run('healDeliveries');
  await stage.github.settle();
  await stage.work();
  return stage;
}

/** Learns of everything after the history by asking. */
async function importAndPoll(aheadMs: number) {
  const stage = await open(aheadMs, false);
  const { github } = stage;
  await claim(stage, String((await stage.install()).id));
  await stage.work();
  await stage.chooseAll();
  const poll = async () => {
    stage.clock.now += MINUTE;
    await stage.run('pollRepositories');
    await stage.work();
  };
  await poll();
  for (const delivery of told) {
    passTime(stage, delivery.occurredAt + 1_000);
    github.tell(delivery);
  }
  await poll();
  await poll();
  return stage;
}

describe.each([
  ['read by an import and the healer', importAndHeal],
  ['read by an import and by asking', importAndPoll],
])('an organization that is %s', (_name, play) => {
  test('is the same when GitHub’s clock is five minutes off, at the price of one refused request at most', async () => {
    const level = await play(0);
    const expected = await outcomeOf(level);
    expect(expected.facts.pull_request.rows).toBeGreaterThan(50);
    expect(expected.pushes.length).toBeGreaterThan(10);
    expect(refused(level)).toEqual([]);
    for (const minutes of [5, -5]) {
      const stage = await play(minutes * MINUTE);
      expect(refused(stage).length, `${minutes} minutes`).toBeLessThanOrEqual(1);
      expect(await outcomeOf(stage), `${minutes} minutes`).toEqual(expected);
      const alarms = stage.lines.filter((line) => line.includes('that of GitHub differ'));
      expect(alarms.map((line) => Math.round(JSON.parse(line).skewSeconds / 60))).toEqual([minutes]);
    }
  });
});
