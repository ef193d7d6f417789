import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { createImports } from '@devpulse/database/github/imports';
import { inOrganization } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor, repositoryIdFor } from '@devpulse/domain/identity';
import { openQueues, type Queues } from '@devpulse/jobs/queues';
import { ensureBuilt } from '@devpulse/start/build/build';
import { freePort } from '@devpulse/start/ports';
import { inRepository } from '@devpulse/start/repository';
import { githubContext } from '@devpulse/vault/contexts';
import { openVault } from '@devpulse/vault/vault';
import { answers, startChild } from '../child.ts';
import { type Bench, type BenchResult, rounded } from '../report.ts';
import { openStage } from '../stage.ts';
import { readBarely } from './bare-reader.ts';
import type { LocalGithubReady } from './local-github.ts';

const ORGANIZATION_ID = organizationIdFor('1');
const DEADLINE_MS = 240_000;

/** Pairs of repositories: each is read barely and then imported, so that both meet the same state of the machine. */
const LONG = { rounds: 4, pullRequests: 16_000 };
const QUICK = { rounds: 2, pullRequests: 4_000 };

type Round = { bareSeconds: number; importSeconds: number; standSeconds: number };

/**
 * Pull requests a second from GitHub's answer to stored facts, in a whole worker, beside a loop that asks for the same pages and throws
 * them away. Both ask the same local GitHub, which shares the cores with them; they take turns.
 */
export const benchBackfill: Bench = async ({ isQuick, say }) => {
  await ensureBuilt(['prisma-client', 'worker']);
  const stage = await openStage();
  const { rounds: wanted, pullRequests: count } = isQuick ? QUICK : LONG;
  const github = await startLocalGithub({ count, repositories: 2 * wanted });
  const database = openDatabase({ url: stage.appUrl, applicationName: 'bench', maxConnections: 2 });
  const key = randomBytes(32);
  const worker = await startWorker(stage.appUrl, { key, githubUrl: github.ready.url });
  const queues = openQueues({ databaseUrl: stage.appUrl });
  try {
    await connect(database, github.ready, key);
    await readBarely(github.ready, github.ready.repositories.slice(0, 2)); // warms GitHub, whose cost is nobody's
    const rounds: Round[] = [];
    let bareCount = 0;
    for (let at = 0; at < 2 * wanted; at += 2) {
      const pair = github.ready.repositories.slice(at, at + 2);
      const bare = await timed(() => readBarely(github.ready, pair));
      bareCount += bare.result;
      const imports = await createPairImports(database, pair);
      rounds.push({ bareSeconds: bare.seconds, ...(await runImports(database, queues, imports)) });
      say(`backfill: ${at + 2} of ${2 * wanted} repositories`);
    }
    return resultOf(rounds, { bareCount, ...(await totals(database)) });
  } finally {
    await queues.close();
    await worker.stop();
    await database.close();
    github.stop();
    await stage.close();
  }
};

function resultOf(
  rounds: readonly Round[],
  counted: { bareCount: number; pullRequests: number; requests: number },
): BenchResult {
  const { bareCount, pullRequests, requests } = counted;
  if (bareCount !== pullRequests) throw new Error(`${bareCount} read barely, ${pullRequests} imported`);
  const sum = (part: keyof Round) => rounds.reduce((total, round) => total + round[part], 0);
  const perSecond = pullRequests / sum('importSeconds');
  const barePerSecond = bareCount / sum('bareSeconds');
  return {
    figures: {
      pullRequests,
      requestsPer100PullRequests: rounded((requests / pullRequests) * 100),
      pullRequestsPerSecond: rounded(perSecond, 0),
      secondsUntilFiguresStand: rounded(sum('standSeconds'), 1),
    },
    baseline: { pullRequestsPerSecond: rounded(barePerSecond, 0) },
    ratios: { throughput: rounded(perSecond / barePerSecond, 3) },
    notes: [
      `${rounds.length} rounds of two repositories each, bare reader and worker in turns; local GitHub, worker and PostgreSQL share the cores`,
      'every page is on the disk before the next is asked for; the bare reader keeps nothing',
    ],
  };
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - startedAt) / 1_000 };
}

