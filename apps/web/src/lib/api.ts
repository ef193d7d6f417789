import { type ApiCall, ApiError, createClient } from '@devpulse/contracts/client';
import type { Problem } from '@devpulse/contracts/problem';
import { headers } from 'next/headers';
import { readEnvironment } from '../env.ts';

const PATIENCE_MILLISECONDS = 10_000;

/** Calls the API for the request being answered; only on the server. Nothing is kept: every answer is as new as its request. */
export const callApi: ApiCall = async (route, input) => {
  const requestId = (await headers()).get('x-request-id');
  const send: typeof fetch = (url, init) =>
    fetch(url, {
      ...init,
      headers: {
        ...(init?.headers as Record<string, string>),
        ...(requestId && { 'x-request-id': requestId }),
      },
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
  return createClient({ baseUrl: readEnvironment().API_URL, fetch: send })(route, input);
};

/** An answer, or the problem that came instead; any other error is thrown on. */
export async function settle<T>(answer: Promise<T>): Promise<{ data: T } | { problem: Problem }> {
  try {
    return { data: await answer };
  } catch (error) {
    if (error instanceof ApiError) return { problem: error.problem };
    throw error;
  }
}
