import { beginPage, takeTurn } from '@devpulse/database/github/import-steps';
import { createImports, pauseImport, resumeImport } from '@devpulse/database/github/imports';
import { isGeneratedPath } from '@devpulse/domain/delivery/generated-paths';
import { filesOf } from '@devpulse/github-simulator/github/graphql/file-view';
import { addPullRequest } from '@devpulse/github-simulator/github/world/construction';
import { populate } from '@devpulse/github-simulator/github/world/population';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweepImports } from '../../apps/worker/src/github/sweep-imports.ts';
import { DAY, daily, HELD, type ImportStage, NOW, openImportStage } from './import-stage.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

let pipeline: Pipeline;
const clock = { now: NOW };
const openStage = (
  ...stage: Parameters<typeof openImportStage> extends [unknown, ...infer Rest] ? Rest : never
) => openImportStage({ pipeline, clock }, ...stage);

beforeAll(async () => {
  pipeline = await openPipeline({ now: () => clock.now });
});
afterAll(() => pipeline.close());

test('more than 100 reviews, commits and comments of a pull request are all counted', async () => {
  const stage = await openStage(({ github: { world }, repositories }) => {
    for (const repository of repositories) {
      const [author, reviewer] = [world.addUser('ada'), world.addUser('grace')];
      const many = { commits: 300, reviews: 250, reviewComments: 280 };
      addPullRequest(world, { repository, author, reviewer, createdAt: NOW - 9 * DAY, ...many });
      addPullRequest(world, { repository, author, createdAt: NOW - 8 * DAY });
    }
  });
  const id = await stage.order();
  await stage.run(id);
  expect(await stage.row(id)).toMatchObject({ state: 'done', pull_requests: 2 });
  expect(
    await stage.value(
      'SELECT jsonb_build_array(commits, review_count, review_comment_count) FROM pull_request WHERE number = 1',
    ),
  ).toEqual([300, 250, 280]);
  expect(await stage.value('SELECT count(*)::int FROM review')).toBe(250);
  expect(await stage.value('SELECT count(*)::int FROM commit_email')).toBe(1);
});

test('lines of generated files are told apart, unless there are more files than a page holds', async () => {
  const stage = await openStage(({ github: { world }, repositories }) => {
    const author = world.addUser('ada');
    for (const [index, repository] of repositories
      .flatMap((one) => Array<typeof one>(7).fill(one))
      .entries()) {
      const size = { additions: 100 + index, deletions: index, changedFiles: index === 6 ? 101 : index };
      addPullRequest(world, { repository, author, createdAt: NOW - (9 - index) * DAY, ...size });
    }
  });
  await stage.run(await stage.order());
  const expected = [...stage.github.world.pullRequests.values()].map((pull) => {
    const files = filesOf(pull).filter(({ path }) => isGeneratedPath(path));
    const lines = files.reduce((sum, { additions, deletions }) => sum + additions + deletions, 0);
    return pull.changedFiles > 100 ? null : lines;
  });
  expect(expected.filter((lines) => (lines ?? 0) > 0).length).toBeGreaterThan(0);
  expect(expected.at(-1)).toBeNull();
  expect(await stage.value('SELECT json_agg(generated_lines ORDER BY number) FROM pull_request')).toEqual(
    expected,
  );
});

test('a usual repository takes at most 2.5 requests for 100 pull requests, and none of them is asked for twice', async () => {
  const stage = await openStage(({ github: { world }, repositories }) => {
    populate(world, { count: 600, repositories, from: NOW - 180 * DAY, to: NOW });
  });
  const id = await stage.order('backfill', NOW - 400 * DAY);
  await stage.run(id);
  const row = await stage.row(id);
  expect(row).toMatchObject({ state: 'done', pull_requests: 600, estimated: 600, pages_repeated: 0 });
  expect(row.requests).toBe(stage.github.requests.count);
  expect((stage.github.requests.count / 600) * 100).toBeLessThanOrEqual(2.5);
  expect(await stage.value(HELD)).toBe(600);
  // Else every look at a pull request would be planned for an empty table, and go through all of them.
  const known = "SELECT reltuples > 100 FROM pg_class WHERE oid = 'pull_request'::regclass";
  expect(await stage.value(known)).toBe(true);
});

