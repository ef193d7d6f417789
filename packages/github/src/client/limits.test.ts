import { describe, expect, test } from 'vitest';
import { waitForBudget } from './budget-rule.ts';
import { complaintOf, patienceOf, readNews } from './limits.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const RESET = String(NOW / 1_000 + 600);
const spent = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET };
const secondaryText = 'You have exceeded a secondary rate limit. Please wait a few minutes.';

function judge(status: number, headers: Record<string, string>, text = '', skew = 0) {
  const named = new Headers(headers);
  const complaint = complaintOf(status, named, text);
  const news = readNews(named, complaint, { resource: 'core', now: NOW, skew });
  return { complaint, news, patience: complaint === null ? null : patienceOf(news, NOW) - NOW };
}

describe('what an answer complains of', () => {
  test.each([
    ['a spent budget', 403, spent, '', 'primary', 601_000],
    ['a spent budget, as 429', 429, spent, '', 'primary', 601_000],
    ['a spent budget that names no reset', 403, { 'x-ratelimit-remaining': '0' }, '', 'primary', 60_000],
    ['seconds of patience', 403, { 'retry-after': '120' }, secondaryText, 'secondary', 120_000],
    [
      'patience until a date',
      429,
      { 'retry-after': new Date(NOW + 30_000).toUTCString() },
      '',
      'secondary',
      31_000,
    ],
    ['a secondary limit that names no time', 403, {}, secondaryText, 'secondary', 60_000],
    ['too many requests, without a word', 429, {}, '', 'secondary', 60_000],
    ['a budget by its words', 403, {}, 'API rate limit exceeded for installation ID 7.', 'primary', 60_000],
    ['a missing permission', 403, {}, 'Resource not accessible by integration', null, null],
    ['the last request of a budget, answered', 200, spent, '', null, null],
    ['an error of GitHub', 503, { 'retry-after': '5' }, '', null, null],
  ] as const)('%s', (_name, status, headers, text, complaint, patience) => {
    expect(judge(status, headers, text)).toMatchObject({ complaint, patience });
  });

  test('is on our clock, whatever GitHub’s says', () => {
    const skew = 300_000;
    const date = new Date(NOW + skew + 30_000).toUTCString();
    expect(
      judge(403, { ...spent, 'x-ratelimit-reset': String((NOW + skew) / 1_000 + 600) }, '', skew).patience,
    ).toBe(601_000);
    expect(judge(403, { 'retry-after': date }, '', skew).patience).toBe(31_000);
    expect(judge(403, { 'retry-after': '30' }, '', skew).patience).toBe(30_000);
  });
});

test('the budget of another resource is not taken for ours', () => {
  const headers = { ...spent, 'x-ratelimit-resource': 'search' };
  expect(judge(200, headers).news).toMatchObject({ limit: null, remaining: null, resetsAt: null });
  expect(judge(200, { ...spent, 'x-ratelimit-resource': 'core' }).news).toMatchObject({
    limit: 5_000,
    remaining: 0,
    resetsAt: NOW + 601_000,
  });
});

describe('the rule of the budget', () => {
  const budget = (remaining: number | null, blockedUntil: number | null = null) => ({
    limit: 5_000,
    remaining,
    resetsAt: NOW + 600_000,
    blockedUntil,
  });

  test.each([
    ['live', budget(1_000), null],
    ['live', budget(999), null],
    ['live', budget(1), null],
    ['live', budget(0), NOW + 600_000],
    ['backfill', budget(1_000), null],
    ['backfill', budget(999), NOW + 600_000],
    ['backfill', { ...budget(0), resetsAt: NOW }, null],
    ['backfill', budget(null), null],
    ['backfill', null, null],
    ['live', budget(5_000, NOW + 1), NOW + 1],
    ['live', budget(5_000, NOW), null],
  ] as const)('%s work with %j waits until %j', (priority, state, until) => {
    expect(waitForBudget(state, priority, NOW)).toBe(until);
  });
});
