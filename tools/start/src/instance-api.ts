import { getInstance, setUpInstance } from '@devpulse/contracts/auth/set-up';
import { type ApiCall, ApiError, createClient } from '@devpulse/contracts/client';
import { openVault, readVaultKey } from '@devpulse/vault/vault';
import type { Environment } from './env.ts';
import { StartFailure } from './failure.ts';
import type { Secrets } from './secrets.ts';

/** A start whose parts answer, as another program reaches it. */
export interface ReadyInstance {
  dataDirectory: string;
  apiUrl: string;
  /** Origin of the dashboard, as people reach it. */
  publicUrl: string;
  encryptionKey: string;
  /** The local GitHub, if one runs beside it. */
  githubUrl?: string | undefined;
}

/** The key of the environment, else the generated one. */
export function encryptionKeyOf(environment: Environment, secrets: Secrets): string {
  return environment.DEVPULSE_ENCRYPTION_KEY ?? secrets.encryptionKey;
}

/** The secret of the set-up link; the API derives the same from the same key. Throws a `StartFailure` when it is no key. */
export function setUpToken(encryptionKey: string): string {
  const key = readVaultKey(encryptionKey);
  if (!key) throw new StartFailure('DEVPULSE_ENCRYPTION_KEY takes 32 random bytes in hex or base64.');
  return openVault(key).derive('set-up').toString('base64url');
}

export function setUpLink({ publicUrl, encryptionKey }: ReadyInstance): string {
  return `${publicUrl}/set-up?token=${setUpToken(encryptionKey)}`;
}

/** A client of the API, with the session of an access token where one is given. */
export function clientOf(apiUrl: string, accessToken?: string): ApiCall {
  const withToken: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    if (accessToken) headers.set('authorization', `Bearer ${accessToken}`);
    return fetch(input, { ...init, headers, signal: AbortSignal.timeout(10_000) });
  };
  return createClient({ baseUrl: apiUrl, fetch: withToken });
}

/** Whether the instance has an Owner. */
export async function isSetUp(apiUrl: string): Promise<boolean> {
  return (await clientOf(apiUrl)(getInstance, {})).isSetUp;
}

export interface NewOwner {
  name: string;
  email: string;
  password: string;
}

/** Makes the Owner of a fresh instance and returns the access token of their first session. */
export async function setUpOwner(instance: ReadyInstance, owner: NewOwner): Promise<string> {
  const token = setUpToken(instance.encryptionKey);
  const { session } = await clientOf(instance.apiUrl)(setUpInstance, { body: { token, ...owner } });
  if (!session) throw new StartFailure('The set-up of the instance began no session.');
  return session.accessToken;
}

/** What a person reads last: on a fresh instance the way in, later nothing. */
export async function setUpLines(instance: ReadyInstance): Promise<string[]> {
  try {
    if (await isSetUp(instance.apiUrl)) return [];
  } catch (error) {
    if (error instanceof ApiError) return [`The API does not say whether it is set up: ${error.message}`];
    throw error;
  }
  return [
    `Set up your instance: ${setUpLink(instance)}`,
    'The link is good once, for its first person, the Owner.',
  ];
}
