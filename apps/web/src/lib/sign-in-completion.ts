import { signOut } from '@devpulse/contracts/auth/sign-in';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import { redirect } from 'next/navigation';
import { apiClient } from './api-call.ts';
import { dropFlow, keepFlow } from './flow-cookie.ts';
import { safeNext } from './next-address.ts';
import { dropSession, keepSession, readSessionCookie } from './session-cookie.ts';
import { findToken } from './session-tokens.ts';

/**
 * Goes on after a step of signing in: to `next` with a session of its own, or to the second factor. A session that this browser
 * still had is ended; nothing of it lives on. In server actions and route handlers.
 */
export async function completeSignIn({ session, challenge }: SignInResult, next: string): Promise<never> {
  if (session) {
    await endSession();
    await keepSession(session, Date.now());
    await dropFlow();
    redirect(safeNext(next));
  }
  if (challenge === null) throw new Error('A sign-in without a session has a challenge');
  await keepFlow({
    kind: 'challenge',
    token: challenge.token,
    methods: challenge.methods,
    next: safeNext(next),
  });
  redirect('/sign-in/factor');
}

/** Ends the session of this browser, in the API as far as that answers, and here in any case. */
export async function endSession(): Promise<void> {
  const refreshToken = await readSessionCookie();
  if (refreshToken === undefined) return;
  const token = findToken(refreshToken, Date.now());
  if (token) {
    const call = await apiClient(token.accessToken);
    await call(signOut, {}).catch(() => null);
  }
  await dropSession();
}
