import { livePath } from '@devpulse/contracts/live';
import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { readEnvironment } from '../../../../env.ts';

export const dynamic = 'force-dynamic';

/** Passes the API's stream of changes on, byte for byte, and ends it there when the browser has gone. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  const upstream = new AbortController();
  request.signal.addEventListener('abort', () => upstream.abort(), { once: true });
  const answer = await fetch(new URL(livePath(organization), readEnvironment().API_URL), {
    headers: { accept: 'text/event-stream' },
    cache: 'no-store',
    signal: upstream.signal,
  }).catch(() => null);
  if (!answer?.ok || answer.body === null) {
    upstream.abort();
    return new Response(null, { status: answer?.status === 404 ? 404 : 503 });
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
