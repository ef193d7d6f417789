import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

export type AuditRow = {
  id: string;
  at: Instant;
  actor: string | null;
  action: string;
  target: string | null;
  detail: Record<string, unknown>;
};

/** What was done in the organization, newest first; with a person, only what that person did or what is about them. */
export async function listAudit(
  tenant: Tenant,
  page: { personId: string | null; before: Instant; limit: number },
): Promise<AuditRow[]> {
  const { rows } = await tenant.query<AuditRow>({
    text: `SELECT e.id, e.at, u.name AS actor, e.action, e.target, e.detail
      FROM audit_entry e
      LEFT JOIN membership m ON m.organization_id = $1 AND m.user_id = e.actor_user_id
      LEFT JOIN "user" u ON u.id = m.user_id
      WHERE e.organization_id = $1 AND e.at < to_timestamp($3::float8 / 1000)
        AND ($2::uuid IS NULL OR $2 IN (e.actor_user_id, e.subject_user_id))
      ORDER BY e.at DESC, e.id DESC LIMIT $4`,
    values: [page.personId, page.before, page.limit],
  });
  return rows;
}
