import { setTimeout as sleep } from 'node:timers/promises';
import { createImports } from '@devpulse/database/github/imports';
import { inOrganization } from '@devpulse/database/tenant';
import { type FaultDeed, secondaryLimit } from '@devpulse/github-simulator/github/faults';
import { type LocalGithub, openLocalGithub } from '@devpulse/github-simulator/github/server';
import { addPullRequest } from '@devpulse/github-simulator/github/world/construction';
import { openQueues, type Queues } from '@devpulse/jobs/queues';
import { countActiveJobs } from '@devpulse/jobs/testing/active-jobs';
import { unschedule } from '@devpulse/jobs/testing/unschedule';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, foundOrganization, KEY } from '../pipeline/backfill-stage.ts';
import { openPipeline, type Pipeline } from '../pipeline/pipeline.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const DAY = 86_400_000;

let pipeline: Pipeline;
let github: LocalGithub;
let queues: Queues;
let worker: WorkerProcess;
let organizations = 0;

beforeAll(async () => {
  pipeline = await openPipeline({ now: () => Date.now() });
  github = await openLocalGithub();
  queues = openQueues({ databaseUrl: pipeline.appUrl });
  const environment = { GITHUB_URL: github.url, DEVPULSE_ENCRYPTION_KEY: KEY.toString('hex') };
  worker = await startWorkerProcess({ databaseUrl: pipeline.appUrl, redisUrl: undefined, environment });
  // the turn of a minute would have them ask and order readings of their own
  await unschedule({ databaseUrl: pipeline.appUrl }, ['beginReconciliations', 'pollRepositories']);
});
afterAll(async () => {
  worker.child.kill('SIGKILL');
  await worker.died;
  await queues.close();
  await github.close();
  await pipeline.close();
});

type Reader = { organizationId: string; holder: string; imports: string[] };

/** An organization with so many repositories, each of so many pull requests, and the imports of all of them, read by one token. */
async function found(name: string, repositories: number, pullRequests: number): Promise<Reader> {
  organizations += 1;
  const { world } = github;
  const owner = world.addOrganization(`${name}-${organizations}`);
  const author = world.addUser(`ada-${organizations}`);
  const to = Date.now() - DAY;
  const owned = Array.from({ length: repositories }, (_, at) => {
    const repository = world.addRepository({ name: `app-${at}`, owner });
    for (let index = 0; index < pullRequests; index += 1)
      addPullRequest(world, { repository, author, createdAt: to - index * 60_000 });
    return repository;
  });
  const user = world.addUser(`reader-${organizations}`);
  const { text: token } = github.createToken(user, { repositories: owned });
  const account = { id: String(70_000 + organizations), login: owner.login };
  const organizationId = await foundOrganization(pipeline.database, account);
  const readable = { repositories: owned, webUrl: github.url, token };
  const repositoryIds = await connect(pipeline.database, organizationId, readable);
  const imports = await inOrganization(pipeline.database, organizationId, (tenant) =>
    createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now: Date.now() }),
  );
  return { organizationId, holder: `user:${user.id}`, imports };
}

async function enqueue({ imports }: Reader): Promise<void> {
  for (const importId of imports) await queues.enqueue('importRepository', { importId });
}

type Standing = { state: string; pages: number; requests: number; held: number };

function standingsOf({ organizationId }: Reader): Promise<Standing[]> {
  return inOrganization(pipeline.database, organizationId, async ({ transaction: tx }) => {
    const { rows } = await tx.query<Standing>(
      `SELECT state, pages, requests, (SELECT count(*)::int FROM pull_request p WHERE p.repository_id = i.repository_id) AS held
       FROM repository_import i ORDER BY id`,
    );
    return rows;
  });
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

const askedBy = ({ holder }: Reader) => github.requests.all.filter((one) => one.holder === holder).length;
const isThrough = async (reader: Reader) =>
  (await standingsOf(reader)).every(({ state }) => state === 'done');

/** Pull requests of a healthy repository: three pages, and a look at what has changed meanwhile. */
const COUNT = 120;
const PAGES = 4;

/** Everything that it may ask has been asked, and waits for its time. One import may set aside another that is just asking. */
async function isSetAside({ organizationId }: Reader): Promise<boolean> {
  const isAside = await inOrganization(pipeline.database, organizationId, async ({ transaction: tx }) => {
    const { rows } = await tx.query<{ is: boolean }>(
      `SELECT bool_and(state = 'parked' OR not_before > now() + interval '1 minute') AS is FROM repository_import`,
    );
    return rows[0]?.is ?? false;
  });
  return isAside && (await countActiveJobs({ databaseUrl: pipeline.appUrl }, 'github')) === 0;
}

describe('while GitHub gives an organization nothing', () => {
  test.each<[string, FaultDeed]>([
    ['but 403 and a time', secondaryLimit(3_600)],
    ['but 429 and a time', { status: 429, headers: { 'retry-after': '3600' } }],
    ['for its token was refused', { status: 401 }],
    ['but silence for 30 seconds', { delayMs: 30_000 }],
  ])('%s, another is read through by the same worker before that one asks again', async (_name, deed) => {
    const sick = await found('sick', 2, 60);
    const fault = github.faults.add({ when: { holder: sick.holder }, do: deed });
    await enqueue(sick);
    await until(() => ('delayMs' in Object(deed) ? fault.struck === 2 : isSetAside(sick)));
    const asked = askedBy(sick);
    await expectReadThrough(await found('sound', 3, COUNT));
    expect(askedBy(sick)).toBe(asked);
    expect(await standingsOf(sick)).toMatchObject([{ held: 0 }, { held: 0 }]);
    github.faults.remove(fault);
  });

  test.each<[string, FaultDeed]>([
    ['but cut connections', 'reset'],
    ['but 200 with errors', 'graphql_error'],
    ['but 502', { status: 502 }],
  ])('%s, another is read through by the same worker without a request more', async (_name, deed) => {
    const sick = await found('sick', 6, 60);
    const fault = github.faults.add({ when: { holder: sick.holder }, do: deed });
    await enqueue(sick);
    await until(() => fault.struck >= 2);
    await expectReadThrough(await found('sound', 3, COUNT));
    expect(await isThrough(sick)).toBe(false);
    github.faults.remove(fault);
  });
});

/** Reads what is sound to its end, in as many requests as it takes by itself. */
async function expectReadThrough(sound: Reader): Promise<void> {
  await enqueue(sound);
  await until(() => isThrough(sound));
  const whole = { state: 'done', pages: PAGES, requests: PAGES, held: COUNT };
  expect(await standingsOf(sound)).toEqual([whole, whole, whole]);
}
