import type { Tenant } from '../tenant.ts';
import { type JsonRow, parseJsonRows } from './json-rows.ts';

/** Nobody but the person sees these, whatever their role; they come with the person's own export. Source: attendance.md, decision 1. */
export const PERSONAL_TABLES: readonly string[] = [
  'attendance_member',
  'member_zone',
  'attendance_device',
  'session_event',
  'work_session',
  'work_pause',
  'sign_of_life',
];

/**
 * Every other table of an organization but its raw deliveries, which are kept as they came. Columns that are secrets, that open something,
 * or that are a person's alone stay here.
 */
export const EXPORTED_TABLES: Readonly<Record<string, readonly string[]>> = {
  membership: [],
  team: [],
  team_membership: [],
  team_manager: [],
  contributor: [],
  github_account: [],
  commit_email: [],
  declined_suggestion: [],
  repository: [],
  installation: [],
  github_app: ['client_secret_encrypted'],
  github_app_key: ['private_key_encrypted'],
  github_webhook_secret: ['secret_encrypted'],
  github_token: ['token_encrypted'],
  repository_import: [],
  repository_poll: [],
  pull_request: [],
  timeline_entry: [],
  review: [],
  push: [],
  review_request: [],
  daily_metrics: [],
  window_metrics: [],
  target: [],
  score: [],
  health_alert: [],
  alert_setting: [],
  digest_subscription: [],
  definition_change: [],
  dirty_day: [],
  invitation: ['token_sha256'],
  sso_connection: ['client_secret_encrypted'],
  audit_entry: [],
  person_view: [],
  notice: [],
  attendance_settings: [],
  session_correction: ['before', 'after'],
  attendance_audit: [],
  attendance_lock: [],
  leave_day: ['kind'],
  attendance_target: [],
  attendance_summary: ['excluded_ms'],
};

/** Everything kept for the organization, by table, with the names and addresses of its members. */
export async function exportOrganization(tenant: Tenant): Promise<Record<string, JsonRow[]>> {
  const tables: Record<string, JsonRow[]> = {
    organization: await rowsOf(
      tenant,
      `SELECT to_jsonb(t)::text AS line FROM organization t WHERE t.id = $1`,
    ),
    user: await rowsOf(
      tenant,
      `SELECT jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name)::text AS line
       FROM membership m JOIN "user" u ON u.id = m.user_id WHERE m.organization_id = $1 ORDER BY 1`,
    ),
  };
  for (const [table, hidden] of Object.entries(EXPORTED_TABLES)) {
    const columns = hidden.map((column) => ` - '${column}'`).join('');
    tables[table] = await rowsOf(
      tenant,
      `SELECT (to_jsonb(t)${columns})::text AS line FROM ${table} t WHERE t.organization_id = $1 ORDER BY 1`,
    );
  }
  return tables;
}

async function rowsOf(tenant: Tenant, text: string): Promise<JsonRow[]> {
  return parseJsonRows((await tenant.query<{ line: string }>({ text })).rows);
}
