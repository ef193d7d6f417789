import pg from 'pg';

/**
 * Gives the two login roles of the migrations their passwords and the right to connect.
 * `url` must be of the role that ran the migrations. Safe to repeat.
 */
export async function ensureLoginRoles(options: {
  url: string;
  appPassword: string;
  dashboardPassword: string;
}): Promise<void> {
  const client = new pg.Client({ connectionString: options.url, application_name: 'devpulse-migrate' });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('devpulse_login_roles', 0))");
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = client.escapeIdentifier(rows[0]?.name ?? '');
    await client.query(`ALTER ROLE devpulse_app PASSWORD ${client.escapeLiteral(options.appPassword)}`);
    await client.query(
      `ALTER ROLE devpulse_dashboard PASSWORD ${client.escapeLiteral(options.dashboardPassword)}`,
    );
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO devpulse_app, devpulse_dashboard`);
    // Who migrates must be a member of the role to make the queue's tables in its name.
    await client.query('GRANT devpulse_app TO CURRENT_USER');
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
