import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { contentPolicy } from './lib/content-policy.ts';
import { decodeLeaving, formTargetOf, LEAVE_COOKIE, LEAVE_PATH } from './lib/leave-cookie.ts';
import { isOwnBody, isSameOrigin } from './lib/same-origin.ts';
import { renewInPassing } from './lib/session.ts';
import { sessionCookie } from './lib/session-cookie.ts';

const SAFE_METHODS = ['GET', 'HEAD'];

/**
 * Gives every page its policy and its address, renews the session that asks, and refuses what other sites send. It lets nobody in: who
 * may see what is decided by the API alone.
 */
export async function proxy(request: NextRequest) {
  const { method, headers } = request;
  if (!SAFE_METHODS.includes(method)) {
    if (method !== 'POST') return refusal(405, 'Only GET and POST are answered here.');
    if (!isSameOrigin(headers) || !isOwnBody(headers)) {
      return refusal(403, 'Only pages of this DevPulse may send this.');
    }
  }
  // What is posted renews it in place.
  const renewed = method === 'POST' ? undefined : await renewInPassing();
  const nonce = randomBytes(16).toString('base64');
  const policy = contentPolicy(nonce, formTarget(request));
  const passed = new Headers(headers);
  passed.set('content-security-policy', policy);
  passed.set('x-nonce', nonce);
  passed.set('x-devpulse-path', addressOf(request));
  const response = NextResponse.next({ request: { headers: passed } });
  response.headers.set('content-security-policy', policy);
  if (renewed) response.cookies.set(sessionCookie(renewed));
  return response;
}

/** Another site that the page may send a form to: only the page before leaving, and only where this browser is about to go. */
function formTarget({ nextUrl, cookies }: NextRequest): string | null {
  return nextUrl.pathname === LEAVE_PATH
    ? formTargetOf(decodeLeaving(cookies.get(LEAVE_COOKIE)?.value))
    : null;
}

function refusal(status: number, detail: string): Response {
  const problem = {
    type: 'about:blank',
    title: 'Not allowed',
    status,
    code: 'forbidden',
    detail,
    requestId: '-',
  };
  return Response.json(problem, { status, headers: { 'content-type': 'application/problem+json' } });
}

function addressOf({ nextUrl }: NextRequest): string {
  const search = new URLSearchParams(nextUrl.search);
  search.delete('_rsc');
  return nextUrl.pathname + (search.size > 0 ? `?${search}` : '');
}

// Deliveries of webhooks come from GitHub's own servers, other calls from programs: neither is a page of ours, nor has cookies.
export const config = { matcher: ['/((?!_next/static/|api/v1/).*)'] };
