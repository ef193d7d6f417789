import { recordAudit } from '@devpulse/database/access/audit';
import {
  findInvitationBySecret,
  findOrganizationName,
  type InvitationBySecret,
  isMember,
  joinOrganization,
  useInvitation,
  withinInvitation,
} from '@devpulse/database/access/invitation-secrets';
import { findPerson } from '@devpulse/database/access/persons';
import type { Transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';

export type OpenInvitation = Pick<
  InvitationBySecret,
  'id' | 'organizationId' | 'email' | 'role' | 'invitedBy'
> & {
  organizationName: string;
  organization: string;
};

/** Turns an invitation into a membership. Works inside a transaction of identity work, which it stays. */
@Injectable()
export class InvitationAcceptance {
  readonly #now: () => number;

  constructor(parts: ProcessParts) {
    this.#now = parts.now;
  }

  /** What is invited to; null when the secret is unknown, used, withdrawn or over: nobody can tell which. */
  async find(tx: Transaction, tokenSha256: Buffer): Promise<OpenInvitation | null> {
    const invitation = await findInvitationBySecret(tx, tokenSha256, this.#now());
    if (invitation === null || !invitation.isOpen) return null;
    const found = await withinInvitation(tx, invitation, findOrganizationName);
    if (found === null) return null;
    const { id, organizationId, email, role, invitedBy } = invitation;
    return {
      id,
      organizationId,
      email,
      role,
      invitedBy,
      organizationName: found.name,
      organization: found.slug,
    };
  }

  /**
   * Accepts for a person whose verified address is the invited one, once. Answers the organization's slug; call
   * `AccessReader.forgetPerson` after the commit. Throws AppError: not_found, forbidden for somebody else's invitation,
   * conflict for a member.
   */
  async accept(
    tx: Transaction,
    { tokenSha256, userId }: { tokenSha256: Buffer; userId: string },
  ): Promise<{ organizationId: string; organization: string }> {
    const now = this.#now();
    const invitation = await findInvitationBySecret(tx, tokenSha256, now);
    if (invitation === null) throw invitationIsOver();
    const person = await findPerson(tx, userId);
    const isTheirs = person?.emailVerifiedAt != null && person.email === invitation.email;
    if (!invitation.isOpen && !isTheirs) throw invitationIsOver();
    if (!isTheirs) throw notYours();
    return withinInvitation(tx, invitation, async (tenant) => {
      const { id, organizationId, role, teamIds } = invitation;
      const found = await findOrganizationName(tenant);
      if (await isMember(tenant, userId)) throw alreadyMember(found?.name ?? 'this organization');
      if (found === null || !(await useInvitation(tenant, { id, now }))) throw invitationIsOver();
      if (!(await joinOrganization(tenant, { userId, role, teamIds, now }))) throw alreadyMember(found.name);
      await recordAudit(tx, {
        organizationId,
        actorUserId: userId,
        subjectUserId: userId,
        action: 'member.joined',
        target: id,
        detail: { role },
        at: now,
      });
      return { organizationId, organization: found.slug };
    });
  }
}

export function invitationIsOver(): AppError {
  return new AppError('not_found', 'This invitation is not good any more.', {
    field: 'body.token',
    remedy: 'Ask whoever invited you for a new one.',
  });
}

function notYours(): AppError {
  return new AppError('forbidden', 'This invitation was sent to another address than yours.', {
    field: 'body.token',
    remedy: 'Sign in with the account of the invited address, or verify that address for this account.',
  });
}

function alreadyMember(organization: string): AppError {
  return new AppError('conflict', `You belong to ${organization} already.`, {
    remedy: 'Open it; there is nothing to accept.',
  });
}
