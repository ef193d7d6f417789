import { createHash } from 'node:crypto';
import type { SessionTokens } from '@devpulse/contracts/auth/tokens';

const CAPACITY = 20_000;
/** A token is not used in its last seconds, so that it does not end on its way. */
const LEEWAY_MS = 15_000;
const STORE = Symbol.for('devpulse.web.access-tokens');

export type LiveToken = { accessToken: string; issuedAt: number; expiresAt: number };
type Store = Map<string, LiveToken>;

/** Names a session in this process without keeping its refresh token. */
export function sessionKey(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('base64url');
}

/** Keeps an access token in memory, and nowhere else, until it expires; the oldest give way beyond 20,000. */
export function rememberToken(tokens: SessionTokens, now: number, store: Store = processStore()): void {
  const key = sessionKey(tokens.refreshToken);
  store.delete(key);
  store.set(key, {
    accessToken: tokens.accessToken,
    issuedAt: now,
    expiresAt: Date.parse(tokens.accessExpiresAt),
  });
  // All live equally long, so the oldest stand first.
  for (const [oldest, { expiresAt }] of store) {
    if (store.size <= CAPACITY && expiresAt > now) break;
    store.delete(oldest);
  }
}

/** The access token of a session, while it is good for another 15 seconds. */
export function findToken(
  refreshToken: string,
  now: number,
  store: Store = processStore(),
): LiveToken | undefined {
  const key = sessionKey(refreshToken);
  const token = store.get(key);
  if (token === undefined || token.expiresAt - LEEWAY_MS > now) return token;
  store.delete(key);
  return undefined;
}

export function forgetToken(refreshToken: string, store: Store = processStore()): void {
  store.delete(sessionKey(refreshToken));
}

/** One for all bundles of this process. */
function processStore(): Store {
  const shared = globalThis as typeof globalThis & { [STORE]?: Store };
  shared[STORE] ??= new Map();
  return shared[STORE];
}
