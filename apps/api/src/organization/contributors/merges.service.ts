import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { mergeContributor, splitAccount } from '@devpulse/database/organization/contributor-merges';
import { declineSuggestion, lockContributors } from '@devpulse/database/organization/contributors';
import { requestRefold } from '@devpulse/database/projection/refolds';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { mergeSubject } from '@devpulse/domain/delivery/merge-suggestions';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchPerson } from '../refusals.ts';

/**
 * Makes one person of two, and two of one again. Whose a review is decides whether it counts, so every pull request is folded again and
 * every day summed up anew.
 */
@Injectable()
export class MergesService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #recomputation: Recomputation;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    recomputation: Recomputation,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#recomputation = recomputation;
  }

  /** Throws AppError: `not_found` for either, `conflict` for one and the same, a bot, and two members. */
  async merge(member: Member, { from, into }: { from: string; into: string }): Promise<void> {
    const userId = await inOrganization(this.#database, member.organizationId, async (tenant) => {
      const [goes, stays] = await lockBoth(tenant, { from, into });
      if (goes.isBot || stays.isBot) {
        throw new AppError('conflict', 'A bot is no person.', { field: 'body.into' });
      }
      if (goes.memberId !== null && stays.memberId !== null && goes.memberId !== stays.memberId) {
        throw new AppError('conflict', 'Both are linked to a member, and two members are two people.', {
          field: 'body.into',
          remedy: 'Take one of the links away first.',
        });
      }
      const memberId = stays.memberId ?? goes.memberId;
      await mergeContributor(tenant, { from, into, userId: memberId });
      await requestRefold(tenant);
      await this.#audit(tenant, member, { action: 'contributor.merged', id: into, memberId, other: from });
      return memberId;
    });
    this.#tell(member, userId);
  }

  /** Answers the new contributor. Throws AppError: `not_found` for either, `conflict` for an account that cannot be taken out. */
  async split(member: Member, { from, accountId }: { from: string; accountId: string }): Promise<string> {
    const { id, userId } = await inOrganization(this.#database, member.organizationId, async (tenant) => {
      const [contributor] = await lockContributors(tenant, [from]);
      if (contributor === undefined) throw noSuchPerson('path.contributor');
      const { memberId, accountIds } = contributor;
      if (!accountIds.includes(accountId)) {
        throw new AppError('not_found', 'The contributor has no such account.', { field: 'body.accountId' });
      }
      const split = accountIds.length < 2 ? null : await splitAccount(tenant, { accountId, from });
      if (split === null) {
        throw new AppError('conflict', 'This account is the one that the contributor was made from.', {
          field: 'body.accountId',
          remedy: 'Take the other accounts out.',
        });
      }
      await requestRefold(tenant);
      // Whoever takes two apart need not be told again that they look alike.
      await declineSuggestion(tenant, {
        subject: mergeSubject(from, split),
        userId: member.userId,
        now: this.#now(),
      });
      await this.#audit(tenant, member, { action: 'contributor.split', id: from, memberId, other: split });
      return { id: split, userId: memberId };
    });
    this.#tell(member, userId);
    return id;
  }

  async #audit(
    tenant: Tenant,
    member: Member,
    done: { action: OrganizationAuditAction; id: string; memberId: string | null; other: string },
  ): Promise<void> {
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: member.userId,
      subjectUserId: done.memberId,
      action: done.action,
      target: done.id,
      detail: { contributorId: done.other },
      at: this.#now(),
    });
  }

  #tell(member: Member, userId: string | null): void {
    if (userId !== null) this.#reader.forgetPerson(userId);
    this.#recomputation.ofFacts(member.organizationId);
  }
}

async function lockBoth(tenant: Tenant, { from, into }: { from: string; into: string }) {
  const held = await lockContributors(tenant, [from, into]);
  const goes = held.find(({ id }) => id === from);
  const stays = held.find(({ id }) => id === into);
  if (goes === undefined) throw noSuchPerson('path.contributor');
  if (stays === undefined) throw noSuchPerson('body.into');
  if (goes === stays) {
    throw new AppError('conflict', 'These are one contributor already.', { field: 'body.into' });
  }
  return [goes, stays] as const;
}
