/** Tables whose rows belong to one organization, by their column organization_id. */
export const TENANT_TABLES: ReadonlySet<string> = new Set([
  'alert_setting',
  'attendance_audit',
  'attendance_device',
  'attendance_lock',
  'attendance_member',
  'attendance_settings',
  'attendance_summary',
  'attendance_target',
  'audit_entry',
  'commit_email',
  'contributor',
  'daily_metrics',
  'declined_suggestion',
  'definition_change',
  'digest_subscription',
  'dirty_day',
  'github_account',
  'github_app',
  'github_app_key',
  'github_token',
  'github_webhook_secret',
  'health_alert',
  'installation',
  'invitation',
  'leave_day',
  'member_zone',
  'membership',
  'notice',
  'person_view',
  'pull_request',
  'push',
  'raw_delivery',
  'repository',
  'repository_import',
  'repository_poll',
  'review',
  'review_request',
  'score',
  'session_correction',
  'session_event',
  'sign_of_life',
  'sso_connection',
  'target',
  'team',
  'team_manager',
  'team_membership',
  'timeline_entry',
  'window_metrics',
  'work_pause',
  'work_session',
]);

const REFERENCE = /\b(?:FROM|JOIN|UPDATE|INTO)\s+(?:ONLY\s+)?"?([a-z_]+)"?/gi;
const known = new Map<string, string | null>();

/**
 * What a statement lacks to be about one organization alone, or null: it has to use `$1`, and to name organization_id at least once for
 * each tenant table that it reads or writes. Texts are constants of this room, so each is looked at once.
 */
export function lackOfTenantStatement(text: string): string | null {
  const verdict = known.get(text);
  if (verdict !== undefined) return verdict;
  const lack = findLack(text);
  known.set(text, lack);
  return lack;
}

function findLack(text: string): string | null {
  if (!/\$1(?!\d)/.test(text)) return 'it does not use its organization, $1';
  const tables = [...text.matchAll(REFERENCE)].map(([, name = '']) => name.toLowerCase());
  const references = tables.filter((name) => TENANT_TABLES.has(name)).length;
  const conditions = text.match(/\borganization_id\b/g)?.length ?? 0;
  return references > conditions
    ? `it uses ${references} tenant tables and names organization_id ${conditions} times`
    : null;
}
