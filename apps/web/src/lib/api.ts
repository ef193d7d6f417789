import { type ApiCall, ApiError } from '@devpulse/contracts/client';
import type { Problem } from '@devpulse/contracts/problem';
import { apiClient, callOpenly } from './api-call.ts';
import { liveToken, renewedToken } from './session.ts';
import { readSessionCookie } from './session-cookie.ts';
import { forgetToken } from './session-tokens.ts';

/** A token this young that is refused will not be helped by another. */
const YOUNG_MS = 10_000;

/**
 * Calls the API for the request being answered, as the person whose session it is; only on the server. Where there is no good
 * session, the person is led to renew it or to sign in, and this does not return. Rejects with `ApiError` else.
 */
export const callApi: ApiCall = async (route, input) => {
  if (route.access === 'anyone') return callOpenly(route, input);
  const token = await liveToken();
  try {
    return await (await apiClient(token.accessToken))(route, input);
  } catch (error) {
    const refreshToken = await readSessionCookie();
    if (refreshToken === undefined || !isRefusedSession(error, token.issuedAt)) throw error;
    forgetToken(refreshToken);
    const { accessToken } = await renewedToken(refreshToken);
    return (await apiClient(accessToken))(route, input);
  }
};

function isRefusedSession(error: unknown, issuedAt: number): boolean {
  if (!(error instanceof ApiError) || error.problem.status !== 401) return false;
  return error.problem.code === 'session_ended' || Date.now() - issuedAt > YOUNG_MS;
}

/** An answer, or the problem that came instead; any other error is thrown on. */
export async function settle<T>(answer: Promise<T>): Promise<{ data: T } | { problem: Problem }> {
  try {
    return { data: await answer };
  } catch (error) {
    if (error instanceof ApiError) return { problem: error.problem };
    throw error;
  }
}