test('only what changed since is read; a later wish for more reads the rest', async () => {
  const stage = await openStage(daily(80));
  const id = await stage.order('backfill', NOW - 20.5 * DAY);
  await stage.run(id);
  expect(await stage.row(id)).toMatchObject({ state: 'done', pull_requests: 20, estimated: 20 });
  const more = await stage.order('backfill', null);
  await stage.run(more);
  expect(await stage.row(more)).toMatchObject({ state: 'done', pull_requests: 80, estimated: 80 });
  expect(await stage.value(HELD)).toBe(80);
});

describe('an import that is under way', () => {
  /** Lets something happen between the pages. */
  function afterPage(stage: ImportStage, page: number, happen: () => Promise<void> | void): void {
    const { token } = stage.room.github;
    stage.room.github.token = (...source) => {
      const client = token(...source);
      return {
        ...client,
        async graphql(...question) {
          const answer = await client.graphql(...question);
          if (stage.github.requests.count === page) await happen();
          return answer;
        },
      };
    };
  }

  test('goes on further back when more is asked for', async () => {
    const stage = await openStage(daily(120));
    const id = await stage.order('backfill', NOW - 60.5 * DAY);
    afterPage(stage, 1, async () => {
      expect(await stage.order('backfill', NOW - 110.5 * DAY)).toBe(id);
    });
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', pull_requests: 110 });
  });

  test('begins anew when more is asked for behind its history', async () => {
    const stage = await openStage(daily(80));
    const id = await stage.order('backfill', NOW - 60.5 * DAY);
    afterPage(stage, 3, async () => {
      expect(await stage.order('backfill', null)).toBe(id);
    });
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done' });
    expect(await stage.value(HELD)).toBe(80);
  });

  test('reads what changes meanwhile, although it has passed that place', async () => {
    const stage = await openStage(daily(120));
    const { changes, world } = stage.github;
    const oldest = [...world.pullRequests.values()][0];
    const id = await stage.order();
    afterPage(stage, 1, () => {
      clock.now += 5_000;
      if (oldest) changes.merge(oldest, { at: clock.now, actor: oldest.author });
    });
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', estimated: 120 });
    expect(await stage.value("SELECT count(*)::int FROM pull_request WHERE state = 'merged'")).toBe(1);
    expect(await stage.value(HELD)).toBe(120);
  });

  test('stops after the page when a person pauses it, and goes on there', async () => {
    const stage = await openStage(daily(120));
    const id = await stage.order();
    afterPage(stage, 1, async () => {
      expect(await stage.within((tenant) => pauseImport(tenant, { id, now: clock.now }))).toBe(true);
    });
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'paused', pages: 1, pull_requests: 50 });
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'paused', pages: 1 });
    expect(await stage.within((tenant) => resumeImport(tenant, { id, now: clock.now }))).toBe(true);
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', pages: 4, pull_requests: 120 });
    expect(await stage.within((tenant) => resumeImport(tenant, { id, now: clock.now }))).toBe(false);
  });

  test('reads again the page that a worker has died over, and says so', async () => {
    const stage = await openStage(daily(60));
    const id = await stage.order();
    await stage.within((tenant) =>
      tenant.transaction.query("UPDATE repository_import SET state = 'running' WHERE id = $1", [id]),
    );
    await stage.within((tenant) => beginPage(tenant, { id, now: clock.now }));
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', pages_repeated: 1, pull_requests: 60 });
  });
});

