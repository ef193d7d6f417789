import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import { recordAudit } from '@devpulse/database/access/audit';
import { findPersonByEmail } from '@devpulse/database/access/persons';
import { revokeSessions } from '@devpulse/database/access/sessions';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller, RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { Afterwards } from '../afterwards.ts';
import { PasswordChecker } from '../passwords/password-checker.ts';
import { networkKey } from '../throttle/network-key.ts';
import { type Count, Throttle } from '../throttle/throttle.ts';
import { SignInCompletion, signInRefused } from './sign-in-completion.ts';

type Given = { email: string; password: string };

/** Signing in with a password, and out. */
@Injectable()
export class SignInService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #passwords: PasswordChecker;
  readonly #completion: SignInCompletion;
  readonly #throttle: Throttle;
  readonly #reader: AccessReader;
  readonly #afterwards: Afterwards;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    passwords: PasswordChecker,
    completion: SignInCompletion,
    throttle: Throttle,
    reader: AccessReader,
    afterwards: Afterwards,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#passwords = passwords;
    this.#completion = completion;
    this.#throttle = throttle;
    this.#reader = reader;
    this.#afterwards = afterwards;
  }

  /** Unknown, passwordless and disabled persons cost the same work as a wrong password, and get the same answer. */
  signIn(given: Given, origin: RequestOrigin): Promise<SignInResult> {
    return this.#passwords.admit(() => this.#signIn(given, origin));
  }

  async #signIn({ email, password }: Given, origin: RequestOrigin): Promise<SignInResult> {
    const network = networkKey(origin.ipAddress);
    const account: Count = { rule: 'sign_in_account', of: `${email}|${network}` };
    const address: Count = { rule: 'sign_in_address', of: network };
    await this.#throttle.take(account, address);
    const person = await this.#withoutTry([account, address], async () => {
      const found = await transaction(this.#database, { identity: true }, (tx) =>
        findPersonByEmail(tx, email),
      );
      const isRight = await this.#passwords.verify(found?.passwordHash ?? null, password);
      return found === null ? null : { ...found, isRight };
    });
    if (person === null) throw signInRefused();
    if (!person.isRight || person.disabledAt !== null) {
      this.#noteFailure(person.id);
      throw signInRefused();
    }
    const result = await transaction(this.#database, { identity: true }, (tx) =>
      this.#completion.complete(tx, { userId: person.id, method: 'pwd', origin }),
    );
    await this.#throttle.forgive({ forget: [account], lower: [address] });
    return result;
  }

  async signOut(caller: Caller): Promise<void> {
    const { userId, sessionId } = caller;
    const now = this.#parts.now();
    await transaction(this.#database, { identity: true }, async (tx) => {
      await revokeSessions(tx, { userId, only: sessionId, reason: 'signed_out', now });
      await recordAudit(tx, {
        organizationId: null,
        actorUserId: userId,
        subjectUserId: userId,
        action: 'session.ended',
        target: sessionId,
        at: now,
      });
    });
    this.#reader.forgetSession(sessionId);
  }

  /** A try that could not be looked at, since something was away or too busy, is not counted. */
  async #withoutTry<T>(counts: Count[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.#throttle.forgive({ lower: counts });
      throw error;
    }
  }

  /** After the answer: a write more for persons who exist would be told by the time. */
  #noteFailure(userId: string): void {
    const at = this.#parts.now();
    this.#afterwards.add({
      name: 'note a failed sign-in',
      run: () =>
        transaction(this.#database, { identity: true }, (tx) =>
          recordAudit(tx, {
            organizationId: null,
            actorUserId: null,
            subjectUserId: userId,
            action: 'sign_in.failed',
            at,
          }),
        ),
    });
  }
}
