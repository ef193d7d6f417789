import type { AttendanceAuditAction } from '@devpulse/domain/attendance/audit-actions';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

export type AttendanceAuditEntry = {
  /** Null for what the server did by itself. */
  actorUserId: string | null;
  subjectUserId: string | null;
  action: AttendanceAuditAction;
  correctionId?: string | null;
  sessionId?: string | null;
  before?: object | null;
  after?: object | null;
  reason?: string | null;
  at: Instant;
};

/** Adds to the story of a member's time, in the transaction of what it tells of. Holds no address; nothing that serves requests can change it. */
export async function recordAttendanceAudit(tenant: Tenant, entry: AttendanceAuditEntry): Promise<void> {
  await tenant.query({
    text: `INSERT INTO attendance_audit (organization_id, actor_user_id, subject_user_id, action, correction_id, session_id, before, after,
        reason, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10::float8 / 1000))`,
    values: [
      entry.actorUserId,
      entry.subjectUserId,
      entry.action,
      entry.correctionId ?? null,
      entry.sessionId ?? null,
      JSON.stringify(entry.before ?? {}),
      JSON.stringify(entry.after ?? {}),
      entry.reason ?? null,
      entry.at,
    ],
  });
}

export type AttendanceAuditRow = {
  id: string;
  at: Instant;
  actor: string | null;
  member: string | null;
  action: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  reason: string | null;
};

/** What happened to the time of these people, newest first. */
export async function listAttendanceAudit(
  tenant: Tenant,
  page: { userIds: readonly string[]; before: Instant; limit: number },
): Promise<AttendanceAuditRow[]> {
  const { rows } = await tenant.query<AttendanceAuditRow>({
    text: `SELECT e.id, e.at, a.name AS actor, s.name AS member, e.action, e.before, e.after, e.reason
      FROM attendance_audit e
      LEFT JOIN membership am ON am.organization_id = $1 AND am.user_id = e.actor_user_id LEFT JOIN "user" a ON a.id = am.user_id
      LEFT JOIN membership sm ON sm.organization_id = $1 AND sm.user_id = e.subject_user_id LEFT JOIN "user" s ON s.id = sm.user_id
      WHERE e.organization_id = $1 AND e.subject_user_id = ANY ($2::uuid[]) AND e.at < to_timestamp($3::float8 / 1000)
      ORDER BY e.at DESC, e.id DESC LIMIT $4`,
    values: [page.userIds, page.before, page.limit],
  });
  return rows;
}
