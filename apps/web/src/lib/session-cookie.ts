import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import { cookies } from 'next/headers';
import { forgetToken, rememberToken } from './session-tokens.ts';

const NAME = '__Host-dp_rt';
const RULES = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const;

/** The refresh token of the browser that asks; undefined when it is signed out. */
export async function readSessionCookie(): Promise<string | undefined> {
  const value = (await cookies()).get(NAME)?.value;
  return value !== undefined && /^[\w.-]{16,400}$/.test(value) ? value : undefined;
}

/** The browser gets the refresh token where its scripts cannot read it; the access token stays in this process. */
export async function keepSession(tokens: SessionTokens, now: number): Promise<void> {
  rememberToken(tokens, now);
  (await cookies()).set(sessionCookie(tokens));
}

/** The cookie of a session, for an answer. */
export function sessionCookie({ refreshToken, refreshExpiresAt }: SessionTokens) {
  return { ...RULES, name: NAME, value: refreshToken, expires: new Date(refreshExpiresAt) };
}

export async function dropSession(): Promise<void> {
  const token = await readSessionCookie();
  if (token !== undefined) forgetToken(token);
  (await cookies()).set(NAME, '', { ...RULES, maxAge: 0 });
}
