import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setUpOwner } from '@devpulse/start/instance-api';
import { freePort } from '@devpulse/start/ports';
import { inRepository } from '@devpulse/start/repository';
import pg from 'pg';
import { answers, type Child, startChild } from '../child.ts';
import type { LargeStage } from '../large-organization/stage.ts';

export type Server = { origin: string; child: Child };
export type Api = Server & { accessToken: string };

const OWNER = {
  name: 'Bench Owner',
  email: 'owner@devpulse.example',
  password: 'correct-horse-of-the-bench',
};

/** The API on a large organization, which nobody owns before its instance is set up: then it is its Owner's. */
export async function startApi(stage: LargeStage): Promise<Api> {
  const owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  try {
    await forgetOwner(owner);
    const encryptionKey = randomBytes(32).toString('hex');
    const server = await startServer(inRepository('apps/api/dist/main.js'), {
      HOST: '127.0.0.1',
      DATABASE_URL: stage.appUrl,
      DASHBOARD_DATABASE_URL: stage.dashboardUrl,
      GITHUB_WEBHOOK_SECRETS: randomBytes(32).toString('hex'),
      DEVPULSE_ENCRYPTION_KEY: encryptionKey,
      LOG_LEVEL: 'warn',
    });
    const { origin } = server;
    const instance = { dataDirectory: stage.directory, apiUrl: origin, publicUrl: origin, encryptionKey };
    try {
      return { ...server, accessToken: await setUpOwner(instance, OWNER) };
    } catch (error) {
      await server.child.stop();
      throw error;
    }
  } finally {
    await owner.end();
  }
}

export function startBareServer(stage: LargeStage): Promise<Server> {
  return startServer(path.join(import.meta.dirname, 'bare-server.ts'), { DATABASE_URL: stage.ownerUrl });
}

async function startServer(script: string, environment: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = await startChild({
    script,
    environment: { PORT: String(port), ...environment },
    isReady: () => answers(`${origin}/ready`),
  });
  return { origin, child };
}

/** A kept database was set up by the run before, whose keys are gone. */
async function forgetOwner(owner: pg.Client): Promise<void> {
  await owner.query(`BEGIN; SET LOCAL session_replication_role = replica;
    DELETE FROM membership; DELETE FROM refresh_token; DELETE FROM session; DELETE FROM password; DELETE FROM "user";
    DELETE FROM signing_key; UPDATE instance SET set_up_at = NULL; COMMIT`);
}
