import { createImports } from '@devpulse/database/github/imports';
import { inOrganization } from '@devpulse/database/tenant';
import { openGithubAccess } from '@devpulse/github/client/access';
import { createGithubFetch } from '@devpulse/github/client/fetching';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import { type FaultDeed, secondaryLimit } from '@devpulse/github-simulator/github/faults';
import { type LocalGithub, openLocalGithub } from '@devpulse/github-simulator/github/server';
import { addPullRequest } from '@devpulse/github-simulator/github/world/construction';
import { JobDelay } from '@devpulse/jobs/workers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRepository } from '../../apps/worker/src/github/import-repository.ts';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import type { ImportRoom } from '../../apps/worker/src/platform/github-room.ts';
import { connect, foundOrganization, vault } from '../pipeline/backfill-stage.ts';
import { openGithubStage } from '../pipeline/github-stage.ts';
import { openPipeline, type Pipeline } from '../pipeline/pipeline.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-20T15:00:00Z');
const PATIENCE_MS = 2_500;

let pipeline: Pipeline;
let github: LocalGithub;
let room: ImportRoom;
const clock = { now: NOW };
let organizations = 0;

beforeAll(async () => {
  const now = () => clock.now;
  pipeline = await openPipeline({ now });
  github = await openLocalGithub({ now });
  const access = openGithubAccess({
    gate: createPostgresGate(pipeline.database, now),
    fetchOf: createGithubFetch(github.url),
    now,
    timeoutMs: PATIENCE_MS,
  });
  room = { ...pipeline.context, vault, github: access, configuredApp: null, projectPullRequest };
});
afterAll(async () => {
  await github.close();
  await pipeline.close();
});

type Reading = { organizationId: string; importId: string; holder: string; count: number };

/** An organization of its own with as many small pull requests, and the import of their whole history. */
async function askFor(count: number): Promise<Reading> {
  organizations += 1;
  const { world } = github;
  const owner = world.addOrganization(`org-${organizations}`);
  const repository = world.addRepository({ name: 'app', owner });
  const author = world.addUser(`ada-${organizations}`);
  for (let index = 0; index < count; index += 1) {
    addPullRequest(world, { repository, author, createdAt: NOW - DAY - (count - index) * 60_000 });
  }
  const user = world.addUser(`reader-${organizations}`);
  const { text: token } = github.createToken(user, { repositories: [repository] });
  const account = { id: String(90_000 + organizations), login: owner.login };
  const organizationId = await foundOrganization(pipeline.database, account);
  const repositoryIds = await connect(pipeline.database, organizationId, {
    repositories: [repository],
    webUrl: github.url,
    token,
  });
  const [importId = ''] = await inOrganization(pipeline.database, organizationId, (tenant) =>
    createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now: clock.now }),
  );
  return { organizationId, importId, holder: `user:${user.id}`, count };
}

/** Runs the import once; answers the milliseconds that it asks to be delayed by, or null when it has ended. */
async function run({ importId }: Reading): Promise<number | null> {
  return importRepository(room, { importId }).then(
    () => null,
    (error: unknown) => {
      if (error instanceof JobDelay) return error.milliseconds;
      throw error;
    },
  );
}

/** What the import’s row says, and how many pull requests are held. */
async function standingOf({ organizationId, importId }: Reading): Promise<Record<string, unknown>> {
  return inOrganization(pipeline.database, organizationId, async ({ transaction: tx }) => {
    const { rows } = await tx.query(
      'SELECT *, (SELECT count(*)::int FROM pull_request) AS held FROM repository_import WHERE id = $1',
      [importId],
    );
    return rows[0];
  });
}

const askedBy = ({ holder }: Reading) => github.requests.all.filter((one) => one.holder === holder).length;

