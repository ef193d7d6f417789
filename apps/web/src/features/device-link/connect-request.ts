import { authorizeDevice } from '@devpulse/contracts/auth/device-link';
import type { RouteBody } from '@devpulse/contracts/route';

/** Names of the query, as programs write it: OAuth's own where it has them. */
const QUERY = {
  redirectUri: 'redirect_uri',
  codeChallenge: 'code_challenge',
  codeChallengeMethod: 'code_challenge_method',
  state: 'state',
  name: 'device_name',
  kind: 'device_kind',
  os: 'device_os',
  appVersion: 'app_version',
} as const;

export type ConnectRequest = RouteBody<typeof authorizeDevice>;

/** What a program on this computer asks for; null when its link is not whole. */
export function readConnectRequest(query: URLSearchParams): ConnectRequest | null {
  const given = (name: keyof typeof QUERY) => query.get(QUERY[name]) ?? undefined;
  const parsed = authorizeDevice.body.safeParse({
    redirectUri: given('redirectUri'),
    codeChallenge: given('codeChallenge'),
    codeChallengeMethod: given('codeChallengeMethod'),
    state: given('state'),
    device: { name: given('name'), kind: given('kind'), os: given('os'), appVersion: given('appVersion') },
  });
  return parsed.success ? parsed.data : null;
}

/** Tells the program that the person has refused (RFC 6749, section 4.1.2.1). */
export function refusalAddress({ redirectUri, state }: ConnectRequest): string {
  const url = new URL(redirectUri);
  url.searchParams.set('error', 'access_denied');
  url.searchParams.set('state', state);
  return url.href;
}
