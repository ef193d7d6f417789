import { GithubFault } from './client.ts';

const API_VERSION = '2022-11-28';
const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 307, 308]);

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Question = {
  method: Method;
  url: URL;
  authorization: string;
  body: Record<string, unknown> | null;
  etag: string | null;
};

export type Answer = { status: number; headers: Headers; body: Buffer };

/**
 * Asks, and follows redirects of a GET on the same origin: the authorization goes nowhere else. Rejects with a GithubFault:
 * `unavailable` without an answer within `timeoutMs`, `refused` for a redirect that is not followed.
 */
export async function exchange(
  question: Question,
  reach: { fetch: typeof fetch; timeoutMs: number },
): Promise<Answer> {
  const signal = AbortSignal.timeout(reach.timeoutMs);
  let url = question.url;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await ask({ ...question, url }, reach.fetch, signal);
    if (!REDIRECTS.has(answer.status)) return answer;
    url = redirectTarget(question, answer, redirects);
  }
}

async function ask(question: Question, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<Answer> {
  const { method, url, authorization, body, etag } = question;
  try {
    const response = await fetch(url, {
      method,
      signal,
      headers: {
        accept: 'application/vnd.github+json',
        authorization,
        'user-agent': 'DevPulse',
        'x-github-api-version': API_VERSION,
        ...(body !== null && { 'content-type': 'application/json' }),
        ...(etag !== null && { 'if-none-match': etag }),
      },
      body: body === null ? null : JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    };
  } catch (cause) {
    throw new GithubFault('unavailable', 'GitHub gave no answer', { cause });
  }
}

function redirectTarget({ method, url }: Question, answer: Answer, redirects: number): URL {
  const { status, headers } = answer;
  const target = URL.parse(headers.get('location') ?? '', url);
  const refuse = (why: string) => new GithubFault('refused', `A redirect ${why}`, { status });
  if (target === null) throw refuse('to nowhere');
  if (target.origin !== url.origin) throw refuse('to another host is not followed');
  if (method !== 'GET') throw refuse('is followed for a GET alone');
  if (redirects >= MOST_REDIRECTS) throw refuse('after three others is not followed');
  return target;
}
