import { exchangeCode, pollDeviceCode, startDeviceCode } from '@devpulse/contracts/auth/device-link';
import { refreshSession } from '@devpulse/contracts/auth/sign-in';
import type { Problem } from '@devpulse/contracts/problem';
import { knownClientAddress } from './client-address.ts';

const PATIENCE_MILLISECONDS = 30_000;
const MOST_BYTES = 1_048_576;
const PASSED = ['accept', 'authorization', 'content-type', 'if-none-match', 'user-agent', 'x-request-id'];
const ANSWERED = ['content-type', 'etag', 'retry-after', 'www-authenticate', 'x-request-id'];
/** What a program says before it has a session. */
const BEFORE_A_SESSION: ReadonlySet<string> = new Set(
  [exchangeCode, startDeviceCode, pollDeviceCode, refreshSession].map(({ path }) => path),
);

/**
 * Passes on what a program asks of the API, so that one public address is enough. A program speaks for itself: with a bearer token, or to get
 * one. Cookies of a browser stay here, so another site gains nothing by sending a person here.
 */
export async function passCall(request: Request, apiUrl: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const isProgram = /^Bearer \S+$/.test(request.headers.get('authorization') ?? '');
  if (!isProgram && !BEFORE_A_SESSION.has(pathname)) return notHere();
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : await bodyOf(request);
  if (body === 'too_large') return tooLarge();
  const answer = await fetch(Object.assign(new URL(apiUrl), { pathname, search }), {
    method: request.method,
    headers: headersOf(request),
    body,
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MILLISECONDS)]),
  }).catch(() => null);
  if (answer === null) return away();
  const isBare = answer.status === 204 || answer.status === 304;
  return new Response(isBare ? null : answer.body, {
    status: answer.status,
    headers: { ...only(answer.headers, ANSWERED), 'cache-control': 'no-store' },
  });
}

async function bodyOf(request: Request): Promise<ArrayBuffer | 'too_large'> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return 'too_large';
  const bytes = await request.arrayBuffer();
  return bytes.byteLength > MOST_BYTES ? 'too_large' : bytes;
}

function headersOf(request: Request): Record<string, string> {
  const address = knownClientAddress(request.headers);
  return { ...only(request.headers, PASSED), ...(address !== null && { 'x-forwarded-for': address }) };
}

function only(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

const away = () =>
  refusal({
    title: 'Temporarily unavailable',
    status: 503,
    code: 'unavailable',
    detail: 'The API does not answer.',
    remedy: 'Try again; what was not sent is not lost.',
  });
const notHere = () =>
  refusal({
    title: 'Not authenticated',
    status: 401,
    code: 'unauthorized',
    detail: 'This address is for programs, which send a token of their own.',
    remedy: 'Send “Authorization: Bearer …”; a device gets its token by POST /api/v1/auth/devices/code.',
  });
const tooLarge = () =>
  refusal({
    title: 'Too large',
    status: 413,
    code: 'too_large',
    detail: 'The body is larger than 1 MiB.',
    remedy: 'Send it in smaller parts.',
  });

function refusal(problem: Pick<Problem, 'title' | 'status' | 'code' | 'detail' | 'remedy'>): Response {
  return Response.json(
    { type: 'about:blank', requestId: '-', ...problem },
    { status: problem.status, headers: { 'content-type': 'application/problem+json' } },
  );
}
