import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import { issueOneTimeToken, useOneTimeToken } from '@devpulse/database/access/one-time-tokens';
import { findPerson, readSecondFactors, type SecondFactors } from '@devpulse/database/access/persons';
import type { Transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { SessionStarter, type SignInMethod } from '../sessions/session-starter.ts';

const CHALLENGE_MS = 10 * 60_000;

/** A passkey verifies its person itself, and single sign-on is the organization's own affair; the others are one factor. */
const SINGLE_FACTOR: readonly SignInMethod[] = ['pwd', 'ghb'];

/** What follows once somebody has proved who they are: a session, or the question for a second factor. */
@Injectable()
export class SignInCompletion {
  readonly #now: () => number;
  readonly #starter: SessionStarter;

  constructor(parts: ProcessParts, starter: SessionStarter) {
    this.#now = parts.now;
    this.#starter = starter;
  }

  /** Inside a transaction of identity work. Throws `signInRefused()` for a disabled person. */
  async complete(
    tx: Transaction,
    { userId, method, origin }: { userId: string; method: SignInMethod; origin: RequestOrigin },
  ): Promise<SignInResult> {
    await requireEnabled(tx, userId);
    const methods = SINGLE_FACTOR.includes(method) ? methodsOf(await readSecondFactors(tx, userId)) : [];
    if (methods.length === 0) {
      const session = await this.#starter.begin(tx, { userId, kind: 'web', methods: [method], origin });
      return { session, challenge: null };
    }
    const token = newSecret();
    const expiresAt = this.#now() + CHALLENGE_MS;
    await issueOneTimeToken(tx, {
      tokenSha256: hashSecret(token),
      purpose: 'sign_in_challenge',
      userId,
      data: { method },
      expiresAt,
    });
    return { session: null, challenge: { token, methods, expiresAt: formatInstant(expiresAt) } };
  }

  /**
   * Uses a challenge up and begins the session, once its second factor was found right. Throws AppError('unauthorized') for one
   * that is unknown, used or over.
   */
  async passChallenge(
    tx: Transaction,
    { challenge, method, origin }: { challenge: string; method: SignInMethod; origin: RequestOrigin },
  ): Promise<SignInResult> {
    const used = await useOneTimeToken(tx, {
      tokenSha256: hashSecret(challenge),
      purpose: 'sign_in_challenge',
      now: this.#now(),
    });
    if (used === null || used.userId === null) throw challengeIsOver();
    await requireEnabled(tx, used.userId);
    const session = await this.#starter.begin(tx, {
      userId: used.userId,
      kind: 'web',
      methods: [used.data.method as SignInMethod, method],
      origin,
    });
    return { session, challenge: null };
  }
}

async function requireEnabled(tx: Transaction, userId: string): Promise<void> {
  const person = await findPerson(tx, userId);
  if (person === null || person.disabledAt !== null) throw signInRefused();
}

/** The one answer to a wrong password, an unknown address, a person without a password and a disabled one. */
export function signInRefused(): AppError {
  return new AppError('unauthorized', 'This sign-in is not right.', {
    remedy: 'Check e-mail and password, or choose a new password by mail.',
  });
}

export function challengeIsOver(): AppError {
  return new AppError('unauthorized', 'This sign-in has run out, or was completed already.', {
    field: 'body.challenge',
    remedy: 'Begin the sign-in anew.',
  });
}

function methodsOf(factors: SecondFactors): ('totp' | 'recovery_code' | 'passkey')[] {
  const { hasTotp, hasRecoveryCode, hasPasskey } = factors;
  return [
    ...(hasTotp ? (['totp'] as const) : []),
    ...(hasPasskey ? (['passkey'] as const) : []),
    ...(hasRecoveryCode && (hasTotp || hasPasskey) ? (['recovery_code'] as const) : []),
  ];
}
