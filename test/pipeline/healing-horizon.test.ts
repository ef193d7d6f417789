import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP, type GithubStage, openGithubStage } from './github-stage.ts';

const END = Date.parse('2026-11-20T15:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const history = [...simulateOrganization({ seed: 'horizon', weeks: 2, now: END })].filter(
  ({ event }) => event === 'push' || event.startsWith('pull_request'),
);
const told = history.slice(-60);

describe('the healer', () => {
  let stage: GithubStage;
  beforeEach(async () => {
    stage = await openGithubStage({ now: END });
    for (const delivery of history.slice(0, -60)) stage.github.tell(delivery);
    await stage.install();
    await stage.work();
    await stage.chooseAll();
    await stage.run('healDeliveries');
  });
  afterEach(() => stage.close());

  async function send(): Promise<void> {
    for (const delivery of told) await stage.github.send(delivery);
    await stage.pipeline.drain();
  }
  const app = async () => {
    const [row] = await stage.rows<Record<string, number | string | null>>(
      'SELECT scanned_through, scanned_at, redelivered, scan_problem FROM github_app WHERE id = $1',
      [APP],
    );
    return row ?? {};
  };
  const stored = async () =>
    (await stage.rows(`SELECT 1 FROM delivery_key WHERE event <> 'installation'`)).length;
  const asked = (path: string) => stage.github.requests.all.filter((request) => request.path.includes(path));

  it('has sent again what an API that was away has missed, four at once at most, and not twice', async () => {
    stage.receiver.refusal = 503;
    await send();
    expect(await stored()).toBe(0);
    stage.receiver.refusal = null;
    stage.clock.now += 5 * MINUTE;
    await stage.run('healDeliveries');
    await stage.github.settle();
    expect(await stored()).toBe(told.length);
    expect(await app()).toMatchObject({ redelivered: told.length, scan_problem: null });
    await stage.run('healDeliveries');
    expect(await app()).toMatchObject({ redelivered: told.length });
    expect(stage.github.requests.maxInFlight(`app:${stage.app.id}`)).toBeLessThanOrEqual(4);
  });

  it('asks less and less often for what is refused, and reads it from the API in the end', async () => {
    stage.receiver.refusal = 500;
    await stage.github.send(told[0] as (typeof told)[number]);
    const attempts = [];
    for (let minute = 0; minute < 1_200; minute += 5) {
      stage.clock.now += 5 * MINUTE;
      await stage.run('healDeliveries');
      await stage.github.settle();
      attempts.push(asked('/attempts').length);
    }
    expect(attempts[0]).toBe(1);
    expect(attempts.at(-1)).toBe(7);
    await stage.work();
    expect(await stage.rows(`SELECT state FROM repository_import WHERE kind = 'gap'`)).toEqual([
      { state: 'done' },
    ]);
  });

  it('reads from the API what is older than GitHub’s log', async () => {
    stage.github.deliveryScript.suppress(() => true);
    await send();
    stage.clock.now += 8 * DAY;
    await stage.run('healDeliveries');
    await stage.work();
    const gaps = await stage.rows<{ state: string; n: number }>(
      `SELECT state, count(*)::int AS n FROM repository_import WHERE kind = 'gap' GROUP BY state`,
    );
    const [tracked] = await stage.rows<{ n: number }>(
      'SELECT count(*)::int AS n FROM repository WHERE is_tracked',
    );
    expect(gaps).toEqual([{ state: 'done', n: tracked?.n }]);
    expect((await app()).scanned_through).toBeGreaterThan(stage.clock.now - MINUTE);
  });

  it('says what keeps it from reading, and goes on where it was', async () => {
    const before = await app();
    stage.github.faults.add({ when: { path: /deliveries/ }, do: { status: 500 } });
    stage.clock.now += 5 * MINUTE;
    await stage.run('healDeliveries');
    expect(await app()).toEqual({ ...before, scan_problem: 'GitHub did not answer.' });
    stage.github.faults.clear();
    await stage.run('healDeliveries');
    expect(await app()).toMatchObject({ scan_problem: null, scanned_at: stage.clock.now });
  });

  it('works for an App in one process at a time', async () => {
    stage.github.requests.clear();
    await Promise.all([
      stage.run('healDeliveries'),
      stage.run('healDeliveries'),
      stage.run('healDeliveries'),
    ]);
    expect(asked('/hook/deliveries').length).toBeLessThan(3);
  });
});
