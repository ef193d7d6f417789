import { ensureLoginRoles } from '@devpulse/database/login-roles';
import { migrate } from '@devpulse/database/migrate';
import { migrateQueues } from '@devpulse/jobs/migrate';
import pg from 'pg';
import { ensureBuilt } from './build/build.ts';
import { announceParts } from './test-parts.ts';
import { startTestPostgres } from './test-postgres.ts';

export const templateDatabase = 'devpulse_template';
export const testPasswords = { appPassword: 'app-test', dashboardPassword: 'dashboard-test' };

/**
 * Vitest's global set-up: one PostgreSQL server with a migrated template database for all test files.
 * Tests find the server by DEVPULSE_TEST_POSTGRES_URL (its owner, maintenance database).
 */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  announceParts();
  if (process.env.DEVPULSE_TEST_POSTGRES_URL) return undefined;
  await ensureBuilt(['prisma-client']);
  const server = await startTestPostgres();
  try {
    await createTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.env.DEVPULSE_TEST_POSTGRES_URL = databaseUrl(server.url, 'postgres');
  return async () => {
    delete process.env.DEVPULSE_TEST_POSTGRES_URL;
    await server.stop();
  };
}

/** Migrates a new database and marks it as a template that `CREATE DATABASE … TEMPLATE` copies. */
export async function createTemplate(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(serverUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${templateDatabase}`);
    const url = databaseUrl(serverUrl, templateDatabase);
    await migrate({ url });
    await ensureLoginRoles({ url, ...testPasswords });
    await migrateQueues({ url });
    await client.query(`ALTER DATABASE ${templateDatabase} IS_TEMPLATE true`);
  } finally {
    await client.end();
  }
}

function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
