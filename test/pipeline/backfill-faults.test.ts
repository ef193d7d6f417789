import { resumeImport } from '@devpulse/database/github/imports';
import { GithubFault, type GithubFaultKind } from '@devpulse/github/client/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRepository } from '../../apps/worker/src/github/import-repository.ts';
import { daily, HELD, type ImportStage, NOW, openImportStage } from './import-stage.ts';
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

describe('an answer that GitHub does not give', () => {
  const fault = (kind: GithubFaultKind, until: number | null = null) =>
    new GithubFault(kind, kind, { until });

  test.each<[string, GithubFault, number, object]>([
    ['asks for patience', fault('paused', NOW + 90_000), 90_000, { page_size: 50, requests: 1 }],
    ['is too heavy', fault('too_heavy'), 1_000, { page_size: 25, requests: 2 }],
    ['is away', fault('unavailable'), 1_000, { page_size: 50, requests: 2 }],
    ['is of another shape', fault('malformed'), 2_000, { page_size: 50, requests: 2 }],
  ])(
    'because GitHub %s: the import waits, and goes on at the same place',
    async (_name, told, wait, expected) => {
      const stage = await openStage(daily(120));
      const id = await stage.order();
      stage.github.faults.set(2, told);
      await expect(stage.run(id)).rejects.toMatchObject({ name: 'JobDelay', milliseconds: wait });
      const row = await stage.row(id);
      expect(row).toMatchObject({
        state: 'waiting',
        pages: 1,
        pull_requests: 50,
        not_before: NOW + wait,
        ...expected,
      });
      clock.now += wait - 1;
      await expect(stage.run(id)).rejects.toMatchObject({ milliseconds: 1 });
      expect(stage.github.requests.count).toBe(2);
      clock.now += 1;
      await stage.run(id);
      expect(await stage.row(id)).toMatchObject({ state: 'done', pull_requests: 120, pages_repeated: 0 });
      expect(await stage.value(HELD)).toBe(120);
    },
  );

  test('pauses grow while GitHub is away, and it is never given up', async () => {
    const stage = await openStage(daily(1));
    const id = await stage.order();
    const pauses: number[] = [];
    for (let nth = 1; nth <= 12; nth += 1) {
      stage.github.faults.set(nth, fault('unavailable'));
      const delay = await stage.run(id).catch((error: { milliseconds: number }) => error);
      pauses.push((delay as { milliseconds: number }).milliseconds / 1_000);
      clock.now += (delay as { milliseconds: number }).milliseconds;
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', pull_requests: 1 });
  });

  test('less and less is asked for where it is too heavy, and more again later', async () => {
    const stage = await openStage(daily(150));
    const id = await stage.order();
    const sizes: unknown[] = [];
    for (let nth = 1; nth <= 6; nth += 1) {
      sizes.push((await stage.row(id)).page_size);
      stage.github.faults.set(nth, fault('too_heavy'));
      if (nth === 6) break;
      await expect(stage.run(id)).rejects.toMatchObject({ name: 'JobDelay' });
      clock.now += 1_000;
    }
    expect(sizes).toEqual([50, 25, 12, 6, 3, 1]);
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({
      state: 'parked',
      reason: expect.stringContaining('in time'),
    });
    await stage.within((tenant) => resumeImport(tenant, { id, now: clock.now }));
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', pull_requests: 150, page_size: 32 });
  });

  test.each<[GithubFaultKind, RegExp]>([
    ['unauthorized', /keys or the token/],
    ['forbidden', /permissions/],
    ['suspended', /suspended/],
    ['gone', /does not show/],
  ])('and will not give (%s) parks it with words, until somebody lets it go on', async (kind, words) => {
    const stage = await openStage(daily(60));
    const id = await stage.order();
    stage.github.faults.set(2, fault(kind));
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({
      state: 'parked',
      reason: expect.stringMatching(words),
      pages: 1,
    });
    await stage.within((tenant) => resumeImport(tenant, { id, now: clock.now }));
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({ state: 'done', reason: null, pull_requests: 60 });
  });

  test('and that nobody can read three times over fails it, with the cause in words', async () => {
    const stage = await openStage(daily(1));
    const id = await stage.order();
    for (let nth = 1; nth <= 3; nth += 1) stage.github.faults.set(nth, fault('malformed'));
    for (let nth = 1; nth <= 2; nth += 1) {
      await expect(stage.run(id)).rejects.toMatchObject({ name: 'JobDelay' });
      clock.now += 10_000;
    }
    await stage.run(id);
    expect(await stage.row(id)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('could not be read'),
    });
  });
});

describe('a page that cannot be taken over', () => {
  const failing = (stage: ImportStage, times: number, error: Error): ImportStage['room'] => {
    let left = times;
    const { projectPullRequest } = stage.room;
    return {
      ...stage.room,
      projectPullRequest: (...work) => {
        left -= 1;
        return left >= 0 ? Promise.reject(error) : projectPullRequest(...work);
      },
    };
  };

  test('is tried again at once where another transaction was in the way', async () => {
    const stage = await openStage(daily(60));
    const importId = await stage.order();
    const room = failing(stage, 4, Object.assign(new Error('deadlock detected'), { code: '40P01' }));
    await importRepository(room, { importId });
    expect(await stage.row(importId)).toMatchObject({ state: 'done', pull_requests: 60, requests: 3 });
  });

  test('is tried three times, and then stops the import with words, so that it does not go round for ever', async () => {
    const stage = await openStage(daily(60));
    const importId = await stage.order();
    const room = failing(stage, Number.POSITIVE_INFINITY, new Error('a fault of ours'));
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await expect(importRepository(room, { importId })).rejects.toMatchObject({ name: 'JobDelay' });
      clock.now += 10_000;
    }
    await importRepository(room, { importId });
    expect(await stage.row(importId)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('could not be taken over'),
      pull_requests: 0,
    });
    expect(await stage.within((tenant) => resumeImport(tenant, { id: importId, now: clock.now }))).toBe(true);
    await stage.run(importId);
    expect(await stage.row(importId)).toMatchObject({ state: 'done', pull_requests: 60 });
  });
});
