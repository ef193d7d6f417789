import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { checksumFacts } from '@devpulse/database/checksum';
import { createImports } from '@devpulse/database/github/imports';
import { inOrganization } from '@devpulse/database/tenant';
import { type LocalGithub, openLocalGithub } from '@devpulse/github-simulator/github/server';
import type { GithubRepository } from '@devpulse/github-simulator/github/world/model';
import { populate } from '@devpulse/github-simulator/github/world/population';
import { Random } from '@devpulse/github-simulator/random';
import { openQueues } from '@devpulse/jobs/queues';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import { connect, foundOrganization, KEY } from '../pipeline/backfill-stage.ts';
import { openPipeline, type Pipeline } from '../pipeline/pipeline.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const COUNT = 10_000;
const KILLS = 10;
const LAST_KILL_AT_PAGE = 180;
const DAY = 86_400_000;
const SEED = 'import-kill';

let github: LocalGithub;
const workers: WorkerProcess[] = [];
let repository: GithubRepository;

beforeAll(async () => {
  github = await openLocalGithub();
  const { world } = github;
  repository = world.addRepository({ name: 'app', owner: world.addOrganization('harbor') });
  const to = Date.now() - DAY;
  populate(world, { count: COUNT, repositories: [repository], seed: SEED, from: to - 180 * DAY, to });
});
afterAll(async () => {
  for (const { child } of workers) child.kill('SIGKILL');
  await github.close();
});

type Reading = { pipeline: Pipeline; organizationId: string; importId: string; holder: string };

/** Asks for the repository, as a reader of its own and into a database of its own. */
async function askForReading(): Promise<Reading> {
  const pipeline = await openPipeline({ now: () => Date.now() });
  const { database } = pipeline;
  const organizationId = await foundOrganization(database, { id: '88', login: 'harbor' });
  const user = github.world.addUser(`reader-${randomUUID()}`);
  const holder = `user:${user.id}`;
  github.limits.set(holder, 1_000_000);
  const { text: token } = github.createToken(user, { repositories: [repository] });
  const readable = { repositories: [repository], webUrl: github.url, token };
  const repositoryIds = await connect(database, organizationId, readable);
  const [importId = ''] = await inOrganization(database, organizationId, (tenant) =>
    createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now: Date.now() }),
  );
  const queues = openQueues({ databaseUrl: pipeline.appUrl });
  await queues.enqueue('importRepository', { importId });
  await queues.close();
  return { pipeline, organizationId, importId, holder };
}

type Row = { state: string; pages: number; pages_repeated: number; pull_requests: number };

function rowOf({ pipeline, organizationId, importId }: Reading): Promise<Row> {
  return inOrganization(pipeline.database, organizationId, async ({ transaction: tx }) => {
    const { rows } = await tx.query<Row>('SELECT * FROM repository_import WHERE id = $1', [importId]);
    return rows[0] as Row;
  });
}

/** Waits until as many pages are saved, or the import is through. */
async function pagesSaved(reading: Reading, pages: number): Promise<Row> {
  for (;;) {
    const row = await rowOf(reading);
    if (row.pages >= pages || row.state === 'done') return row;
    await sleep(20);
  }
}

async function start({ pipeline }: Reading): Promise<WorkerProcess> {
  const environment = { GITHUB_URL: github.url, DEVPULSE_ENCRYPTION_KEY: KEY.toString('hex') };
  const worker = await startWorkerProcess({ databaseUrl: pipeline.appUrl, redisUrl: undefined, environment });
  workers.push(worker);
  return worker;
}

/** Days are judged by service levels, which are of everything that was read once they were computed after the reading. */
async function factsOf({ pipeline, organizationId }: Reading) {
  await computeScores(pipeline.context, { organizationId });
  await pipeline.rollup(organizationId);
  return checksumFacts(pipeline.database, organizationId);
}

test(`${COUNT} pull requests are read while the worker is killed ${KILLS} times: no page is skipped, at most one read again for each`, {
  timeout: 400_000,
}, async () => {
  const random = new Random(SEED);
  const disturbed = await askForReading();
  const undisturbed = await askForReading();
  const quiet = await start(undisturbed);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const worker = await start(disturbed);
    await pagesSaved(disturbed, Math.floor((kill * LAST_KILL_AT_PAGE) / KILLS));
    await sleep(random.integer(0, 400));
    worker.child.kill('SIGKILL');
    expect(await worker.died).toBe('SIGKILL');
  }
  const heir = await start(disturbed);
  const row = await pagesSaved(disturbed, Number.POSITIVE_INFINITY);
  const requests = github.requests.all.filter(({ holder }) => holder === disturbed.holder).length;
  const told = {
    pages: row.pages,
    pagesRepeated: row.pages_repeated,
    requests,
    requestsPer100: Math.round((requests / COUNT) * 10_000) / 100,
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  expect(row).toMatchObject({ state: 'done', pull_requests: COUNT });
  expect(told.pagesRepeated).toBeLessThanOrEqual(KILLS);
  expect(told.requestsPer100).toBeLessThanOrEqual(2.5);
  expect(await pagesSaved(undisturbed, Number.POSITIVE_INFINITY)).toMatchObject({ pages: row.pages });
  await Promise.all([heir.stop(), quiet.stop()]);
  const expected = await factsOf(undisturbed);
  expect(expected.pull_request.rows).toBe(COUNT);
  expect(await factsOf(disturbed)).toEqual(expected);
  await Promise.all([disturbed.pipeline.close(), undisturbed.pipeline.close()]);
});
