import type pg from 'pg';

/** A value of each type that a required column may have. */
const VALUES: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: `'x'`,
  int4: '1',
  int8: '1',
  bool: 'false',
  timestamptz: 'now()',
  date: 'current_date',
  jsonb: `'{}'`,
  bytea: `'x'::bytea`,
  tstzmultirange: `'{}'`,
  _int4: `'{0,0,0,0,0,0,0}'`,
};

/** Columns with a closed set of values. */
const CLOSED: Record<string, string> = {
  'pull_request.state': `'open'`,
  'installation.state': `'active'`,
  'raw_delivery.state': `'done'`,
  'daily_metrics.scope_type': `'organization'`,
  'window_metrics.scope_type': `'team'`,
  'window_metrics.days': '7',
  'score.scope_type': `'team'`,
  'target.kind': `'sle'`,
  'target.source': `'chosen'`,
  'health_alert.state': `'open'`,
  'health_alert.subject_type': `'team'`,
  'invitation.role': `'developer'`,
  'membership.role': `'developer'`,
  'repository_import.kind': `'backfill'`,
  'member_zone.source': `'automatic'`,
  'attendance_device.kind': `'web'`,
  'session_event.result': `'applied'`,
  'work_session.state': `'open'`,
  'work_pause.kind': `'break'`,
  'work_pause.resolution': `'excluded'`,
  'session_correction.kind': `'entry'`,
  'session_correction.state': `'pending'`,
  'leave_day.kind': `'vacation'`,
  'leave_day.portion': `'whole'`,
  'attendance_summary.status': `'open'`,
  'attendance_settings.idle_policy': `'prompt'`,
  'attendance_settings.idle_threshold_minutes': '10',
  'attendance_settings.idle_minimum_minutes': '5',
  'attendance_settings.idle_maximum_minutes': '60',
  'attendance_settings.max_open_minutes': '840',
  'attendance_settings.reminder_minutes': '600',
  'attendance_settings.break_reminder_minutes': '120',
  'attendance_settings.retention_months': '24',
};

type Column = { name: string; type: string };

/** Puts one row of an organization into each of these tables that has none, so that every table has something to hide. */
export async function fillTables(
  owner: pg.Pool,
  organizationId: string,
  tables: readonly string[],
): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query(`SET session_replication_role = 'replica'`);
    for (const table of tables) {
      const known = await client.query(`SELECT 1 FROM "${table}" WHERE organization_id = $1 LIMIT 1`, [
        organizationId,
      ]);
      if (known.rowCount === 0) await insertRow(client, organizationId, table);
    }
  } finally {
    await client.query(`SET session_replication_role = 'origin'`);
    client.release();
  }
}

async function insertRow(client: pg.PoolClient, organizationId: string, table: string): Promise<void> {
  const { rows } = await client.query<Column>(
    `SELECT a.attname AS name, t.typname AS type FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
       AND a.attname <> 'organization_id'`,
    [table],
  );
  const names = ['organization_id', ...rows.map(({ name }) => `"${name}"`)];
  const values = [
    '$1',
    ...rows.map(({ name, type }) => CLOSED[`${table}.${name}`] ?? VALUES[type] ?? 'NULL'),
  ];
  await client.query(`INSERT INTO "${table}" (${names.join(', ')}) VALUES (${values.join(', ')})`, [
    organizationId,
  ]);
}
