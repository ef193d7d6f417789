import type {
  listContributors as listContributorsRoute,
  updateContributor,
} from '@devpulse/contracts/organization/contributors';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { takeOverBelongings } from '@devpulse/database/organization/contributor-merges';
import {
  type ContributorLink,
  findAccountContributor,
  listContributors,
  listUnclaimedEmails,
  lockCommitEmail,
  lockContributors,
  saveCommitEmailOwner,
  saveContributorMember,
  saveContributorName,
} from '@devpulse/database/organization/contributors';
import { lockMember } from '@devpulse/database/organization/members';
import { readSettings } from '@devpulse/database/organization/settings';
import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { OrganizationAuditAction } from '@devpulse/domain/access/audit-actions';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchMember, noSuchPerson } from '../refusals.ts';

const MOST_CONTRIBUTORS = 1000;
const MOST_EMAILS = 200;

type Update = RouteBody<typeof updateContributor> & { contributorId: string };

@Injectable()
export class ContributorsService {
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

  async list(member: Member): Promise<RouteResponse<typeof listContributorsRoute>> {
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const contributors = await listContributors(tenant, MOST_CONTRIBUTORS);
      const unclaimed = await listUnclaimedEmails(tenant, MOST_EMAILS);
      return {
        ...contributors,
        unclaimedEmails: unclaimed.items.map((address) => ({
          ...address,
          lastSeenAt: formatInstant(address.lastSeenAt),
        })),
        unclaimedTotal: unclaimed.total,
      };
    });
  }

  /**
   * Throws AppError: `not_found` for contributor or member, `conflict` for a bot, for one who is linked to another member, and for a member
   * who is linked to another contributor.
   */
  async update(member: Member, { contributorId, displayName, memberId }: Update): Promise<void> {
    const changed = await inOrganization(
      this.#database,
      member.organizationId,
      async (tenant) => {
        // Whoever links a person holds their membership first, as those do who put them into a team.
        if (memberId != null && (await lockMember(tenant, memberId)) === null) {
          throw noSuchMember('body.memberId');
        }
        const [contributor] = await lockContributors(tenant, [contributorId]);
        if (contributor === undefined) throw noSuchPerson('path.contributor');
        if (displayName !== undefined) {
          await saveContributorName(tenant, { contributorId, displayName });
          await this.#audit(tenant, member, { action: 'contributor.renamed', contributor });
        }
        if (memberId === undefined || memberId === contributor.memberId) return [];
        await (memberId === null
          ? this.#unlink(tenant, member, contributor)
          : this.#link(tenant, member, { contributor, memberId }));
        return [memberId, contributor.memberId].filter((id) => id !== null);
      },
      { identity: true },
    );
    for (const userId of changed) this.#reader.forgetPerson(userId);
    if (changed.length > 0) this.#recomputation.ofDays(member.organizationId);
  }

  /** Throws AppError: `not_found` for contributor or address, `conflict` for an address of another’s account. */
  async claim(member: Member, claim: { contributorId: string; email: string }): Promise<void> {
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      const [contributor] = await lockContributors(tenant, [claim.contributorId]);
      if (contributor === undefined) throw noSuchPerson('path.contributor');
      const address = await lockCommitEmail(tenant, claim.email);
      if (address === undefined) {
        throw new AppError('not_found', 'No commit was seen under this address.', { field: 'body.email' });
      }
      if (address.contributorId === contributor.id) return;
      if (address.contributorId !== null) {
        throw new AppError('conflict', 'This address is somebody else’s.', {
          field: 'body.email',
          remedy: 'Merge the two contributors if they are one person.',
        });
      }
      await saveCommitEmailOwner(tenant, claim);
      await this.#audit(tenant, member, { action: 'contributor.email_claimed', contributor });
    });
  }

  async #link(
    tenant: Tenant,
    member: Member,
    { contributor, memberId }: { contributor: ContributorLink; memberId: string },
  ): Promise<void> {
    if (contributor.isBot) {
      throw new AppError('conflict', 'A bot is no member.', { field: 'path.contributor' });
    }
    if (contributor.memberId !== null) {
      throw new AppError('conflict', 'This contributor is linked to another member.', {
        field: 'body.memberId',
        remedy: 'Take that link away first.',
      });
    }
    if ((await findAccountContributor(tenant, memberId)) !== null) {
      throw new AppError('conflict', 'This member is linked to another contributor.', {
        field: 'body.memberId',
        remedy: 'Merge the two contributors if they are one person.',
      });
    }
    await saveContributorMember(tenant, { contributorId: contributor.id, userId: memberId });
    const since = await takeOverBelongings(tenant, { userId: memberId, contributorId: contributor.id });
    await this.#audit(tenant, member, {
      action: 'contributor.linked',
      contributor: { ...contributor, memberId },
    });
    if (since === null) return;
    const { zone } = (await readSettings(tenant)).calendar;
    await markDaysSince(tenant.transaction, tenant.organizationId, { since, zone, now: this.#now() });
  }

  /** Somebody without an account is a contributor by being a member alone. */
  async #unlink(tenant: Tenant, member: Member, contributor: ContributorLink): Promise<void> {
    if (contributor.accountIds.length === 0) {
      throw new AppError('conflict', 'This member has no account on GitHub that could be unlinked.', {
        field: 'body.memberId',
      });
    }
    await saveContributorMember(tenant, { contributorId: contributor.id, userId: null });
    await this.#audit(tenant, member, { action: 'contributor.unlinked', contributor });
  }

  async #audit(
    tenant: Tenant,
    member: Member,
    done: { action: OrganizationAuditAction; contributor: Pick<ContributorLink, 'id' | 'memberId'> },
  ): Promise<void> {
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: member.userId,
      subjectUserId: done.contributor.memberId,
      action: done.action,
      target: done.contributor.id,
      at: this.#now(),
    });
  }
}
