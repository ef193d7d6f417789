import type { OrganizationAuditAction, PersonAuditAction } from '@devpulse/domain/access/audit-actions';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type AuditEntry = {
  actorUserId: string | null;
  /** The person it is about, who may read it whatever their role. */
  subjectUserId?: string | null;
  target?: string | null;
  /** Closed, small values; never a secret, an address or a text that somebody wrote. */
  detail?: Record<string, string | number | boolean | null>;
  at: Instant;
} & (
  | { organizationId: string; action: OrganizationAuditAction }
  /** What belongs to a person alone; such an entry needs identity work, the others their organization. */
  | { organizationId: null; action: PersonAuditAction }
);

/** Adds to the audit log, in the transaction of what it tells of. Nothing that serves requests can change it afterwards. */
export async function recordAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  await tx.query(
    `INSERT INTO audit_entry (organization_id, actor_user_id, subject_user_id, action, target, detail, at)
     VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))`,
    [
      entry.organizationId,
      entry.actorUserId,
      entry.subjectUserId ?? null,
      entry.action,
      entry.target ?? null,
      JSON.stringify(entry.detail ?? {}),
      entry.at,
    ],
  );
}
