import type { Instant } from '@devpulse/domain/time/instant';
import githubAppJwt from 'universal-github-app-jwt';
import { type AppCredentials, GithubFault } from './client.ts';

/** The package dates a token 30 seconds back and lets it end 10 minutes after that: with these, 60 back and 9 minutes ahead. */
const FURTHER_BACK_SECONDS = 30;

/**
 * What an App proves itself by: valid from a minute before `githubNow`, GitHub's time, to nine minutes after. Rejects with
 * GithubFault('unauthorized') for a key that cannot sign.
 */
export async function signAppJwt(
  app: AppCredentials,
  privateKey: string,
  githubNow: Instant,
): Promise<string> {
  try {
    const { token } = await githubAppJwt({
      id: app.appId,
      privateKey,
      now: Math.floor(githubNow / 1_000) - FURTHER_BACK_SECONDS,
    });
    return token;
  } catch {
    // The reason may quote the key.
    throw new GithubFault('unauthorized', 'A private key of the App cannot sign');
  }
}
