import { recordAudit } from '@devpulse/database/access/audit';
import { voidOneTimeTokens } from '@devpulse/database/access/one-time-tokens';
import { findPasswordHash, setPasswordHash } from '@devpulse/database/access/passwords';
import { findPerson, type PersonRow } from '@devpulse/database/access/persons';
import { revokeSessions } from '@devpulse/database/access/sessions';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller, RequestOrigin } from '../../platform/access/caller.ts';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { passwordChangedLetter } from '../mails/letters.ts';
import { PasswordChecker } from '../passwords/password-checker.ts';
import { PasswordRules } from '../passwords/password-rules.ts';
import { networkKey } from '../throttle/network-key.ts';
import { type Count, Throttle } from '../throttle/throttle.ts';
import { noSuchAccount } from './no-such-account.ts';

type Given = { currentPassword?: string | undefined; password: string };

/** Changes a password whose owner knows it, or sets the first one. */
@Injectable()
export class PasswordChange {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #passwords: PasswordChecker;
  readonly #rules: PasswordRules;
  readonly #throttle: Throttle;
  readonly #reader: AccessReader;
  readonly #post: PostOffice;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    passwords: PasswordChecker,
    rules: PasswordRules,
    throttle: Throttle,
    reader: AccessReader,
    post: PostOffice,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#passwords = passwords;
    this.#rules = rules;
    this.#throttle = throttle;
    this.#reader = reader;
    this.#post = post;
  }

  /** Ends every other session of the person. */
  async change(caller: Caller, given: Given, origin: RequestOrigin): Promise<void> {
    const { person, passwordHash } = await transaction(this.#database, { identity: true }, async (tx) => ({
      person: await findPerson(tx, caller.userId),
      passwordHash: await findPasswordHash(tx, caller.userId),
    }));
    if (person === null) throw noSuchAccount();
    if (passwordHash !== null) await this.#requireCurrent(person, { ...given, passwordHash }, origin);
    await this.#rules.require(given.password, person);
    const hash = await this.#passwords.hash(given.password);
    const { ended, mailId } = await this.#store(caller, { hash, email: person.email });
    for (const sessionId of ended) this.#reader.forgetSession(sessionId);
    this.#post.send(mailId);
  }

  async #requireCurrent(
    { id }: PersonRow,
    { currentPassword, passwordHash }: Given & { passwordHash: string },
    origin: RequestOrigin,
  ): Promise<void> {
    const tries: Count = { rule: 'sign_in_account', of: `${id}|${networkKey(origin.ipAddress)}` };
    await this.#throttle.take(tries);
    if (currentPassword === undefined || !(await this.#passwords.verify(passwordHash, currentPassword))) {
      throw new AppError('invalid_request', 'This is not your present password.', {
        field: 'body.currentPassword',
        remedy: 'Give the password that you sign in with, or choose a new one by mail.',
      });
    }
    await this.#throttle.forgive({ forget: [tries] });
  }

  async #store(
    { userId, sessionId }: Caller,
    { hash, email }: { hash: string; email: string },
  ): Promise<{ ended: string[]; mailId: string }> {
    const now = this.#parts.now();
    const url = `${this.#parts.environment.PUBLIC_URL}/account/security`;
    return transaction(this.#database, { identity: true }, async (tx) => {
      await setPasswordHash(tx, { userId, hash, now });
      await voidOneTimeTokens(tx, userId, 'password_reset');
      await voidOneTimeTokens(tx, userId, 'sign_in_challenge');
      const ended = await revokeSessions(tx, {
        userId,
        except: sessionId,
        reason: 'password_changed',
        now,
      });
      await recordAudit(tx, {
        organizationId: null,
        actorUserId: userId,
        subjectUserId: userId,
        action: 'password.changed',
        detail: { endedSessions: ended.length },
        at: now,
      });
      return { ended, mailId: await this.#post.write(tx, { to: email, ...passwordChangedLetter({ url }) }) };
    });
  }
}