describe('GitHub gives no page', () => {
  test.each<[string, FaultDeed, number]>([
    ['403 with a time', secondaryLimit(90), 90_000],
    ['403 without a time', secondaryLimit(), 60_000],
    ['429', { status: 429, headers: { 'retry-after': '30' } }, 30_000],
    ['502', { status: 502 }, 1_000],
    ['nothing for longer than we wait', { delayMs: 2 * PATIENCE_MS }, 1_000],
    ['a cut connection', 'reset', 1_000],
    ['half an answer', 'truncate', 1_000],
    ['200 with errors', 'graphql_error', 1_000],
  ])('but %s, nothing is asked before its time, and others go on', async (_name, deed, wait) => {
    const [reading, other] = [await askFor(120), await askFor(60)];
    const fault = github.faults.add({ when: { holder: reading.holder, nth: 2 }, do: deed });
    const delay = await run(reading);
    expect(delay).toBeGreaterThanOrEqual(wait);
    expect(delay).toBeLessThanOrEqual(2 * wait);
    expect(await standingOf(reading)).toMatchObject({ state: 'waiting', pages: 1, held: 50 });
    expect(await run(other)).toBeNull();
    expect(await standingOf(other)).toMatchObject({ state: 'done', held: 60 });
    clock.now += (delay ?? 0) - 1;
    expect(await run(reading)).toBeGreaterThan(0);
    expect(askedBy(reading)).toBe(2);
    clock.now += 1;
    expect(await run(reading)).toBeNull();
    expect(await standingOf(reading)).toMatchObject({
      state: 'done',
      pull_requests: 120,
      held: 120,
      pages_repeated: 0,
    });
    expect(fault.struck).toBe(1);
    expect(github.requests.maxInFlight(reading.holder)).toBeLessThanOrEqual(4);
    github.faults.clear();
  });
});

/** Lets an import read one pull request a page, and never more. */
const ONE_A_PAGE = `UPDATE repository_import SET page_size = 1, progress = '{"calm": -1000}' WHERE id = $1`;

test('a personal token that is taken away at page 37 of 90 parks the import there, with words', async () => {
  const reading = await askFor(90);
  await inOrganization(pipeline.database, reading.organizationId, ({ transaction: tx }) =>
    tx.query(ONE_A_PAGE, [reading.importId]),
  );
  github.faults.add({ when: { holder: reading.holder, nth: 37 }, do: 'revoke_token' });
  expect(await run(reading)).toBeNull();
  const reason = expect.stringContaining('refused');
  expect(await standingOf(reading)).toMatchObject({ state: 'parked', reason, pages: 36, held: 36 });
});

test('an installation token that is taken away at page 37 of 90 is minted once more, and no page is skipped or read twice', async () => {
  const stage = await openGithubStage({ now: NOW });
  try {
    const { world } = stage.github;
    const repository = world.addRepository({ name: 'app', owner: stage.owner });
    const author = world.addUser('ada');
    for (let index = 0; index < 90; index += 1) {
      addPullRequest(world, { repository, author, createdAt: NOW - DAY - (90 - index) * 60_000 });
    }
    const { id } = await stage.install();
    await stage.work();
    await stage.rows('UPDATE repository SET is_tracked = true');
    const [importId = ''] = await stage.within(async (tenant) => {
      const { rows } = await tenant.transaction.query<{ id: string }>('SELECT id FROM repository');
      const repositoryIds = rows.map((row) => row.id);
      return createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now: NOW });
    });
    await stage.rows(ONE_A_PAGE, [importId]);
    stage.github.requests.clear();
    const holder = `installation:${id}`;
    stage.github.faults.add({ when: { kind: 'graphql', holder, nth: 37 }, do: 'revoke_token' });
    await stage.run('importRepository', { importId });
    const [row] = await stage.rows<object>('SELECT * FROM repository_import WHERE id = $1', [importId]);
    expect(row).toMatchObject({ state: 'done', pull_requests: 90, pages: 91, pages_repeated: 0 });
    const asked = (kind: string) => stage.github.requests.all.filter((one) => one.kind === kind).length;
    // Ninety pages and a look at what changed meanwhile; the one that was refused was asked for again.
    expect([asked('graphql'), asked('token')]).toEqual([92, 1]);
    expect(await stage.rows('SELECT 1 FROM pull_request')).toHaveLength(90);
  } finally {
    await stage.close();
  }
});