/** From the bell until every page is stored, and until every figure stands. */
async function runImports(
  database: Database,
  queues: Queues,
  imports: readonly string[],
): Promise<Omit<Round, 'bareSeconds'>> {
  const startedAt = performance.now();
  for (const importId of imports) await queues.enqueue('importRepository', { importId });
  const importSeconds = await waitFor(database, startedAt, 'every import', importsDone);
  const standSeconds = await waitFor(database, startedAt, 'every figure', figuresStand);
  return { importSeconds, standSeconds };
}

async function startLocalGithub(size: {
  count: number;
  repositories: number;
}): Promise<{ ready: LocalGithubReady; stop(): void }> {
  const script = path.join(import.meta.dirname, 'local-github.ts');
  const env = {
    PATH: process.env.PATH,
    COUNT: String(size.count),
    REPOSITORIES: String(size.repositories),
  };
  const child = fork(script, { env });
  const [ready] = (await once(child, 'message')) as [LocalGithubReady];
  return { ready, stop: () => child.disconnect() };
}

async function startWorker(databaseUrl: string, options: { key: Buffer; githubUrl: string }) {
  const port = await freePort();
  return startChild({
    script: inRepository('apps/worker/dist/main.js'),
    environment: {
      DATABASE_URL: databaseUrl,
      HEALTH_PORT: String(port),
      DEVPULSE_ENCRYPTION_KEY: options.key.toString('hex'),
      GITHUB_URL: options.githubUrl,
      LOG_LEVEL: 'error',
    },
    isReady: () => answers(`http://127.0.0.1:${port}/ready`),
  });
}

/** An organization whose repositories a token reads. */
async function connect(database: Database, github: LocalGithubReady, key: Buffer): Promise<void> {
  await transaction(database, { system: true }, (tx) =>
    tx.query(
      "INSERT INTO organization (id, slug, name, github_account_id, time_zone) VALUES ($1, 'bench', 'Bench', 1, 'Europe/Berlin')",
      [ORGANIZATION_ID],
    ),
  );
  const tokenId = randomUUID();
  const sealed = openVault(key).seal(github.token, githubContext.token(tokenId));
  await inOrganization(database, ORGANIZATION_ID, async (tenant) => {
    await tenant.query({
      text: `INSERT INTO github_token (organization_id, id, web_url, login, token_encrypted) VALUES ($1, $2, $3, 'reader', $4)`,
      values: [tokenId, github.url, sealed],
    });
    for (const { id, nodeId, fullName } of github.repositories) {
      await tenant.query({
        text: `INSERT INTO repository (organization_id, id, github_id, full_name, web_url, is_private, is_archived, seen_at, node_id, token_id)
          VALUES ($1, $2, $3, $4, $5, true, false, '2020-01-01', $6, $7)`,
        values: [repositoryIdFor(ORGANIZATION_ID, String(id)), id, fullName, github.url, nodeId, tokenId],
      });
    }
  });
}

/** Imports of the whole history of the repositories. */
async function createPairImports(
  database: Database,
  pair: LocalGithubReady['repositories'],
): Promise<string[]> {
  const repositoryIds = pair.map(({ id }) => repositoryIdFor(ORGANIZATION_ID, String(id)));
  return inOrganization(database, ORGANIZATION_ID, (tenant) =>
    createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now: Date.now() }),
  );
}

/** Seconds since `startedAt` until the statement finds nothing any more. */
async function waitFor(database: Database, startedAt: number, what: string, text: string): Promise<number> {
  for (;;) {
    const { rows } = await transaction(database, { system: true }, (tx) => tx.query(text));
    const took = performance.now() - startedAt;
    if (rows.length === 0) return took / 1_000;
    if (took > DEADLINE_MS) throw new Error(`${what} is still awaited after ${DEADLINE_MS / 1_000} s`);
    await sleep(50);
  }
}

const importsDone = "SELECT 1 FROM repository_import WHERE kind = 'backfill' AND state <> 'done' LIMIT 1";
const figuresStand = 'SELECT 1 FROM dirty_day LIMIT 1';

async function totals(database: Database): Promise<{ pullRequests: number; requests: number }> {
  const { rows } = await transaction(database, { system: true }, (tx) =>
    tx.query<{ pullRequests: number; requests: number }>(
      `SELECT sum(pull_requests)::int AS "pullRequests", sum(requests)::int AS requests FROM repository_import WHERE kind = 'backfill'`,
    ),
  );
  return rows[0] ?? { pullRequests: 0, requests: 0 };
}
