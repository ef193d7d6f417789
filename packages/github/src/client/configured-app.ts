import { configuredAppIdFor } from '@devpulse/domain/identity';
import type { AppCredentials } from './client.ts';

/** The App of the configuration, as it proves itself; null where there is none. */
export function configuredAppOf(environment: {
  GITHUB_URL: string;
  GITHUB_APP_ID?: string | undefined;
  GITHUB_APP_PRIVATE_KEYS?: readonly string[] | undefined;
}): AppCredentials | null {
  const { GITHUB_URL: webUrl, GITHUB_APP_ID: appId, GITHUB_APP_PRIVATE_KEYS: privateKeys } = environment;
  if (appId === undefined || privateKeys === undefined) return null;
  return { id: configuredAppIdFor(webUrl, appId), webUrl, appId, privateKeys };
}
