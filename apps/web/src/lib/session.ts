import { AsyncLocalStorage } from 'node:async_hooks';
import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { withNext } from './next-address.ts';
import { dropSession, keepSession, readSessionCookie } from './session-cookie.ts';
import { renewSession } from './session-renewal.ts';
import { findToken, type LiveToken, rememberToken } from './session-tokens.ts';

/** Set by the proxy for every request: path and query of the page. */
const PATH_HEADER = 'x-devpulse-path';
const SCOPE = Symbol.for('devpulse.web.session-scope');

/** The page that is shown, or whose form was sent. */
export async function currentAddress(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/';
}

/** Inside `work`, a session is renewed in place, as a cookie can be set: for server actions and route handlers. */
export function inCookieScope<T>(work: () => Promise<T>): Promise<T> {
  return cookieScope().run(true, work);
}

/** A good access token of the session that asks; otherwise the person is led to get one, and to come back. */
export async function liveToken(): Promise<LiveToken> {
  const refreshToken = await readSessionCookie();
  if (refreshToken === undefined) redirect(withNext('/sign-in', await currentAddress()));
  return findToken(refreshToken, Date.now()) ?? (await renewedToken(refreshToken));
}

/** Another access token, whatever this process holds. Does not return where the session has ended. */
export async function renewedToken(refreshToken: string): Promise<LiveToken> {
  const here = await currentAddress();
  if (!canSetCookies()) redirect(withNext('/session/renew', here));
  const renewal = await renewSession(refreshToken);
  if (!('tokens' in renewal)) {
    if (!renewal.isEnded) redirect(withNext('/session/unavailable', here));
    await dropSession();
    redirect(withNext('/sign-in?ended=1', here));
  }
  const now = Date.now();
  await keepSession(renewal.tokens, now);
  const { accessToken, accessExpiresAt } = renewal.tokens;
  return { accessToken, issuedAt: now, expiresAt: Date.parse(accessExpiresAt) };
}

/**
 * New tokens where the session that asks has no good access token here; undefined where it has, or cannot be renewed. For the proxy, which
 * can set the cookie that a page being rendered cannot: a page that is read anew in place stays, and what was typed into it.
 */
export async function renewInPassing(): Promise<SessionTokens | undefined> {
  const refreshToken = await readSessionCookie();
  if (refreshToken === undefined || findToken(refreshToken, Date.now())) return undefined;
  const renewal = await renewSession(refreshToken);
  if (!('tokens' in renewal)) return undefined;
  rememberToken(renewal.tokens, Date.now());
  return renewal.tokens;
}

function canSetCookies(): boolean {
  return cookieScope().getStore() === true;
}

/** One for all bundles of this process. */
function cookieScope(): AsyncLocalStorage<boolean> {
  const shared = globalThis as typeof globalThis & { [SCOPE]?: AsyncLocalStorage<boolean> };
  shared[SCOPE] ??= new AsyncLocalStorage();
  return shared[SCOPE];
}
