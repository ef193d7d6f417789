import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { type AnyQueue, createQueue } from '@devpulse/jobs/backend';
import { openQueues, type Queues } from '@devpulse/jobs/queues';
import { startRedisServer } from '@devpulse/jobs/testing/redis-server';
import { freePort } from '@devpulse/start/ports';
import { inRepository } from '@devpulse/start/repository';
import { answers, type Child, startChild } from '../child.ts';
import { openStage } from '../stage.ts';

/** As many as the worker projects at a time unless it is told otherwise. */
const CONCURRENCY = 8;
const NOOP_QUEUE = 'noop';

/** A worker with a database and a queue of its own, and beside it one on the same queue that does nothing. */
export type Site = {
  database: Database;
  queues: Queues;
  noop: AnyQueue;
  worker: Child;
  healthUrl: string;
  close(): Promise<void>;
};

/** On Redis where its program is given, else on PostgreSQL. */
export async function openSite(redis?: string): Promise<Site> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const one of closing.reverse()) await one();
  };
  try {
    const stage = await openStage();
    closing.push(() => stage.close());
    const redisServer = redis === undefined ? undefined : await startRedisServer(redis);
    if (redisServer) closing.push(() => redisServer.stop());
    const backend = { databaseUrl: stage.appUrl, redisUrl: redisServer?.url };
    const database = openDatabase({ url: stage.ownerUrl, applicationName: 'bench', maxConnections: 4 });
    closing.push(() => database.close());
    const queues = openQueues(backend);
    closing.push(() => queues.close());
    const noop = createQueue(NOOP_QUEUE, backend);
    closing.push(() => noop.close());
    const { worker, healthUrl } = await startWorker(backend);
    closing.push(() => worker.stop());
    closing.push(await startNoopWorker(backend));
    return { database, queues, noop, worker, healthUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Backend = { databaseUrl: string; redisUrl: string | undefined };

async function startWorker({ databaseUrl, redisUrl }: Backend) {
  const port = await freePort();
  const healthUrl = `http://127.0.0.1:${port}`;
  const worker = await startChild({
    script: inRepository('apps/worker/dist/main.js'),
    environment: {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      HEALTH_PORT: String(port),
      INGEST_CONCURRENCY: String(CONCURRENCY),
      DEVPULSE_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      LOG_LEVEL: 'error',
    },
    isReady: () => answers(`${healthUrl}/ready`),
  });
  return { worker, healthUrl };
}

async function startNoopWorker({ databaseUrl, redisUrl }: Backend): Promise<() => Promise<void>> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    CONCURRENCY: String(CONCURRENCY),
    QUEUE: NOOP_QUEUE,
  };
  const child = fork(path.join(import.meta.dirname, 'noop-worker.ts'), { env });
  await once(child, 'message');
  return async () => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  };
}
