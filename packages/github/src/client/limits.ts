import type { Instant } from '@devpulse/domain/time/instant';
import type { BudgetNews, BudgetResource } from './client.ts';

const MINUTE = 60_000;
/** Dates have whole seconds, and so has what is known of GitHub's clock: better a second late than early. */
const GRACE_MS = 1_000;
const SECONDARY = /secondary rate limit|abuse detection/i;
const PRIMARY = /rate limit exceeded/i;

/** Which of its limits GitHub refuses for: the hour’s budget is spent, or too much was asked at once. */
export type LimitComplaint = 'primary' | 'secondary' | null;

/** What GitHub's words complain of, in a refusal of REST or an error of GraphQL. */
export function complaintIn(text: string): LimitComplaint {
  if (SECONDARY.test(text)) return 'secondary';
  return PRIMARY.test(text) ? 'primary' : null;
}

/** What a refusal complains of; a limit that was not spent and names a time is a secondary one. */
export function complaintOf(status: number, headers: Headers, text: string): LimitComplaint {
  if (status !== 403 && status !== 429) return null;
  if (headers.has('retry-after')) return 'secondary';
  if (headers.get('x-ratelimit-remaining') === '0') return 'primary';
  return complaintIn(text) ?? (status === 429 ? 'secondary' : null);
}

export type LimitContext = {
  resource: BudgetResource;
  now: Instant;
  /** Milliseconds that GitHub's clock is ahead. */
  skew: number;
};

/** What an answer says of the budget and of patience. Its instants are on our clock. */
export function readNews(headers: Headers, complaint: LimitComplaint, context: LimitContext): BudgetNews {
  const { resource, now, skew } = context;
  // The budget of searches, say, is another one.
  const isOurs = (headers.get('x-ratelimit-resource') ?? resource) === resource;
  const figure = (name: string) => (isOurs ? wholeNumber(headers.get(`x-ratelimit-${name}`)) : null);
  const reset = figure('reset');
  const resetsAt = reset === null ? null : reset * 1_000 - skew + GRACE_MS;
  const retryAt = retryInstant(headers.get('retry-after'), context);
  const blockedUntil = complaint === 'primary' ? (retryAt ?? resetsAt ?? now + MINUTE) : retryAt;
  return {
    limit: figure('limit'),
    remaining: figure('remaining'),
    resetsAt,
    blockedUntil: complaint === null ? null : blockedUntil,
    isSecondaryLimit: complaint === 'secondary',
  };
}

/** When what was refused for a limit may be tried again at the earliest; the gate may know of a later time. */
export function patienceOf(news: BudgetNews, now: Instant): Instant {
  return news.blockedUntil ?? now + MINUTE;
}

/** Seconds, or a date on GitHub's clock. */
function retryInstant(text: string | null, { now, skew }: LimitContext): Instant | null {
  if (text === null) return null;
  const seconds = wholeNumber(text);
  if (seconds !== null) return now + seconds * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date - skew + GRACE_MS;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
