const PATH = '/api/v1/github/webhooks';
const PASSED = [
  'content-encoding',
  'content-length',
  'content-type',
  'user-agent',
  'x-github-delivery',
  'x-github-event',
  'x-github-hook-id',
  'x-github-hook-installation-target-id',
  'x-github-hook-installation-target-type',
  'x-hub-signature-256',
];
const ANSWERED = ['content-type', 'retry-after'];

/** Passes a webhook delivery on to the API as it comes, without holding it: the signature is over its bytes, and judged there. */
export async function passDelivery(request: Request, apiUrl: string): Promise<Response> {
  const passage: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: only(request.headers, PASSED),
    body: request.body,
    duplex: 'half',
    cache: 'no-store',
    redirect: 'error',
    signal: request.signal,
  };
  const answer = await fetch(new URL(PATH, apiUrl), passage).catch(() => null);
  // GitHub records it as a failed delivery, which is asked for again
  if (answer === null) return new Response(null, { status: 503, headers: { 'retry-after': '10' } });
  return new Response(answer.body, { status: answer.status, headers: only(answer.headers, ANSWERED) });
}

function only(headers: Headers, names: readonly string[]): Headers {
  return new Headers(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value] as [string, string]];
    }),
  );
}
