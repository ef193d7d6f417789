import { z } from 'zod';
import { decodeJson } from '../json.ts';
import { GithubFault, type GithubFaultKind } from './client.ts';
import type { Answer } from './exchange.ts';

/** The JSON of an answer, null when it has no body. Throws GithubFault('malformed') when it is none. */
export function decodeBody({ status, body }: Answer): unknown {
  if (body.length === 0) return null;
  const decoded = decodeJson(body);
  if (decoded.ok) return decoded.value;
  throw new GithubFault('malformed', `An answer of GitHub is ${decoded.reason}`, { status });
}

/** Takes what is used of an answer. Throws GithubFault('malformed') that names the field, never its value. */
export function takeShape<T>(schema: z.ZodType<T>, value: unknown, status: number): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.filter((step) => typeof step !== 'number').join('.') || 'the whole';
  throw new GithubFault('malformed', `An answer of GitHub has another shape: ${where}, ${issue?.code}`, {
    status,
  });
}

const Refusal = z.object({ message: z.string() });

/** What GitHub says of a refusal. To be judged, never to be told: it may quote what was asked. */
export function refusalText({ status, body }: Answer): string {
  if (status < 400) return '';
  const decoded = decodeJson(body);
  const refusal = decoded.ok ? Refusal.safeParse(decoded.value) : null;
  return refusal?.data?.message ?? '';
}

/** What a status says that is no success and no limit; null for a success, an unchanged answer included. */
export function faultOfStatus(answer: Answer): GithubFault | null {
  const { status } = answer;
  if ((status >= 200 && status < 300) || status === 304) return null;
  return new GithubFault(kindOfStatus(status, refusalText(answer)), `GitHub answered ${status}`, { status });
}

function kindOfStatus(status: number, text: string): GithubFaultKind {
  if (status >= 500) return 'unavailable';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return /suspended/i.test(text) ? 'suspended' : 'forbidden';
    case 404:
    case 410:
    case 451:
      return 'gone';
    default:
      return 'refused';
  }
}

/** The address of the next page, from the header `Link`. */
export function nextPage(headers: Headers): string | null {
  const link = headers
    .get('link')
    ?.split(',')
    .find((part) => /;\s*rel="next"/.test(part));
  return link?.match(/<([^<>]+)>/)?.[1] ?? null;
}
