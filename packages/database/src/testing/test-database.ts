import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export type TestDatabase = {
  ownerUrl: string;
  appUrl: string;
  dashboardUrl: string;
  drop(): Promise<void>;
};

const LONGEST_PARTING_MS = 3_000;
const TEMPLATE = 'devpulse_template';
const APP_PASSWORD = 'app-test';
const DASHBOARD_PASSWORD = 'dashboard-test';

/**
 * A database of its own for one test file, cloned from the migrated template that the test run's set-up made. The server
 * is named by DEVPULSE_TEST_POSTGRES_URL, a URL of its owner.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.DEVPULSE_TEST_POSTGRES_URL;
  if (!serverUrl) throw new Error('No test server: run the tests with `npm test -- medium`.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await maintain(serverUrl, async (client) => {
    // A template may be copied by one session at a time.
    await client.query("SELECT pg_advisory_lock(hashtextextended('devpulse_template', 0))");
    // Copied as files: the server of a test run need not survive a crash, so nothing has to be logged.
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
  });
  return {
    ownerUrl: urlFor(serverUrl, { name }),
    appUrl: urlFor(serverUrl, { name, user: 'devpulse_app', password: APP_PASSWORD }),
    dashboardUrl: urlFor(serverUrl, { name, user: 'devpulse_dashboard', password: DASHBOARD_PASSWORD }),
    drop: () =>
      maintain(serverUrl, async (client) => {
        await waitForPartings(client, name);
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** A pool that was ended says farewell in its own time; a connection that is cut before is an error of the test that ended it. */
async function waitForPartings(client: pg.Client, name: string): Promise<void> {
  const endsAt = Date.now() + LONGEST_PARTING_MS;
  for (;;) {
    const { rows } = await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1 LIMIT 1', [name]);
    if (rows.length === 0 || Date.now() > endsAt) return;
    await sleep(10);
  }
}

async function maintain(serverUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: urlFor(serverUrl, { name: 'postgres' }) });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlFor(serverUrl: string, target: { name: string; user?: string; password?: string }): string {
  const url = new URL(serverUrl);
  url.pathname = `/${target.name}`;
  if (target.user) url.username = target.user;
  if (target.password) url.password = target.password;
  return url.href;
}
