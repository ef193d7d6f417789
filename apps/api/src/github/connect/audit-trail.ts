import { recordAudit } from '@devpulse/database/access/audit';
import type { Tenant } from '@devpulse/database/tenant';
import type { GitHubAuditAction } from '@devpulse/domain/access/audit-actions';
import { Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';

/** What is done to the connection with GitHub, as the audit log tells it. */
export type ConnectionDeed = {
  action: GitHubAuditAction;
  target?: string;
  detail?: Record<string, string | number | boolean | null>;
};

@Injectable()
export class AuditTrail {
  readonly #now: () => number;

  constructor(parts: ProcessParts) {
    this.#now = parts.now;
  }

  async record(tenant: Tenant, member: Member, deed: ConnectionDeed): Promise<void> {
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: member.userId,
      ...deed,
      at: this.#now(),
    });
  }
}
