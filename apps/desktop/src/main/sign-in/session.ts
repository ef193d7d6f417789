import { refreshSession } from '@devpulse/contracts/auth/sign-in';
import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import { type ApiCall, ApiError, createClient } from '@devpulse/contracts/client';
import type { KeptSignIn, TokenVault } from '../tokens/token-vault.ts';

/** `removed`: ended by somebody before its time; `expired`: it was not used for too long. */
export type SessionEnd = 'removed' | 'expired';

export type Session = {
  readonly signIn: Readonly<KeptSignIn>;
  /** As the person; renews the access token by itself. Rejects with `ApiError` alone. */
  call: ApiCall;
};

type Options = {
  signIn: KeptSignIn;
  /** Of the sign-in itself; null after a restart. */
  tokens: SessionTokens | null;
  vault: Pick<TokenVault, 'write'>;
  fetch: typeof fetch;
  now: () => number;
  onEnd: (end: SessionEnd) => void;
};

const EARLY_MS = 30_000;

/**
 * One refresh is on its way at a time; whoever needs a token waits for that one. Only the server's word ends a session: what is
 * lost on the way leaves it as it is, and the same refresh token is shown again, for which the server has ten seconds of grace.
 */
export function openSession({ signIn: kept, tokens, vault, fetch, now, onEnd }: Options): Session {
  let signIn = kept;
  let access = tokens && { token: tokens.accessToken, until: Date.parse(tokens.accessExpiresAt) };
  let refreshing: Promise<string> | null = null;
  let isOver = false;
  const plainCall = createClient({ baseUrl: signIn.server, fetch });

  async function refresh(): Promise<string> {
    try {
      const next = await plainCall(refreshSession, { body: { refreshToken: signIn.refreshToken } });
      const { refreshToken, refreshExpiresAt, sessionId } = next;
      signIn = { ...signIn, refreshToken, refreshExpiresAt, sessionId };
      access = { token: next.accessToken, until: Date.parse(next.accessExpiresAt) };
      await vault.write(signIn);
      return next.accessToken;
    } catch (error) {
      if (error instanceof ApiError && error.problem.status === 401 && !isOver) {
        isOver = true;
        onEnd(Date.parse(signIn.refreshExpiresAt) <= now() ? 'expired' : 'removed');
      }
      throw error;
    }
  }

  function renew(): Promise<string> {
    refreshing ??= refresh().finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  const currentToken = () => (access && access.until - EARLY_MS > now() ? access.token : renew());

  const callWith = (token: string): ApiCall =>
    createClient({
      baseUrl: signIn.server,
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...(init?.headers as object), authorization: `Bearer ${token}` } }),
    });

  return {
    get signIn() {
      return signIn;
    },
    async call(route, input) {
      const token = await currentToken();
      try {
        return await callWith(token)(route, input);
      } catch (error) {
        if (!(error instanceof ApiError) || error.problem.status !== 401) throw error;
        // another call may have renewed it meanwhile
        const fresh = access && access.token !== token ? access.token : await renew();
        return callWith(fresh)(route, input);
      }
    },
  };
}
