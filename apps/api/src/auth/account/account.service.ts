import type { Account } from '@devpulse/contracts/account/profile';
import {
  type AccountRow,
  listOwnMemberships,
  type OwnMembershipRow,
  readAccount,
  renamePerson,
} from '@devpulse/database/access/account';
import { recordAudit } from '@devpulse/database/access/audit';
import { findPerson, type PersonRow } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { RECENT_FACTOR_MS } from '@devpulse/domain/access/capabilities';
import { secondFactorDue } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller, RequestOrigin } from '../../platform/access/caller.ts';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { AddressVerification } from '../recovery/address-verification.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { noSuchAccount } from './no-such-account.ts';

/** A person's own name and address. */
@Injectable()
export class AccountService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #addresses: AddressVerification;
  readonly #throttle: Throttle;
  readonly #post: PostOffice;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    addresses: AddressVerification,
    throttle: Throttle,
    post: PostOffice,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#addresses = addresses;
    this.#throttle = throttle;
    this.#post = post;
  }

  async read(caller: Caller): Promise<Account> {
    const { userId } = caller;
    const now = this.#now();
    return transaction(this.#database, { identity: true, personId: userId }, async (tx) => {
      const account = await readAccount(tx, userId, now);
      if (account === null) throw noSuchAccount();
      return arrange({ account, memberships: await listOwnMemberships(tx, userId), caller, now });
    });
  }

  async rename({ userId }: Caller, name: string): Promise<void> {
    await transaction(this.#database, { identity: true }, async (tx) => {
      await renamePerson(tx, userId, name);
      await recordAudit(tx, {
        organizationId: null,
        actorUserId: userId,
        subjectUserId: userId,
        action: 'account.renamed',
        at: this.#now(),
      });
    });
  }

  /** The answer is the same for an address that belongs to somebody else. */
  async changeEmail({ userId }: Caller, email: string, origin: RequestOrigin): Promise<void> {
    const person = await transaction(this.#database, { identity: true }, (tx) => findPerson(tx, userId));
    if (person === null) throw noSuchAccount();
    if (person.email === email && person.emailVerifiedAt !== null) {
      throw new AppError('invalid_request', 'This is your address already.', {
        field: 'body.email',
        remedy: 'Give another one.',
      });
    }
    await this.#throttle.take(
      { rule: 'mail_recipient', of: email },
      { rule: 'mail_address', of: networkKey(origin.ipAddress) },
    );
    this.#post.send(...(await this.#ask(person, email)));
  }

  async #ask(person: PersonRow, email: string): Promise<string[]> {
    const { id: userId } = person;
    return transaction(this.#database, { identity: true }, async (tx) => {
      if (person.email === email) return [await this.#addresses.askForOwn(tx, { userId, email })];
      await recordAudit(tx, {
        organizationId: null,
        actorUserId: userId,
        subjectUserId: userId,
        action: 'email.change_asked',
        at: this.#now(),
      });
      return this.#addresses.askForChange(tx, { userId, from: person.email, to: email });
    });
  }
}

function arrange(read: {
  account: AccountRow;
  memberships: OwnMembershipRow[];
  caller: Caller;
  now: number;
}): Account {
  const { account, memberships, caller, now } = read;
  const recentUntil = caller.authenticatedAt + RECENT_FACTOR_MS;
  const { hasSecondFactor, createdAt, ...shown } = account;
  return {
    ...shown,
    createdAt: formatInstant(createdAt),
    memberships: memberships.map(
      ({ organizationId: id, slug, name, role, roleSince, secondFactorPolicy }) => {
        const due = secondFactorDue({ role, roleSince, secondFactorPolicy, hasSecondFactor });
        return {
          organization: { id, slug, name },
          role,
          secondFactorPolicy,
          secondFactorDueAt: due === null ? null : formatInstant(due),
        };
      },
    ),
    session: {
      id: caller.sessionId,
      authenticatedAt: formatInstant(caller.authenticatedAt),
      isRecentUntil: recentUntil > now ? formatInstant(recentUntil) : null,
    },
  };
}
