import { ensureLoginRoles } from '@devpulse/database/login-roles';
import { migrate } from '@devpulse/database/migrate';
import { migrateQueues } from '@devpulse/jobs/migrate';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres.ts';
import type { Environment } from '../env.ts';
import type { Secrets } from '../secrets.ts';

export interface PreparedDatabase {
  /** The embedded server; undefined when DATABASE_URL names one. */
  server: EmbeddedPostgres | undefined;
  /** Connects as the role that the processes work as. */
  appUrl: string;
  dashboardUrl: string;
}

export interface DatabaseOptions {
  dataDirectory: string;
  environment: Environment;
  secrets: Secrets;
  log: (line: string) => void;
  /** Called as soon as the embedded server runs. */
  onServer?: (server: EmbeddedPostgres) => void;
}

/** A migrated database with its login roles: the one of DATABASE_URL, else the embedded one. */
export async function prepareDatabase(options: DatabaseOptions): Promise<PreparedDatabase> {
  const { environment, secrets, log } = options;
  const server = environment.DATABASE_URL ? undefined : await startServer(options);
  const url = environment.DATABASE_URL ?? server?.url ?? '';
  const applied = await migrate({ url, log });
  if (applied.length > 0) log(`applied ${applied.length} migration${applied.length > 1 ? 's' : ''}`);
  const { appPassword, dashboardPassword } = secrets;
  await ensureLoginRoles({ url, appPassword, dashboardPassword });
  if (!environment.REDIS_URL) await migrateQueues({ url });
  return { server, ...loginUrls(url, secrets) };
}

/** The owner's URL with the login roles that the processes work as. */
export function loginUrls(ownerUrl: string, secrets: Secrets): { appUrl: string; dashboardUrl: string } {
  return {
    appUrl: withLogin(ownerUrl, 'devpulse_app', secrets.appPassword),
    dashboardUrl: withLogin(ownerUrl, 'devpulse_dashboard', secrets.dashboardPassword),
  };
}

/** Starts or adopts the embedded server and says where it listens when that is not the preferred port. */
async function startServer({
  dataDirectory,
  environment,
  secrets,
  log,
  onServer,
}: DatabaseOptions): Promise<EmbeddedPostgres> {
  const wanted = environment.DEVPULSE_DATABASE_PORT;
  const { ownerPassword } = secrets;
  const server = await startEmbeddedPostgres({ dataDirectory, port: wanted, ownerPassword, log });
  if (wanted !== 0 && server.port !== wanted && !server.adopted) {
    log(`port ${wanted} is taken; the database is on ${server.port}`);
  }
  onServer?.(server);
  return server;
}

function withLogin(ownerUrl: string, user: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = user;
  url.password = password; // the setter encodes it
  return url.href;
}
