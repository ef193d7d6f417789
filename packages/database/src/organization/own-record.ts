import type { Tenant } from '../tenant.ts';
import { type JsonRow, parseJsonRows } from './json-rows.ts';

/** With those that were merged into them, of which rows of the log of views still tell. */
const OWN_CONTRIBUTORS = `(SELECT c.id FROM contributor c
  LEFT JOIN contributor k ON k.organization_id = $1 AND k.id = c.merged_into_id
  WHERE c.organization_id = $1 AND $2 IN (c.user_id, k.user_id))`;
const OWN_ACCOUNTS = `(SELECT g.github_id FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id IN ${OWN_CONTRIBUTORS})`;
/** An address that a person has not shown to be theirs opens nothing. */
const OWN_VERIFIED_ADDRESS = `(SELECT s.email FROM "user" s WHERE s.id = $2 AND s.email_verified_at IS NOT NULL)`;
const OWN_ADDRESS = `(SELECT s.email FROM "user" s WHERE s.id = $2)`;

type OwnTable = {
  /** SQL: which rows `t` are about the person $2 in the organization $1. */
  where: string;
  /** Secrets, and what would say more of others than of the person. */
  hidden?: readonly string[];
};

const inTenant = (condition: string): string => `t.organization_id = $1 AND ${condition}`;
const ofAccount = (hidden: readonly string[] = []): OwnTable => ({
  where: '$1::uuid IS NOT NULL AND t.user_id = $2',
  hidden,
});

/** Where data about a member is kept. The account's tables come with every organization of the person. */
const OWN_TABLES = {
  user: { where: '$1::uuid IS NOT NULL AND t.id = $2' },
  password: ofAccount(['hash']),
  identity: ofAccount(),
  totp: ofAccount(['secret_encrypted']),
  passkey: ofAccount(['public_key']),
  recovery_code: ofAccount(['code_sha256']),
  session: ofAccount(),
  device: ofAccount(),
  membership: { where: inTenant('t.user_id = $2') },
  invitation: {
    where: inTenant(`t.email = ${OWN_ADDRESS}`),
    hidden: ['token_sha256'],
  },
  team_manager: { where: inTenant('t.user_id = $2') },
  contributor: { where: inTenant(`t.id IN ${OWN_CONTRIBUTORS}`) },
  github_account: { where: inTenant(`t.contributor_id IN ${OWN_CONTRIBUTORS}`) },
  commit_email: {
    where: inTenant(`(t.contributor_id IN ${OWN_CONTRIBUTORS} OR t.email = ${OWN_VERIFIED_ADDRESS})`),
  },
  declined_suggestion: { where: inTenant('t.declined_by = $2') },
  team_membership: { where: inTenant(`t.contributor_id IN ${OWN_CONTRIBUTORS}`) },
  pull_request: { where: inTenant(`t.author_contributor_id IN ${OWN_CONTRIBUTORS}`) },
  review: { where: inTenant(`t.reviewer_contributor_id IN ${OWN_CONTRIBUTORS}`) },
  review_request: { where: inTenant(`t.reviewer_contributor_id IN ${OWN_CONTRIBUTORS}`) },
  push: { where: inTenant(`t.pusher_contributor_id IN ${OWN_CONTRIBUTORS}`) },
  timeline_entry: { where: inTenant(`t.actor_id IN ${OWN_ACCOUNTS}`) },
  daily_metrics: {
    where: inTenant(`t.scope_type = 'contributor' AND t.scope_id IN ${OWN_CONTRIBUTORS}`),
  },
  notice: { where: inTenant('t.user_id = $2') },
  person_view: {
    where: inTenant(`(t.subject_user_id = $2 OR t.contributor_id IN ${OWN_CONTRIBUTORS})`),
  },
  /** With what belongs to the person alone, such as sign-ins; of these others’ are not shown to this transaction. */
  audit_entry: {
    where:
      '(t.organization_id = $1 OR t.organization_id IS NULL) AND $2 IN (t.actor_user_id, t.subject_user_id)',
  },
  session_event: { where: inTenant('t.user_id = $2'), hidden: ['payload_hash'] },
  work_session: { where: inTenant('t.user_id = $2') },
  work_pause: { where: inTenant('t.user_id = $2') },
  session_correction: { where: inTenant('t.user_id = $2') },
  attendance_summary: { where: inTenant('t.user_id = $2') },
  leave_day: { where: inTenant('t.user_id = $2') },
  attendance_target: { where: inTenant('t.user_id = $2') },
  attendance_lock: { where: inTenant('t.user_id = $2') },
  attendance_member: { where: inTenant('t.user_id = $2') },
  member_zone: { where: inTenant('t.user_id = $2') },
  attendance_device: { where: inTenant('t.user_id = $2') },
  sign_of_life: { where: inTenant('t.user_id = $2') },
  attendance_audit: { where: inTenant('$2 IN (t.actor_user_id, t.subject_user_id)') },
} as const satisfies Record<string, OwnTable>;
export type OwnTableName = keyof typeof OWN_TABLES;

