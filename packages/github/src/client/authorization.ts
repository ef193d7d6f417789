import { signAppJwt } from './app-jwt.ts';
import { type AppCredentials, GithubFault } from './client.ts';
import type { GithubClock } from './clock.ts';
import type { InstallationTokens, MintedToken } from './installation-tokens.ts';

/** Proves itself, and proves itself anew where GitHub refuses the first proof and another may do. */
export type Authorize = <T>(send: (authorization: string) => Promise<T>) => Promise<T>;

/** By so much has a clock to be off before it explains a refusal. */
const NOTABLE_SKEW_MS = 10_000;

export function byToken(token: string): Authorize {
  return (send) => send(`Bearer ${token}`);
}

/** The newest key first, and each once more where the refusal itself told that the clock was off. */
export function byAppKeys(app: AppCredentials, clock: GithubClock): Authorize {
  return async (send) => {
    let refusal = new GithubFault('unauthorized', 'The App has no private key');
    for (const privateKey of app.privateKeys) {
      for (let isClockRight = false; !isClockRight; ) {
        const skew = clock.skew(app.webUrl);
        try {
          return await send(`Bearer ${await signAppJwt(app, privateKey, clock.now(app.webUrl))}`);
        } catch (error) {
          refusal = requireRefusal(error);
        }
        isClockRight = Math.abs(clock.skew(app.webUrl) - skew) < NOTABLE_SKEW_MS;
      }
    }
    throw refusal;
  };
}

/** A token that is refused is minted anew once: it may have been revoked, or its installation changed. */
export function byInstallation(source: {
  key: string;
  webUrl: string;
  tokens: InstallationTokens;
  clock: GithubClock;
  mint(): Promise<MintedToken>;
}): Authorize {
  const { key, tokens } = source;
  const take = () => tokens.take(key, source.clock.now(source.webUrl), source.mint);
  return async (send) => {
    const token = await take();
    try {
      return await send(`Bearer ${token}`);
    } catch (error) {
      requireRefusal(error);
      tokens.drop(key, token);
    }
    return send(`Bearer ${await take()}`);
  };
}

/** Passes every other error on. */
function requireRefusal(error: unknown): GithubFault {
  if (error instanceof GithubFault && error.kind === 'unauthorized') return error;
  throw error;
}
