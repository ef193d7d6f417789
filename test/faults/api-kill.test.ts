import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { ensureLoginRoles } from '@devpulse/database/login-roles';
import { migrate } from '@devpulse/database/migrate';
import { transaction } from '@devpulse/database/transaction';
import { deliveryHeaders } from '@devpulse/github-simulator/deliver';
import { loadDeliveries } from '@devpulse/github-simulator/load';
import { migrateQueues } from '@devpulse/jobs/migrate';
import { ensureBuilt } from '@devpulse/start/build/build';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@devpulse/start/embedded-postgres';
import { freePort } from '@devpulse/start/ports';
import { inRepository } from '@devpulse/start/repository';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SECRET = '0123456789abcdef0123456789abcdef';
const KEY = randomBytes(32).toString('hex');
const SENDERS = 12;
const PATIENCE = { timeout: 30_000 };

type Api = { child: ChildProcess; kill(): Promise<void> };

/** A real API process and a PostgreSQL of its own, as durable as the product's; both are killed as by `kill -9`. */
describe('what was answered 202', () => {
  let directory: string;
  let server: EmbeddedPostgres;
  let system: Database;
  let port: number;
  let api: Api;
  const source = loadDeliveries({ seed: 'faults' });
  const accepted = new Set<string>();
  const statuses = new Map<number, number>();

  const urlOf = (user: string, password: string) => {
    const url = new URL(server.url);
    url.username = user;
    url.password = password;
    return url.href;
  };

  beforeAll(async () => {
    await ensureBuilt(['prisma-client', 'api']);
    directory = await mkdtemp(path.join(tmpdir(), 'devpulse-faults-'));
    server = await startEmbeddedPostgres({ dataDirectory: directory });
    await migrate({ url: server.url });
    await ensureLoginRoles({ url: server.url, appPassword: 'a', dashboardPassword: 'd' });
    await migrateQueues({ url: server.url });
    system = openDatabase({ url: urlOf('devpulse_app', 'a'), applicationName: 'faults' });
    port = await freePort();
    api = await startApi();
  });
  afterAll(async () => {
    await api.kill();
    await system.close();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function startApi(): Promise<Api> {
    const child = spawn(process.execPath, [inRepository('apps/api/dist/main.js')], {
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        DATABASE_URL: urlOf('devpulse_app', 'a'),
        DASHBOARD_DATABASE_URL: urlOf('devpulse_dashboard', 'd'),
        GITHUB_WEBHOOK_SECRETS: SECRET,
        DEVPULSE_ENCRYPTION_KEY: KEY,
        LOG_LEVEL: 'silent',
      },
      stdio: 'ignore',
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await ready();
    return {
      child,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  async function ready(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      const isReady = await fetch(`http://127.0.0.1:${port}/ready`).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return;
      await sleep(100);
    }
    throw new Error('The API is not ready after 30 s.');
  }

  /** Sends until `isOver`, noting each GUID that got a 202. Nothing is sent twice: what fails is GitHub's to repeat. */
  async function sendUntil(isOver: () => boolean): Promise<void> {
    const sender = async () => {
      while (!isOver()) {
        const delivery = source.next().value;
        const headers = deliveryHeaders(delivery, SECRET);
        delete headers['content-length'];
        const url = `http://127.0.0.1:${port}/api/v1/github/webhooks`;
        const status = await fetch(url, { method: 'POST', headers, body: delivery.body }).then(
          (response) => response.status,
          () => 0,
        );
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 202) accepted.add(delivery.guid);
        else await sleep(20);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
  }

  async function hasAccepted(count: number): Promise<void> {
    await expect.poll(() => accepted.size, PATIENCE).toBeGreaterThan(count);
  }

  async function expectNothingLost(): Promise<void> {
    const rows = await transaction(system, { system: true }, async (tx) => {
      const found = await tx.query<{ guid: string; intact: boolean }>(
        `SELECT guid, sha256(body) = body_sha256 AS intact FROM raw_delivery`,
      );
      return found.rows;
    });
    const stored = new Set(rows.filter((row) => row.intact).map((row) => row.guid));
    expect([...accepted].filter((guid) => !stored.has(guid))).toEqual([]);
  }

  it('is there after the API was killed five times in a burst', async () => {
    let isOver = false;
    const sending = sendUntil(() => isOver);
    for (let round = 0; round < 5; round += 1) {
      await sleep(300 + round * 70);
      await hasAccepted((round + 1) * 45);
      await api.kill();
      api = await startApi();
    }
    isOver = true;
    await sending;
    expect(accepted.size).toBeGreaterThan(200);
    await expectNothingLost();
  });

  it('is there after PostgreSQL was killed in a burst; meanwhile the answer is 503, and 202 again without a restart', async () => {
    statuses.clear();
    let isOver = false;
    const sending = sendUntil(() => isOver);
    await sleep(500);
    process.kill(server.pid, 'SIGKILL');
    await expect.poll(() => statuses.get(503) ?? 0, PATIENCE).toBeGreaterThan(10);
    const before = accepted.size;
    server = await startEmbeddedPostgres({ dataDirectory: directory, port: server.port });
    await ready();
    await hasAccepted(before + 45);
    isOver = true;
    await sending;
    expect([...statuses.keys()].filter((status) => ![0, 202, 503].includes(status))).toEqual([]);
    await expectNothingLost();
  });
});
