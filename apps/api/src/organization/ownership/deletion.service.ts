import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { saveDeletion } from '@devpulse/database/organization/deletion';
import { findMemberName } from '@devpulse/database/organization/members';
import { lockSettings } from '@devpulse/database/organization/settings';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { AppError } from '@devpulse/domain/errors';
import { DELETION_GRACE_MS } from '@devpulse/domain/organization/terms';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { Announcements } from '../announcements.ts';
import { deletionCancelledLetter, deletionLetter } from '../letters.ts';

/** The 30 days between the wish to delete an organization and its end. */
@Injectable()
export class DeletionService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #announcements: Announcements;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, announcements: Announcements) {
    this.#parts = parts;
    this.#database = database;
    this.#announcements = announcements;
  }

  /** Asked again, it answers the day that stands. Throws AppError('invalid_request') when the slug was not typed as it is. */
  async request(member: Member, confirm: string): Promise<{ dueAt: string }> {
    if (confirm !== member.slug) {
      throw new AppError('invalid_request', 'This is not the address of the organization.', {
        field: 'body.confirm',
        remedy: `Type ${member.slug}.`,
      });
    }
    const { dueAt, mailIds } = await inOrganization(
      this.#database,
      member.organizationId,
      async (tenant): Promise<{ dueAt: number; mailIds: string[] }> => {
        const { deletionDueAt, name } = await lockSettings(tenant);
        if (deletionDueAt !== null) return { dueAt: deletionDueAt, mailIds: [] };
        const due = this.#parts.now() + DELETION_GRACE_MS;
        await saveDeletion(tenant, due);
        await this.#audit(tenant, member, 'organization.deletion_requested');
        const actor = await findMemberName(tenant, member.userId);
        const url = this.#urlOf(member, '/me');
        const written = await this.#announcements.write(tenant, {
          kind: 'deletion_requested',
          actorUserId: member.userId,
          mail: deletionLetter({ organization: name, actor, url, dueAt: due }),
        });
        return { dueAt: due, mailIds: written };
      },
    );
    this.#announcements.send(mailIds);
    return { dueAt: formatInstant(dueAt) };
  }

  /** Throws AppError('conflict') when nothing was asked for, or the 30 days are over. */
  async cancel(member: Member): Promise<void> {
    const mailIds = await inOrganization(this.#database, member.organizationId, async (tenant) => {
      const { deletionDueAt, name } = await lockSettings(tenant);
      if (deletionDueAt === null) {
        throw new AppError('conflict', 'Nobody has asked for the deletion of this organization.');
      }
      if (deletionDueAt <= this.#parts.now()) {
        throw new AppError('conflict', 'The 30 days are over; the organization is being deleted.');
      }
      await saveDeletion(tenant, null);
      await this.#audit(tenant, member, 'organization.deletion_cancelled');
      const actor = await findMemberName(tenant, member.userId);
      return this.#announcements.write(tenant, {
        kind: 'deletion_cancelled',
        actorUserId: member.userId,
        mail: deletionCancelledLetter({ organization: name, actor, url: this.#urlOf(member, '') }),
      });
    });
    this.#announcements.send(mailIds);
  }

  #urlOf({ slug }: Member, path: string): string {
    return `${this.#parts.environment.PUBLIC_URL}/${slug}${path}`;
  }

  async #audit(tenant: Tenant, member: Member, action: OrganizationAuditAction): Promise<void> {
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: member.userId,
      action,
      at: this.#parts.now(),
    });
  }
}
