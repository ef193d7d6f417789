import type { Member as MemberView } from '@devpulse/contracts/organization/members';
import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import { withdrawInvitationsBy } from '@devpulse/database/organization/invitations';
import {
  endTeamManagement,
  listMembers,
  lockMember,
  saveRole,
} from '@devpulse/database/organization/members';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { reachOf } from '@devpulse/domain/access/capabilities';
import { isAtMost, mayChangeRole, type Role } from '@devpulse/domain/access/roles';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { OrganizationDirectory } from '../../platform/organization-directory.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { Recomputation } from '../../platform/recomputation.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { noSuchMember } from '../refusals.ts';
import { endMembership } from './departure.service.ts';

@Injectable()
export class MembersService {
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

  async list(member: Member): Promise<MemberView[]> {
    const rows = await inOrganization(this.#database, member.organizationId, listMembers, { identity: true });
    return rows.map((row) => ({
      ...row,
      joinedAt: formatInstant(row.joinedAt),
      lastSeenAt: row.lastSeenAt === null ? null : formatInstant(row.lastSeenAt),
    }));
  }

  /** Throws AppError: `not_found`, and `forbidden` for a role above the caller's and for the Owner's. */
  async changeRole(member: Member, change: { userId: string; role: Role }): Promise<void> {
    const { organizationId } = member;
    const { userId, role } = change;
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      const from = await lockMember(tenant, userId);
      if (from === null) throw noSuchMember();
      if (!mayChangeRole(member.role, from, role)) throw roleOutOfReach(from);
      if (from === role) return;
      await saveRole(tenant, { userId, role, now });
      await endPowersOf(tenant, { userId, role, now });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: member.userId,
        subjectUserId: userId,
        action: 'member.role_changed',
        target: userId,
        detail: { from, to: role },
        at: now,
      });
    });
    this.#reader.forgetPerson(userId);
  }

  /** Throws AppError: `not_found`, and `forbidden` for the Owner. */
  async remove(member: Member, userId: string): Promise<void> {
    const { organizationId, slug } = member;
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      const role = await lockMember(tenant, userId);
      if (role === null) throw noSuchMember();
      if (role === 'owner' || !isAtMost(role, member.role)) throw roleOutOfReach(role);
      await withdrawInvitationsBy(tenant, { userId, now });
      await endMembership(tenant, { userId, now });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: member.userId,
        subjectUserId: userId,
        action: 'member.removed',
        target: userId,
        detail: { role },
        at: now,
      });
    });
    this.#reader.forgetPerson(userId);
    this.#directory.forget(slug);
    this.#recomputation.ofDays(organizationId);
  }
}

/** What came with the former role and does not go with the new one. */
async function endPowersOf(
  tenant: Tenant,
  member: { userId: string; role: Role; now: number },
): Promise<void> {
  if (member.role === 'developer') await endTeamManagement(tenant, member.userId);
  if (reachOf('manage_members', member.role) === 'none') await withdrawInvitationsBy(tenant, member);
}

function roleOutOfReach(held: Role): AppError {
  return held === 'owner'
    ? new AppError('forbidden', 'Nobody changes or removes an Owner.', {
        remedy: 'The Owner can transfer the ownership; then this is possible.',
      })
    : new AppError('forbidden', 'This role is above yours.', {
        remedy: 'Ask the Owner of the organization.',
      });
}
