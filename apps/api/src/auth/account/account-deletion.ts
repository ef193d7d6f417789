import { recordAudit } from '@devpulse/database/access/audit';
import { forgetPersonEverywhere, listOwnedOrganizations } from '@devpulse/database/access/forget-person';
import { findPerson } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { enterOrganization } from '@devpulse/database/tenant';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller } from '../../platform/access/caller.ts';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { accountDeletedLetter } from '../mails/letters.ts';
import { noSuchAccount } from './no-such-account.ts';

/** Deletes persons at their own wish. */
@Injectable()
export class AccountDeletion {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;
  readonly #post: PostOffice;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    reader: AccessReader,
    post: PostOffice,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
    this.#post = post;
  }

  /** Throws AppError('conflict') for the Owner of an organization or of the instance. */
  async delete({ userId, isInstanceOwner }: Caller): Promise<void> {
    if (isInstanceOwner) throw ownsInstance();
    const mailId = await transaction(this.#database, { identity: true, personId: userId }, (tx) =>
      this.#forget(tx, userId),
    ).catch((error: unknown) => {
      // An ownership that came while this was under way is refused at the commit.
      throw isOwnerlessFault(error) ? ownsOrganizations('an organization') : error;
    });
    this.#reader.forgetPerson(userId);
    this.#post.send(mailId);
  }

  async #forget(tx: Transaction, userId: string): Promise<string> {
    const now = this.#now();
    const person = await findPerson(tx, userId);
    if (person === null) throw noSuchAccount();
    if (person.isInstanceOwner) throw ownsInstance();
    const owned = await listOwnedOrganizations(tx, userId);
    if (owned.length > 0) throw ownsOrganizations(owned.map(({ name }) => `“${name}”`).join(', '));
    const left = await forgetPersonEverywhere(tx, { userId, email: person.email, now });
    for (const organizationId of left) {
      await enterOrganization(tx, organizationId);
      await recordAudit(tx, { organizationId, actorUserId: null, action: 'member.account_deleted', at: now });
    }
    return this.#post.write(tx, { to: person.email, ...accountDeletedLetter() });
  }
}

function ownsOrganizations(names: string): AppError {
  return new AppError('conflict', `You are the only Owner of ${names}.`, {
    remedy: 'Transfer the ownership or delete the organization first, then delete your account.',
  });
}

function ownsInstance(): AppError {
  return new AppError('conflict', 'You are the Owner of this instance.', {
    remedy: 'An instance keeps its Owner; the account goes when the instance’s database is deleted.',
  });
}

function isOwnerlessFault(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'membership_owner';
}
