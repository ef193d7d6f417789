import type { startPasskeySignIn } from '@devpulse/contracts/auth/sign-in';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { ChallengeReader } from '../factors/challenge-reader.ts';
import { SignInCompletion } from '../sign-in/sign-in-completion.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { type PasskeyAnswer, PasskeyCheck } from './passkey-check.ts';

/** Signing in with a passkey, alone or as the second factor. */
@Injectable()
export class PasskeySignInService {
  readonly #database: Database;
  readonly #challenges: ChallengeReader;
  readonly #check: PasskeyCheck;
  readonly #completion: SignInCompletion;
  readonly #throttle: Throttle;

  constructor(
    @Inject(APP_DATABASE) database: Database,
    challenges: ChallengeReader,
    check: PasskeyCheck,
    completion: SignInCompletion,
    throttle: Throttle,
  ) {
    this.#database = database;
    this.#challenges = challenges;
    this.#check = check;
    this.#completion = completion;
    this.#throttle = throttle;
  }

  async start(
    challenge: string | null,
    origin: RequestOrigin,
  ): Promise<RouteResponse<typeof startPasskeySignIn>> {
    await this.#throttle.take({ rule: 'flow_address', of: networkKey(origin.ipAddress) });
    if (challenge === null) return this.#check.ask(null);
    return this.#check.ask({ challenge, userId: await this.#challenges.userOf(challenge, origin) });
  }

  async finish(answer: PasskeyAnswer, origin: RequestOrigin): Promise<SignInResult> {
    const checked = await this.#check.check(answer, origin);
    if (checked === null) throw passkeyRefused();
    const { passkey, challenge } = checked;
    return transaction(this.#database, { identity: true }, async (tx) => {
      if (!(await this.#check.use(tx, checked))) throw passkeyRefused();
      return challenge === null
        ? this.#completion.complete(tx, { userId: passkey.userId, method: 'pky', origin })
        : this.#completion.passChallenge(tx, { challenge, method: 'pky', origin });
    });
  }
}

function passkeyRefused(): AppError {
  return new AppError('unauthorized', 'This passkey was not accepted.', {
    field: 'body.credential',
    remedy: 'Try again; if it is refused again, sign in another way and look through your passkeys.',
  });
}
