import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { removeMembership } from '@devpulse/database/organization/members';
import { unlinkPerson } from '@devpulse/database/organization/own-record';
import { readOrganizationSettings } from '@devpulse/database/organizations';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import type { Instant } from '@devpulse/domain/time/instant';
import { localDayOf } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { OrganizationDirectory } from '../../platform/organization-directory.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { isOwnerlessFault, onlyOwnerStays } from '../refusals.ts';

/** Ends somebody's membership and has the running day counted without them. */
export async function endMembership(tenant: Tenant, ending: { userId: string; now: Instant }): Promise<void> {
  await removeMembership(tenant, ending);
  const settings = await readOrganizationSettings(tenant.transaction, tenant.organizationId);
  if (settings === null) return;
  const today = localDayOf(ending.now, settings.calendar.zone);
  await markDirty(tenant.transaction, tenant.organizationId, { days: [today], receivedAt: null });
}

/** How a member goes by their own will: by leaving, or by deleting what is held about them. */
@Injectable()
export class DepartureService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #directory: OrganizationDirectory;
  readonly #recomputation: Recomputation;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    directory: OrganizationDirectory,
    recomputation: Recomputation,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#directory = directory;
    this.#recomputation = recomputation;
  }

  /** Throws AppError('conflict') for the only Owner. */
  async leave(member: Member): Promise<void> {
    await this.#depart(member, 'member.left', async () => undefined);
  }

  /** Leaves, and is unlinked from everything that stays. Throws AppError('conflict') for the only Owner. */
  async deleteRecord(member: Member): Promise<void> {
    await this.#depart(member, 'member.record_deleted', (tenant) => unlinkPerson(tenant, member.userId));
  }

  async #depart(
    member: Member,
    action: OrganizationAuditAction,
    before: (tenant: Tenant) => Promise<void>,
  ): Promise<void> {
    const { organizationId, userId, slug } = member;
    const now = this.#now();
    try {
      await inOrganization(
        this.#database,
        organizationId,
        async (tenant) => {
          await before(tenant);
          await endMembership(tenant, { userId, now });
          await recordAudit(tenant.transaction, {
            organizationId,
            actorUserId: userId,
            subjectUserId: userId,
            action,
            at: now,
          });
        },
        { identity: true },
      );
    } catch (error) {
      throw isOwnerlessFault(error) ? onlyOwnerStays() : error;
    }
    this.#reader.forgetPerson(userId);
    this.#directory.forget(slug);
    this.#recomputation.ofDays(organizationId);
  }
}
