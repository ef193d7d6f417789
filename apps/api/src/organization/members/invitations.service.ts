import { randomUUID } from 'node:crypto';
import type { Invitation, invite } from '@devpulse/contracts/organization/members';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import {
  insertInvitation,
  listInvitations,
  withdrawInvitation,
} from '@devpulse/database/organization/invitations';
import { findMemberName, isMemberAddress } from '@devpulse/database/organization/members';
import { readSettings } from '@devpulse/database/organization/settings';
import { findTeamIds } from '@devpulse/database/organization/teams';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { rolesGivenBy } from '@devpulse/domain/access/roles';
import { AppError } from '@devpulse/domain/errors';
import { INVITATION_MS } from '@devpulse/domain/organization/terms';
import { formatInstant } from '@devpulse/domain/time/instant';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Member } from '../../platform/access/caller.ts';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { invitationLetter } from '../letters.ts';
import { noSuchTeam } from '../refusals.ts';

type Wanted = RouteBody<typeof invite>;

@Injectable()
export class InvitationsService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #post: PostOffice;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, post: PostOffice) {
    this.#parts = parts;
    this.#database = database;
    this.#post = post;
  }

  async list(member: Member): Promise<z.output<typeof Invitation>[]> {
    const rows = await inOrganization(this.#database, member.organizationId, listInvitations);
    const now = this.#parts.now();
    return rows.map((row) => ({
      ...row,
      createdAt: formatInstant(row.createdAt),
      expiresAt: formatInstant(row.expiresAt),
      isExpired: row.expiresAt <= now,
    }));
  }

  /**
   * Mails an invitation; whether the address has an account is neither asked nor told. Throws AppError: `forbidden` for a role above the
   * caller's, `not_found` for a team, `conflict` for the address of a member.
   */
  async invite(member: Member, wanted: Wanted): Promise<RouteResponse<typeof invite>> {
    if (!rolesGivenBy(member.role).includes(wanted.role)) {
      throw new AppError('forbidden', 'Nobody invites to a role above their own.', {
        field: 'body.role',
        remedy: `Use one of: ${rolesGivenBy(member.role).join(', ')}.`,
      });
    }
    const secret = newSecret();
    const link = `${this.#parts.environment.PUBLIC_URL}/invitation?token=${secret}`;
    const { id, mailId } = await inOrganization(this.#database, member.organizationId, (tenant) =>
      this.#write(tenant, member, { ...wanted, secret, link }),
    );
    this.#post.send(mailId);
    return { id, link };
  }

  /** Throws AppError('not_found'), also for one that was accepted or withdrawn. */
  async withdraw(member: Member, id: string): Promise<void> {
    const { organizationId, userId } = member;
    const now = this.#parts.now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      if (!(await withdrawInvitation(tenant, { id, now }))) {
        throw new AppError('not_found', 'There is no such invitation.', { field: 'path.invitation' });
      }
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: 'invitation.withdrawn',
        target: id,
        at: now,
      });
    });
  }

  async #write(
    tenant: Tenant,
    member: Member,
    invitation: Wanted & { secret: string; link: string },
  ): Promise<{ id: string; mailId: string }> {
    const { email, role, teamIds, secret, link } = invitation;
    const id = randomUUID();
    const now = this.#parts.now();
    const expiresAt = now + INVITATION_MS;
    const wantedTeams = [...new Set(teamIds)];
    if ((await findTeamIds(tenant, wantedTeams)).length < wantedTeams.length)
      throw noSuchTeam('body.teamIds');
    if (await isMemberAddress(tenant, email)) {
      throw new AppError('conflict', 'Somebody with this address is a member already.', {
        field: 'body.email',
      });
    }
    const replaced = await insertInvitation(tenant, {
      id,
      tokenSha256: hashSecret(secret),
      email,
      role,
      teamIds: wantedTeams,
      invitedBy: member.userId,
      now,
      expiresAt,
    });
    await recordAudit(tenant.transaction, {
      organizationId: tenant.organizationId,
      actorUserId: member.userId,
      action: 'invitation.sent',
      target: id,
      detail: { role, teams: wantedTeams.length, isReplacement: replaced > 0 },
      at: now,
    });
    const { name: organization } = await readSettings(tenant);
    const actor = await findMemberName(tenant, member.userId);
    const letter = invitationLetter({ organization, actor, role, link, expiresAt });
    return { id, mailId: await this.#post.write(tenant.transaction, { ...letter, to: email }) };
  }
}
