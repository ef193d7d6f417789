import { spawn } from 'node:child_process';
import path from 'node:path';
import { inOrganization } from '@devpulse/database/tenant';
import { repositoryIdFor } from '@devpulse/domain/identity';
import { interpretDelivery } from '@devpulse/github/interpret';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import { settingsOf } from '../../apps/worker/src/ingest/refold-organization.ts';
import {
  deliveries,
  NOW,
  openRebuildStage,
  organizationId,
  PULL_REQUESTS,
  REPOSITORY,
  type RebuildStage,
} from './rebuild-stage.ts';

const repositoryId = repositoryIdFor(organizationId, String(REPOSITORY));
const OF_FIRST = (number: number) => `convert_from(body, 'UTF8') LIKE '%"number":${number},%'`;

/** What GitHub tells when it is asked: a delivery's words that were never delivered. */
async function tellBeside({ pipeline }: RebuildStage): Promise<void> {
  const review = deliveries.find(({ body }) => body.includes('"approved"'));
  const body = (review?.body ?? '').replace(/"review":\{"id":\d+/, '"review":{"id":7999999999');
  const told = interpretDelivery('pull_request_review', Buffer.from(body));
  if (told.outcome !== 'observed' || told.observation.kind !== 'pull_request') throw new Error('not told');
  const { observation } = told;
  await inOrganization(pipeline.database, organizationId, async (tenant) => {
    const settings = await settingsOf(tenant);
    await projectPullRequest({ tx: tenant.transaction, settings, receivedAt: NOW, now: NOW }, observation);
  });
  await pipeline.rollup(organizationId);
}

describe('a rebuild', () => {
  let stage: RebuildStage;
  beforeAll(async () => {
    stage = await openRebuildStage();
  });
  afterAll(() => stage?.pipeline.close());
  const reviews = () =>
    stage.rows<{ id: string }>('SELECT github_id AS id FROM review WHERE github_id = 7999999999');

  it('does away with what no delivery has told where deliveries alone tell', async () => {
    await tellBeside(stage);
    expect(await reviews()).toHaveLength(1);
    const { before, after } = await stage.rebuild();
    expect(after.review.rows).toBe(before.review.rows - 1);
    expect(await reviews()).toHaveLength(0);
  });

  it('keeps it where GitHub was asked too', async () => {
    await stage.rows(
      `INSERT INTO repository_import (id, organization_id, repository_id, kind, state) VALUES (gen_random_uuid(), $1, $2, 'backfill', 'done')`,
      [organizationId, repositoryId],
    );
    await tellBeside(stage);
    const { before, after, pullRequests } = await stage.rebuild();
    expect(after).toEqual(before);
    expect(pullRequests).toEqual({ raw: 0, both: PULL_REQUESTS, timeline: 0, swept: 0 });
    expect(await reviews()).toHaveLength(1);
    await stage.rows('DELETE FROM repository_import');
  });

  it('uses the timeline where deliveries are kept no longer, and says so', async () => {
    await stage.rebuild();
    // All of the first's are gone, and the opening of the second.
    await stage.asOwner(`DELETE FROM raw_delivery WHERE event <> 'push' AND ${OF_FIRST(1)}`);
    await stage.asOwner(`DELETE FROM raw_delivery WHERE action = 'opened' AND ${OF_FIRST(2)}`);
    await stage.asOwner(`UPDATE raw_delivery SET received_at = received_at + interval '36 hours'`);
    await stage.asOwner('UPDATE pull_request SET cycle_working = 3 WHERE number = 1');
    const { after, pullRequests } = await stage.rebuild();
    expect(pullRequests).toEqual({ raw: PULL_REQUESTS - 2, both: 1, timeline: 1, swept: 0 });
    expect((await stage.rebuild()).after).toEqual(after);
    const [first] = await stage.rows<{ cycle: string }>(
      'SELECT cycle_working AS cycle FROM pull_request WHERE number = 1',
    );
    expect(Number(first?.cycle)).toBeGreaterThan(3);
  });
});

describe('npm run rebuild', () => {
  let stage: RebuildStage;
  beforeAll(async () => {
    stage = await openRebuildStage();
  });
  afterAll(() => stage?.pipeline.close());
  const script = path.resolve(import.meta.dirname, '../../apps/worker/src/rebuild.ts');
  const run = (...args: string[]) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const env = { PATH: process.env.PATH, DATABASE_URL: stage.pipeline.appUrl };
      const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          output += chunk;
        });
      child.once('close', (code) => resolve({ code, output }));
    });

  it('says what it takes, and does nothing that nobody has agreed to', async () => {
    expect(await run()).toMatchObject({ code: 2, output: expect.stringContaining('--organization SLUG') });
    expect(await run('--organization', 'nobody', '--yes')).toMatchObject({
      code: 2,
      output: expect.stringContaining('There is no organization nobody'),
    });
    expect(await run('--organization', stage.slug)).toMatchObject({
      code: 2,
      output: expect.stringContaining('Add --yes'),
    });
  });

  it('ends with 0 where everything is as it was, and with 1 where it was not', async () => {
    const right = await run('--organization', stage.slug, '--yes');
    expect(right).toMatchObject({ code: 0, output: expect.stringContaining('row by row') });
    expect(right.output).toMatch(/daily_metrics +\d+ rows {2}[0-9a-f]{32} {2}equal/);
    await stage.asOwner(
      'UPDATE daily_metrics SET merged = 7 WHERE day = (SELECT min(day) FROM daily_metrics)',
    );
    const wrong = await run('--organization', stage.slug, '--yes');
    expect(wrong).toMatchObject({
      code: 1,
      output: expect.stringContaining('in daily_metrics. It is in force'),
    });
    expect((await run('--organization', stage.slug, '--yes')).code).toBe(0);
  });

  it('expects a difference where the definitions have changed', async () => {
    await stage.asOwner('UPDATE pull_request SET definition_version = 0 WHERE number = 1');
    const { code, output } = await run('--organization', stage.slug, '--yes');
    expect(code).toBe(0);
    expect(output).toContain('in pull_request.');
    expect(output).toContain('The definitions have changed');
  });
});
