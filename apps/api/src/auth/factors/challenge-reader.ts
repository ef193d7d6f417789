import { findOneTimeToken } from '@devpulse/database/access/one-time-tokens';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { hashSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { challengeIsOver } from '../sign-in/sign-in-completion.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';

/** Says whose sign-in waits for a second factor, without using the challenge up. */
@Injectable()
export class ChallengeReader {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #throttle: Throttle;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, throttle: Throttle) {
    this.#now = parts.now;
    this.#database = database;
    this.#throttle = throttle;
  }

  /** Throws AppError('unauthorized') for a challenge that is unknown, used or over. */
  async userOf(challenge: string, origin: RequestOrigin): Promise<string> {
    const token = await transaction(this.#database, { identity: true }, (tx) =>
      findOneTimeToken(tx, { tokenSha256: hashSecret(challenge), purpose: 'sign_in_challenge' }),
    );
    const isOpen = token !== null && token.usedAt === null && token.expiresAt > this.#now();
    if (isOpen && token.userId !== null) return token.userId;
    await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
    throw challengeIsOver();
  }
}
