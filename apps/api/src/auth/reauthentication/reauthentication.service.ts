import type { reauthenticate } from '@devpulse/contracts/auth/sign-in';
import type { RouteBody } from '@devpulse/contracts/route';
import { findPasswordHash } from '@devpulse/database/access/passwords';
import { readSecondFactors } from '@devpulse/database/access/persons';
import { markAuthenticated } from '@devpulse/database/access/sessions';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller, RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { SecondFactorCheck } from '../factors/second-factor-check.ts';
import { SecurityRecord } from '../factors/security-record.ts';
import { type PasskeyAnswer, PasskeyCheck } from '../passkeys/passkey-check.ts';
import { PasswordChecker } from '../passwords/password-checker.ts';
import type { SignInMethod } from '../sessions/session-starter.ts';
import { type Count, Throttle } from '../throttle/throttle.ts';

type Given = RouteBody<typeof reauthenticate>;
/** Proves in the transaction that notes it who somebody is; null when what they gave is wrong. */
type Proof = (tx: Transaction) => Promise<{ method: SignInMethod; mailId: string | null } | null>;

/** Opens sensitive changes for five minutes. */
@Injectable()
export class ReauthenticationService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #passwords: PasswordChecker;
  readonly #codes: SecondFactorCheck;
  readonly #passkeys: PasskeyCheck;
  readonly #throttle: Throttle;
  readonly #record: SecurityRecord;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    passwords: PasswordChecker,
    codes: SecondFactorCheck,
    passkeys: PasskeyCheck,
    throttle: Throttle,
    record: SecurityRecord,
    reader: AccessReader,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#passwords = passwords;
    this.#codes = codes;
    this.#passkeys = passkeys;
    this.#throttle = throttle;
    this.#record = record;
    this.#reader = reader;
  }

  /** Answers when it was, in epoch milliseconds. Throws AppError('forbidden') for a factor that is wrong. */
  async reauthenticate(caller: Caller, given: Given, origin: RequestOrigin): Promise<number> {
    requireOne(given);
    const count: Count = { rule: 'second_factor', of: caller.userId };
    await this.#throttle.take(count);
    const proof = await this.#proofOf(caller, given, origin);
    const now = this.#now();
    const proved = await transaction(this.#database, { identity: true }, async (tx) => {
      const result = await proof(tx);
      if (result !== null) {
        await markAuthenticated(tx, { id: caller.sessionId, method: result.method, now });
      }
      return result;
    });
    if (proved === null) throw await this.#refusal(caller, fieldOf(given));
    await this.#throttle.forgive({ forget: [count] });
    this.#reader.forgetSession(caller.sessionId);
    if (proved.mailId !== null) this.#record.send(proved.mailId);
    return now;
  }

  async #proofOf(caller: Caller, given: Given, origin: RequestOrigin): Promise<Proof> {
    const { password, code, passkey } = given;
    if (passkey !== undefined) return this.#proofOfPasskey(caller, passkey, origin);
    if (password === undefined) return (tx) => this.#codes.use(tx, caller.userId, code ?? '');
    const isRight = await this.#passwords.isRight(caller.userId, password);
    return async () => (isRight ? { method: 'pwd', mailId: null } : null);
  }

  async #proofOfPasskey(caller: Caller, answer: PasskeyAnswer, origin: RequestOrigin): Promise<Proof> {
    const checked = await this.#passkeys.check(answer, origin);
    if (checked === null || checked.passkey.userId !== caller.userId) return async () => null;
    return async (tx) => ((await this.#passkeys.use(tx, checked)) ? { method: 'pky', mailId: null } : null);
  }

  /** 403 and never 401: the session is fine. */
  async #refusal(caller: Caller, field: string): Promise<AppError> {
    const hasAny = await transaction(this.#database, { identity: true }, async (tx) => {
      const { hasTotp, hasPasskey } = await readSecondFactors(tx, caller.userId);
      return hasTotp || hasPasskey || (await findPasswordHash(tx, caller.userId)) !== null;
    });
    return hasAny
      ? new AppError('forbidden', 'This is not right.', {
          field,
          remedy: 'Check it, or give another factor.',
        })
      : new AppError('forbidden', 'Your account has no password and no factor of its own.', {
          field,
          remedy: 'Sign out and sign in again; then repeat this within five minutes.',
        });
  }
}

function fieldOf({ password, passkey }: Given): string {
  if (passkey !== undefined) return 'body.passkey';
  return password === undefined ? 'body.code' : 'body.password';
}

function requireOne({ password, code, passkey }: Given): void {
  if ([password, code, passkey].filter((part) => part !== undefined).length === 1) return;
  throw new AppError('invalid_request', 'Give exactly one of password, code and passkey.', {
    field: 'body',
    remedy: 'Leave the others out.',
  });
}
