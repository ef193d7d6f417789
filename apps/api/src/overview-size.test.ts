import { gzipSync } from 'node:zlib';
import { summarizeScope } from '@devpulse/domain/metrics/scope-summary';
import { addDays } from '@devpulse/domain/time/local-day';
import { expect, test } from 'vitest';
import { SIGNED_IN } from '../testing/signed-in.ts';
import { startTestApi } from '../testing/test-api.ts';
import { dailyRow, ORGANIZATION } from './analytics/testing/organization.ts';

const NOW = Date.parse('2026-11-20T20:00:00Z');
const TODAY = '2026-11-20';
const WORDS =
  'retry ledger settlement currency cache queue token index migrate refactor remove add fix flaky test nightly batch export import limit timeout webhook parser invoice refund gateway schema rename'.split(
    ' ',
  );

/** Repeats, and looks like nothing that repeats. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('the overview of a large organization is at most 20 kB compressed', async () => {
  const next = chance(7);
  const pick = (most: number) => Math.floor(next() * most);
  const rows = Array.from({ length: 190 }, (_, back) =>
    dailyRow({
      day: addDays(TODAY, -back),
      counts: {
        merged: 200 + pick(300),
        ready: 200 + pick(300),
        reviewsSubmitted: 500 + pick(900),
        closedUnmerged: pick(60),
      },
      snapshot: { openReady: 900 + pick(300), waitingForReview: 200 + pick(200) },
      durations: {
        cycle: Array.from({ length: 40 }, () => pick(500_000)),
        pickup: Array.from({ length: 40 }, () => pick(90_000)),
      },
    }),
  );
  const id = () =>
    `${[8, 4, 4, 4, 12].map((length) => Array.from({ length }, () => pick(16).toString(16)).join('')).join('-')}`
      .replace(/^(.{14})./, '$14')
      .replace(/^(.{19})./, '$1a');
  const items = Array.from({ length: 200 }, () => {
    const repository = `fernhill/service-${pick(60)}`;
    const number = pick(20_000);
    return {
      id: id(),
      repository,
      number,
      title: Array.from({ length: 7 }, () => WORDS[pick(WORDS.length)]).join(' '),
      url: `https://github.com/${repository}/pull/${number}`,
      state: (['draft', 'waiting', 'inReview', 'approved'] as const)[pick(4)] ?? 'waiting',
      openedAt: NOW - pick(60 * 86_400_000),
      readyAt: NOW - pick(30 * 86_400_000),
      teamId: null,
    };
  });
  const teams = Array.from({ length: 100 }, (_, n) => ({ id: id(), slug: `team-${n}`, name: `Team ${n}` }));
  const api = await startTestApi({
    now: () => NOW,
    reads: {
      findOrganization: async () => ({ ...ORGANIZATION, people: 1000, repositories: 200, teams }),
      readWindow: async () => ({
        window: {
          summary: summarizeScope(rows, { today: TODAY, days: 90 }),
          lastDay: TODAY,
          definitionVersion: 1,
          computedAt: NOW,
        },
        score: {
          day: '2026-11-19',
          value: 81.234567891,
          low: 78.12345678,
          high: 84.1234567,
          confidence: 'high',
          matured: 4_000,
        },
        scoreBefore: null,
        alerts: { open: 412, acknowledged: 31, snoozed: 7 },
        definitionVersion: 1,
      }),
      readOpenPullRequests: async () => ({ total: 4_321, items }),
    },
  });
  const { statusCode, rawPayload } = await api.app.inject({
    url: '/api/v1/organizations/fernhill/overview?range=90d',
    headers: SIGNED_IN,
  });
  await api.close();
  expect(statusCode).toBe(200);
  const compressed = gzipSync(rawPayload).byteLength;
  console.log(`Overview: ${rawPayload.byteLength} bytes, ${compressed} compressed`);
  expect(compressed).toBeLessThanOrEqual(20_000);
});
