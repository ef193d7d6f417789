import { forgetOtherWaysIn, verifyAddress } from '@devpulse/database/access/account';
import { recordAudit } from '@devpulse/database/access/audit';
import {
  findOneTimeToken,
  issueOneTimeToken,
  useOneTimeToken,
  voidOneTimeTokens,
} from '@devpulse/database/access/one-time-tokens';
import { setPasswordHash } from '@devpulse/database/access/passwords';
import { findPerson, findPersonByEmail, type PersonRow } from '@devpulse/database/access/persons';
import { revokeSessions } from '@devpulse/database/access/sessions';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { Afterwards } from '../afterwards.ts';
import { passwordChangedLetter, passwordResetLetter } from '../mails/letters.ts';
import { PasswordChecker } from '../passwords/password-checker.ts';
import { PasswordRules } from '../passwords/password-rules.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { linkIsOver } from './link-is-over.ts';

const MINUTES_VALID = 30;

/** A new password for somebody who has none at hand, by a mailed link. */
@Injectable()
export class RecoveryService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #post: PostOffice;
  readonly #reader: AccessReader;
  readonly #throttle: Throttle;
  readonly #afterwards: Afterwards;
  readonly #passwords: PasswordChecker;
  readonly #rules: PasswordRules;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    post: PostOffice,
    reader: AccessReader,
    throttle: Throttle,
    afterwards: Afterwards,
    passwords: PasswordChecker,
    rules: PasswordRules,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#post = post;
    this.#reader = reader;
    this.#throttle = throttle;
    this.#afterwards = afterwards;
    this.#passwords = passwords;
    this.#rules = rules;
  }

  /** Resolves before anybody knows whether the address has an account. Beyond three an hour, an address gets no further mail. */
  async request(email: string, origin: RequestOrigin): Promise<void> {
    await this.#throttle.take({ rule: 'mail_address', of: networkKey(origin.ipAddress) });
    try {
      await this.#throttle.take({ rule: 'mail_recipient', of: email });
    } catch (error) {
      if (error instanceof AppError && error.code === 'rate_limited') return;
      throw error;
    }
    this.#afterwards.add({ name: 'mail a link for a new password', run: () => this.#mailLink(email) });
  }

  /** Throws AppError('not_found') for a link that is unknown, used or over: nobody can tell which. */
  async reset(given: { token: string; password: string }, origin: RequestOrigin): Promise<void> {
    const tokenSha256 = hashSecret(given.token);
    const person = await transaction(this.#database, { identity: true }, (tx) =>
      this.#personOf(tx, tokenSha256),
    );
    if (person === null) {
      await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
      throw linkIsOver();
    }
    await this.#rules.require(given.password, person);
    const hash = await this.#passwords.hash(given.password);
    const mailId = await transaction(this.#database, { identity: true }, (tx) =>
      this.#store(tx, { tokenSha256, hash }),
    );
    this.#reader.forgetPerson(person.id);
    this.#post.send(mailId);
  }

  async #mailLink(email: string): Promise<void> {
    const token = newSecret();
    const mailId = await transaction(this.#database, { identity: true }, async (tx) => {
      const person = await findPersonByEmail(tx, email);
      if (person === null || person.disabledAt !== null) return null;
      await voidOneTimeTokens(tx, person.id, 'password_reset');
      await issueOneTimeToken(tx, {
        tokenSha256: hashSecret(token),
        purpose: 'password_reset',
        userId: person.id,
        expiresAt: this.#parts.now() + MINUTES_VALID * 60_000,
      });
      const link = `${this.#parts.environment.PUBLIC_URL}/sign-in/reset?token=${token}`;
      return this.#post.write(tx, { to: email, ...passwordResetLetter({ link, minutes: MINUTES_VALID }) });
    });
    if (mailId !== null) this.#post.send(mailId);
  }

  /** Whom a link is for, while it is good. */
  async #personOf(tx: Transaction, tokenSha256: Buffer): Promise<PersonRow | null> {
    const token = await findOneTimeToken(tx, { tokenSha256, purpose: 'password_reset' });
    const isGood = token !== null && token.usedAt === null && token.expiresAt > this.#parts.now();
    const person = isGood && token.userId !== null ? await findPerson(tx, token.userId) : null;
    return person?.disabledAt === null ? person : null;
  }

  /** The link came by mail, so the address is theirs from now on; until then somebody else may have made the other ways in. */
  async #store(
    tx: Transaction,
    { tokenSha256, hash }: { tokenSha256: Buffer; hash: string },
  ): Promise<string> {
    const now = this.#parts.now();
    const person = await this.#personOf(tx, tokenSha256);
    const used = await useOneTimeToken(tx, { tokenSha256, purpose: 'password_reset', now });
    if (person === null || used === null) throw linkIsOver();
    const { id: userId, email } = person;
    if (person.emailVerifiedAt === null) await forgetOtherWaysIn(tx, userId);
    await verifyAddress(tx, { userId, email, now });
    await setPasswordHash(tx, { userId, hash, now });
    await voidOneTimeTokens(tx, userId, 'sign_in_challenge');
    const ended = await revokeSessions(tx, { userId, reason: 'password_reset', now });
    await recordAudit(tx, {
      organizationId: null,
      actorUserId: userId,
      subjectUserId: userId,
      action: 'password.reset',
      detail: { endedSessions: ended.length },
      at: now,
    });
    const url = `${this.#parts.environment.PUBLIC_URL}/account/security`;
    return this.#post.write(tx, { to: email, ...passwordChangedLetter({ url }) });
  }
}
