import { randomUUID } from 'node:crypto';
import type { setUpInstance } from '@devpulse/contracts/auth/set-up';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { RouteBody } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { markInstanceSetUp } from '@devpulse/database/access/instance';
import { setPasswordHash } from '@devpulse/database/access/passwords';
import { insertPerson } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { adoptAll } from '@devpulse/database/organization/adoption';
import { setScope, type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { PasswordChecker } from '../passwords/password-checker.ts';
import { PasswordRules } from '../passwords/password-rules.ts';
import { SignInCompletion } from '../sign-in/sign-in-completion.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { SetUpLink } from './set-up-link.ts';

type SetUp = RouteBody<typeof setUpInstance>;

/** Makes the first person the Owner of the instance, once. */
@Injectable()
export class SetUpService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #link: SetUpLink;
  readonly #throttle: Throttle;
  readonly #rules: PasswordRules;
  readonly #passwords: PasswordChecker;
  readonly #completion: SignInCompletion;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    link: SetUpLink,
    throttle: Throttle,
    rules: PasswordRules,
    passwords: PasswordChecker,
    completion: SignInCompletion,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#link = link;
    this.#throttle = throttle;
    this.#rules = rules;
    this.#passwords = passwords;
    this.#completion = completion;
  }

  async setUp(setUp: SetUp, origin: RequestOrigin): Promise<SignInResult> {
    if (!this.#link.isToken(setUp.token)) {
      await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
      throw new AppError('not_found', 'This is not the set-up link of this instance.', {
        field: 'body.token',
        remedy: 'Take the link that is printed when the instance starts.',
      });
    }
    await this.#rules.require(setUp.password, setUp);
    const hash = await this.#passwords.hash(setUp.password);
    return transaction(this.#database, { identity: true }, (tx) =>
      this.#store(tx, { ...setUp, hash, origin }),
    );
  }

  /** The row of the instance is locked first, so that of several at once one gets it. */
  async #store(
    tx: Transaction,
    { email, name, hash, origin }: SetUp & { hash: string; origin: RequestOrigin },
  ): Promise<SignInResult> {
    const now = this.#parts.now();
    if (!(await markInstanceSetUp(tx, now))) {
      throw new AppError('conflict', 'This instance has its Owner already.', { remedy: 'Sign in.' });
    }
    const userId = await insertPerson(tx, {
      id: randomUUID(),
      email,
      name,
      emailVerifiedAt: now,
      isInstanceOwner: true,
      now,
    });
    if (userId === null) {
      throw new AppError('conflict', 'Somebody has this address already.', { field: 'body.email' });
    }
    await setPasswordHash(tx, { userId, hash, now });
    await recordAudit(tx, {
      organizationId: null,
      actorUserId: userId,
      subjectUserId: userId,
      action: 'instance.set_up',
      at: now,
    });
    const result = await this.#completion.complete(tx, { userId, method: 'pwd', origin });
    await setScope(tx, { system: true });
    await adoptAll(tx);
    return result;
  }
}
