import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { exchangeOwnership, lockMember } from '@devpulse/database/organization/members';
import { inOrganization } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { Announcements } from '../announcements.ts';
import { noSuchMember } from '../refusals.ts';

@Injectable()
export class OwnershipService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #announcements: Announcements;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    announcements: Announcements,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#announcements = announcements;
  }

  /** Throws AppError: `not_found` for a person who is no member, `conflict` when the caller is no Owner any more or names themselves. */
  async transfer(member: Member, to: string): Promise<void> {
    const { organizationId, userId: from } = member;
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      if ((await lockMember(tenant, from)) !== 'owner') {
        throw new AppError('conflict', 'The ownership has been transferred already.');
      }
      if (to === from) {
        throw new AppError('conflict', 'You are the Owner already.', { field: 'body.userId' });
      }
      if ((await lockMember(tenant, to)) === null) throw noSuchMember('body.userId');
      await exchangeOwnership(tenant, { from, to, now });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: from,
        subjectUserId: to,
        action: 'ownership.transferred',
        target: to,
        at: now,
      });
      await this.#announcements.write(tenant, { kind: 'ownership_transferred', actorUserId: from });
    });
    this.#reader.forgetPerson(from);
    this.#reader.forgetPerson(to);
  }
}
