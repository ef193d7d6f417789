import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureLoginRoles } from '@devpulse/database/login-roles';
import { migrate } from '@devpulse/database/migrate';
import { migrateQueues } from '@devpulse/jobs/migrate';
import { startEmbeddedPostgres } from '@devpulse/start/embedded-postgres';

export type Stage = {
  directory: string;
  ownerUrl: string;
  appUrl: string;
  dashboardUrl: string;
  close(): Promise<void>;
};

/**
 * A migrated PostgreSQL of its own, as durable as the product's: in a temporary directory, or in one that is kept for the next run.
 */
export async function openStage(kept?: string): Promise<Stage> {
  const directory = kept ?? (await mkdtemp(path.join(tmpdir(), 'devpulse-bench-')));
  if (kept !== undefined) await mkdir(path.dirname(kept), { recursive: true });
  const server = await startEmbeddedPostgres({ dataDirectory: directory });
  await migrate({ url: server.url });
  await ensureLoginRoles({ url: server.url, appPassword: 'bench-app', dashboardPassword: 'bench-dashboard' });
  await migrateQueues({ url: server.url });
  return {
    directory,
    ownerUrl: server.url,
    appUrl: withLogin(server.url, 'devpulse_app', 'bench-app'),
    dashboardUrl: withLogin(server.url, 'devpulse_dashboard', 'bench-dashboard'),
    async close() {
      await server.stop();
      if (kept === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

function withLogin(ownerUrl: string, user: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = user;
  url.password = password;
  return url.href;
}
