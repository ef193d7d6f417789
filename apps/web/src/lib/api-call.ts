import { type ApiCall, createClient } from '@devpulse/contracts/client';
import { headers } from 'next/headers';
import { readEnvironment } from '../env.ts';
import { knownClientAddress } from './client-address.ts';

const PATIENCE_MILLISECONDS = 10_000;

/** What the API is told of the browser for which this process asks. */
export async function passedHeaders(): Promise<Record<string, string>> {
  const incoming = await headers();
  const address = knownClientAddress(incoming);
  const userAgent = incoming.get('user-agent');
  const requestId = incoming.get('x-request-id');
  return {
    ...(address && { 'x-forwarded-for': address }),
    ...(userAgent && { 'user-agent': userAgent }),
    ...(requestId && { 'x-request-id': requestId }),
  };
}

/** Calls the API with a bearer token, or without one. Nothing is kept: every answer is as new as its request. */
export async function apiClient(accessToken: string | null): Promise<ApiCall> {
  const passed = await passedHeaders();
  const send: typeof fetch = (url, init) =>
    fetch(url, {
      ...init,
      headers: {
        ...(init?.headers as Record<string, string>),
        ...passed,
        ...(accessToken !== null && { authorization: `Bearer ${accessToken}` }),
      },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
  return createClient({ baseUrl: readEnvironment().API_URL, fetch: send });
}

/** Calls the API as nobody; for the endpoints that are open to anyone. */
export const callOpenly: ApiCall = async (route, input) => (await apiClient(null))(route, input);
