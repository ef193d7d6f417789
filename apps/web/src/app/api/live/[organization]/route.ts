import { livePath } from '@devpulse/contracts/live';
import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { readEnvironment } from '../../../../env.ts';
import { passedHeaders } from '../../../../lib/api-call.ts';
import { inCookieScope, liveToken } from '../../../../lib/session.ts';
import { readSessionCookie } from '../../../../lib/session-cookie.ts';

export const dynamic = 'force-dynamic';

/** Passes the API's stream of changes on, byte for byte, and ends it there when the browser has gone. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  // A stream is not led to a sign-in page, as a page is.
  if ((await readSessionCookie()) === undefined) return new Response(null, { status: 401 });
  const { accessToken } = await inCookieScope(liveToken);
  const upstream = new AbortController();
  request.signal.addEventListener('abort', () => upstream.abort(), { once: true });
  const answer = await fetch(new URL(livePath(organization), readEnvironment().API_URL), {
    headers: {
      ...(await passedHeaders()),
      accept: 'text/event-stream',
      authorization: `Bearer ${accessToken}`,
    },
    cache: 'no-store',
    redirect: 'error',
    signal: upstream.signal,
  }).catch(() => null);
  if (!answer?.ok || answer.body === null) {
    upstream.abort();
    const isKnown = answer !== null && [401, 403, 404].includes(answer.status);
    return new Response(null, { status: isKnown ? answer.status : 503 });
  }
  return new Response(answer.body, {
    headers: {
      'content-type': 'text/event-stream',
      // Without `no-transform` the server would compress, and hold events back until its buffer is full.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