test('two jobs that drive one import by mistake count nothing twice', async () => {
  const stage = await openStage(daily(120));
  const id = await stage.order();
  await Promise.all([stage.run(id), stage.run(id)]);
  const row = await stage.row(id);
  expect(row).toMatchObject({ state: 'done', pull_requests: 120, estimated: 120 });
  // What the one that came second had changed before it found out is counted by neither.
  expect(row.changed).toBeGreaterThan(0);
  expect(row.changed).toBeLessThanOrEqual(120);
  expect(await stage.value(HELD)).toBe(120);
});

describe('the nightly confirmation', () => {
  test('reads what is open and what changed lately, and counts what was not as it was held', async () => {
    const stage = await openStage(({ github: { world }, repositories }) => {
      const author = world.addUser('ada');
      for (const repository of repositories) {
        addPullRequest(world, { repository, author, createdAt: NOW - 90 * DAY });
        const closed = { at: NOW - 80 * DAY, isMerged: true };
        addPullRequest(world, { repository, author, createdAt: NOW - 85 * DAY, closed });
        addPullRequest(world, { repository, author, createdAt: NOW - 5 * DAY });
      }
    });
    await stage.run(await stage.order());
    const [, , latest] = [...stage.github.world.pullRequests.values()];
    if (latest) stage.github.changes.merge(latest, { at: NOW - 1_000, actor: latest.author });
    const first = await stage.order('reconcile', NOW - 2 * DAY);
    await stage.run(first);
    // The old one that is open, and the one that was merged an hour ago.
    expect(await stage.row(first)).toMatchObject({ state: 'done', pull_requests: 2, changed: 1 });
    const second = await stage.order('reconcile', NOW - 2 * DAY);
    await stage.run(second);
    expect(await stage.row(second)).toMatchObject({ state: 'done', pull_requests: 2, changed: 0 });
    const { values } = await stage.room.metrics.githubDriftTotal.get();
    expect(values.map(({ value }) => value)).toEqual([1]);
  });
});

describe('the turn', () => {
  test('is taken by two histories of one token at a time; others wait without a request, and live imports go beside', async () => {
    const stage = await openStage(daily(1), 4);
    const { repositoryIds, within, run } = stage;
    const ids = await within((tenant) =>
      createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now: clock.now }),
    );
    for (const id of ids.slice(0, 2)) {
      expect(await within((tenant) => takeTurn(tenant, { id, now: clock.now }))).toEqual({
        outcome: 'taken',
      });
    }
    await expect(run(ids[2] ?? '')).rejects.toMatchObject({ name: 'JobDelay', milliseconds: 2_050 });
    expect(stage.github.requests.count).toBe(0);
    await run(await stage.order('gap', NOW - DAY));
    // Those two have died: nothing was heard of them for a while.
    clock.now += 31_000;
    await run(ids[2] ?? '');
    expect(await stage.row(ids[2] ?? '')).toMatchObject({ state: 'done' });
  });

  test('is not for a repository that is no longer tracked, until it is again', async () => {
    const stage = await openStage(daily(3));
    const id = await stage.order();
    const track = (isTracked: boolean) =>
      stage.within((tenant) =>
        tenant.transaction.query('UPDATE repository SET is_tracked = $1', [isTracked]),
      );
    await track(false);
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({
      state: 'parked',
      reason: 'The repository is no longer tracked.',
    });
    await track(true);
    expect(await stage.order()).toBe(id);
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', pull_requests: 3 });
  });

  test('comes by the sweeper where no job drives an import', async () => {
    const stage = await openStage(daily(1));
    const id = await stage.order();
    const queued: string[] = [];
    const enqueue = async (_name: string, { importId }: { importId: string }) => void queued.push(importId);
    const room = { ...stage.room, queues: { ...stage.room.queues, enqueue: enqueue as never } };
    await sweepImports(room);
    expect(queued).not.toContain(id);
    clock.now += 31_000;
    await sweepImports(room);
    expect(queued).toContain(id);
  });
});
