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
import { openQueues } from '@devpulse/jobs/queues';
import { ensureBuilt } from '@devpulse/start/build/build';
import { freePort } from '@devpulse/start/ports';
import { inRepository } from '@devpulse/start/repository';
import { githubContext } from '@devpulse/vault/contexts';
import { openVault } from '@devpulse/vault/vault';
import { answers, startChild } from '../child.ts';
import { type Bench, rounded } from '../report.ts';
import { openStage } from '../stage.ts';
import { readBarely } from './bare-reader.ts';
import type { LocalGithubReady } from './local-github.ts';

const ORGANIZATION_ID = organizationIdFor('1');
const DEADLINE_MS = 240_000;

/**
 * Pull requests a second from GitHub's answer to stored facts, in a whole worker, beside a loop that asks for the same pages and throws
 * them away. Both ask the same local GitHub, which shares the cores with them.
 */
export const benchBackfill: Bench = async ({ isQuick, say }) => {
  await ensureBuilt(['prisma-client', 'worker']);
  const count = isQuick ? 2_000 : 10_000;
  const stage = await openStage();
  const github = await startLocalGithub(count);
  const database = openDatabase({ url: stage.appUrl, applicationName: 'bench', maxConnections: 2 });
  const key = randomBytes(32);
  const worker = await startWorker(stage.appUrl, { key, githubUrl: github.ready.url });
  try {
    const bareStartedAt = performance.now();
    const bareCount = await readBarely(github.ready);
    const bareSeconds = (performance.now() - bareStartedAt) / 1_000;
    say(`backfill: ${bareCount} pull requests read barely`);
    const imports = await connect(database, github.ready, key);
    const queues = openQueues({ databaseUrl: stage.appUrl });
    const startedAt = performance.now();
    for (const importId of imports) await queues.enqueue('importRepository', { importId });
    const done = await waitFor(database, startedAt, 'every import', importsDone);
    const stand = await waitFor(database, startedAt, 'every figure', figuresStand);
    await queues.close();
    const { pullRequests, requests } = await totals(database);
    const figures = {
      pullRequests,
      requestsPer100PullRequests: rounded((requests / pullRequests) * 100),
      pullRequestsPerSecond: rounded(pullRequests / done, 0),
      secondsUntilFiguresStand: rounded(stand, 1),
    };
    const baseline = { pullRequestsPerSecond: rounded(bareCount / bareSeconds, 0) };
    return {
      figures,
      baseline,
      ratios: { throughput: rounded(figures.pullRequestsPerSecond / baseline.pullRequestsPerSecond) },
      notes: [
        'two repositories; local GitHub, worker and PostgreSQL share the cores, and every page is on the disk before the next',
      ],
    };
  } finally {
    await worker.stop();
    await database.close();
    github.stop();
    await stage.close();
  }
};

async function startLocalGithub(count: number): Promise<{ ready: LocalGithubReady; stop(): void }> {
  const script = path.join(import.meta.dirname, 'local-github.ts');
  const child = fork(script, { env: { PATH: process.env.PATH, COUNT: String(count) } });
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

/** An organization whose repositories a token reads, and the imports of their whole history. */
async function connect(database: Database, github: LocalGithubReady, key: Buffer): Promise<string[]> {
  await transaction(database, { system: true }, (tx) =>
    tx.query(
      "INSERT INTO organization (id, slug, name, github_account_id, time_zone) VALUES ($1, 'bench', 'Bench', 1, 'Europe/Berlin')",
      [ORGANIZATION_ID],
    ),
  );
  const tokenId = randomUUID();
  const sealed = openVault(key).seal(github.token, githubContext.token(tokenId));
  return inOrganization(database, ORGANIZATION_ID, async (tenant) => {
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
    const repositoryIds = github.repositories.map(({ id }) => repositoryIdFor(ORGANIZATION_ID, String(id)));
    return createImports(tenant, { repositoryIds, kind: 'backfill', since: null, now: Date.now() });
  });
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
