import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { ProjectionStep } from '../../apps/worker/src/platform/context.ts';

export type WorkerProcess = {
  child: ChildProcess;
  died: Promise<NodeJS.Signals | null>;
  stop(): Promise<void>;
};

export type WorkerStores = {
  databaseUrl: string;
  redisUrl: string | undefined;
  /** What else is configured. */
  environment?: Record<string, string>;
};

/** A real worker in a process of its own; with `dieAt` it kills itself at that step. Resolves when it takes jobs. */
export async function startWorkerProcess(
  stores: WorkerStores,
  dieAt?: { step: ProjectionStep; count: number },
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'faulty-worker.ts')], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: stores.databaseUrl,
      REDIS_URL: stores.redisUrl,
      DEVPULSE_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      HEALTH_PORT: '0',
      DIE_AT_STEP: dieAt?.step,
      DIE_AT_COUNT: String(dieAt?.count ?? 0),
      ...stores.environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const died = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_code, signal) => resolve(signal));
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => chunk.includes('ready') && resolve());
    void died.then((signal) => reject(new Error(`the worker ended before it was ready (${signal})`)));
  });
  return {
    child,
    died,
    async stop() {
      child.kill('SIGTERM');
      await died;
    },
  };
}
