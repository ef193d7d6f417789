import { refreshSession } from '@devpulse/contracts/auth/sign-in';
import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import { ApiError } from '@devpulse/contracts/client';
import { callOpenly } from './api-call.ts';
import { sessionKey } from './session-tokens.ts';

export type Renewal = { tokens: SessionTokens } | { isEnded: boolean };

/** As long as the API answers a repeated refresh alike. */
const KEEP_MS = 10_000;
const RENEWALS = Symbol.for('devpulse.web.renewals');

/**
 * Exchanges the refresh token of a session, once at a time in this process: who asks meanwhile, or within ten seconds, gets the
 * same answer. `isEnded` is false when the API could not be asked.
 */
export async function renewSession(refreshToken: string): Promise<Renewal> {
  const shared = globalThis as typeof globalThis & { [RENEWALS]?: Map<string, Promise<Renewal>> };
  shared[RENEWALS] ??= new Map();
  const renewals = shared[RENEWALS];
  const key = sessionKey(refreshToken);
  const known = renewals.get(key);
  if (known) return known;
  const renewal = exchange(refreshToken);
  renewals.set(key, renewal);
  const outcome = await renewal;
  setTimeout(() => renewals.delete(key), 'tokens' in outcome ? KEEP_MS : 0).unref();
  return outcome;
}

async function exchange(refreshToken: string): Promise<Renewal> {
  try {
    return { tokens: await callOpenly(refreshSession, { body: { refreshToken } }) };
  } catch (error) {
    if (error instanceof ApiError) return { isEnded: [400, 401].includes(error.problem.status) };
    throw error;
  }
}
