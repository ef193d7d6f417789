import type { NextRequest } from 'next/server';
import { safeNext, withNext } from '../../../lib/next-address.ts';
import { dropSession, keepSession, readSessionCookie } from '../../../lib/session-cookie.ts';
import { renewSession } from '../../../lib/session-renewal.ts';
import { findToken } from '../../../lib/session-tokens.ts';

export const dynamic = 'force-dynamic';

/** Where a page leads that has no good access token: a new pair of tokens, and back; or to the sign-in. */
export async function GET(request: NextRequest): Promise<Response> {
  // A page read anew in place and sent back to its own address would stay empty; what is no page makes the browser come here itself.
  if (request.headers.has('rsc')) return new Response('Open this address.');
  const next = safeNext(request.nextUrl.searchParams.get('next'));
  const refreshToken = await readSessionCookie();
  if (refreshToken === undefined) return seeOther(withNext('/sign-in', next));
  if (findToken(refreshToken, Date.now())) return seeOther(next);
  const renewal = await renewSession(refreshToken);
  if ('tokens' in renewal) {
    await keepSession(renewal.tokens, Date.now());
    return seeOther(next);
  }
  if (!renewal.isEnded) return seeOther(withNext('/session/unavailable', next));
  await dropSession();
  return seeOther(withNext('/sign-in?ended=1', next));
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}
