import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { SignInCompletion } from '../sign-in/sign-in-completion.ts';
import { type Count, Throttle } from '../throttle/throttle.ts';
import { ChallengeReader } from './challenge-reader.ts';
import { SecondFactorCheck } from './second-factor-check.ts';
import { SecurityRecord } from './security-record.ts';

/** Completes a sign-in with a code. */
@Injectable()
export class FactorSignInService {
  readonly #database: Database;
  readonly #challenges: ChallengeReader;
  readonly #check: SecondFactorCheck;
  readonly #completion: SignInCompletion;
  readonly #throttle: Throttle;
  readonly #record: SecurityRecord;

  constructor(
    @Inject(APP_DATABASE) database: Database,
    challenges: ChallengeReader,
    check: SecondFactorCheck,
    completion: SignInCompletion,
    throttle: Throttle,
    record: SecurityRecord,
  ) {
    this.#database = database;
    this.#challenges = challenges;
    this.#check = check;
    this.#completion = completion;
    this.#throttle = throttle;
    this.#record = record;
  }

  /** A wrong code leaves the challenge as it is; five in five minutes are what one person has, over all their challenges. */
  async signIn(given: { challenge: string; code: string }, origin: RequestOrigin): Promise<SignInResult> {
    const { challenge, code } = given;
    const userId = await this.#challenges.userOf(challenge, origin);
    const count: Count = { rule: 'second_factor', of: userId };
    await this.#throttle.take(count);
    const { result, mailId } = await transaction(this.#database, { identity: true }, async (tx) => {
      const used = await this.#check.use(tx, userId, code);
      if (used === null) throw wrongCode();
      const passed = await this.#completion.passChallenge(tx, { challenge, method: used.method, origin });
      return { result: passed, mailId: used.mailId };
    });
    await this.#throttle.forgive({ forget: [count] });
    if (mailId !== null) this.#record.send(mailId);
    return result;
  }
}

function wrongCode(): AppError {
  return new AppError('unauthorized', 'This code is not right, or was used before.', {
    field: 'body.code',
    remedy: 'Wait for the next code of the app, or give a recovery code that you have not used.',
  });
}