export const OWN_TABLE_NAMES = Object.keys(OWN_TABLES) as OwnTableName[];

/** How many rows of each table are about a member. Needs identity work and the person's own scope beside the tenant, as the next verb does. */
export async function countOwnRows(tenant: Tenant, userId: string): Promise<Record<OwnTableName, number>> {
  const counts = OWN_TABLE_NAMES.map(
    (name) => `SELECT '${name}' AS name, count(*)::int AS n FROM "${name}" t WHERE ${OWN_TABLES[name].where}`,
  );
  const { rows } = await tenant.query<{ name: OwnTableName; n: number }>({
    text: counts.join(' UNION ALL '),
    values: [userId],
  });
  return Object.fromEntries(rows.map(({ name, n }) => [name, n])) as Record<OwnTableName, number>;
}

/** Every row that is about a member, by table, without secrets. */
export async function exportOwnRows(
  tenant: Tenant,
  userId: string,
): Promise<Record<OwnTableName, JsonRow[]>> {
  const tables: Partial<Record<OwnTableName, JsonRow[]>> = {};
  for (const name of OWN_TABLE_NAMES) {
    const { where, hidden = [] }: OwnTable = OWN_TABLES[name];
    const columns = hidden.map((column) => ` - '${column}'`).join('');
    const { rows } = await tenant.query<{ line: string }>({
      text: `SELECT (to_jsonb(t)${columns})::text AS line FROM "${name}" t WHERE ${where} ORDER BY 1`,
      values: [userId],
    });
    tables[name] = parseJsonRows(rows);
  }
  return tables as Record<OwnTableName, JsonRow[]>;
}

/**
 * Takes a person's name and address out of everything that the organization keeps beside the membership itself: what delivery knows is
 * nobody's any more, and people without a GitHub account and the person's addresses of commits are gone. The logs keep who did what until their 12 months are over.
 */
export async function unlinkPerson(tenant: Tenant, userId: string): Promise<void> {
  const statements = [
    `DELETE FROM commit_email t WHERE ${OWN_TABLES.commit_email.where}`,
    'UPDATE declined_suggestion SET declined_by = NULL WHERE organization_id = $1 AND declined_by = $2',
    `DELETE FROM contributor c WHERE c.organization_id = $1 AND c.user_id = $2 AND NOT EXISTS (
       SELECT 1 FROM github_account g WHERE g.organization_id = $1 AND g.contributor_id = c.id)`,
    'UPDATE contributor SET user_id = NULL, display_name = NULL WHERE organization_id = $1 AND user_id = $2',
    `DELETE FROM invitation t WHERE t.organization_id = $1 AND t.email = ${OWN_ADDRESS}`,
    'UPDATE invitation SET invited_by = NULL WHERE organization_id = $1 AND invited_by = $2',
    'UPDATE notice SET actor_user_id = NULL WHERE organization_id = $1 AND actor_user_id = $2',
  ];
  for (const text of statements) await tenant.query({ text, values: [userId] });
  await tenant.transaction.query('SELECT forget_attendance($1)', [userId]);
}
