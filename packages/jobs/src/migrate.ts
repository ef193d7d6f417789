import { runMigrations } from 'bullmq';
import pg from 'pg';
import { QUEUE_SCHEMA } from './backend.ts';

/**
 * Makes BullMQ's tables for the PostgreSQL queue, owned by the application's login role. `url` must be of the role that
 * ran the migrations. BullMQ asks for the right to make its schema even when that is there: it is lent for this moment.
 */
export async function migrateQueues(options: { url: string }): Promise<void> {
  const client = new pg.Client({ connectionString: options.url, application_name: 'devpulse-migrate' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = client.escapeIdentifier(rows[0]?.name ?? '');
    await client.query(`GRANT CREATE ON DATABASE ${database} TO devpulse_app`);
    try {
      await client.query('SET ROLE devpulse_app');
      await runMigrations(client, QUEUE_SCHEMA);
    } finally {
      await client.query('RESET ROLE');
      await client.query(`REVOKE CREATE ON DATABASE ${database} FROM devpulse_app`);
    }
  } finally {
    await client.end();
  }
}
