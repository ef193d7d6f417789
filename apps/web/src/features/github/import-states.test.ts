import type { ImportView } from '@devpulse/contracts/github/imports';
import { expect, test } from 'vitest';
import { importChoice, importState, isMoving, shareOfRepositories } from './import-states.ts';

const NOW = Date.parse('2026-11-20T13:00:00Z');
const LATER = '2026-11-20T13:32:00.000Z';

function view(changes: Partial<ImportView>): ImportView {
  return {
    id: '0198c1d2-0000-7000-8000-0000000000b1',
    repositoryId: '0198c1d2-0000-7000-8000-0000000000b2',
    repository: 'fernhill/ledger',
    kind: 'backfill',
    state: 'running',
    reason: null,
    since: null,
    pullRequestsRead: 1,
    pullRequestsEstimated: 2,
    secondsLeft: null,
    requests: 1,
    notBefore: null,
    startedAt: null,
    finishedAt: null,
    ...changes,
  };
}

test.each([
  [{ state: 'done' }, 'complete', 'complete', 'again'],
  [{ state: 'running' }, 'importing', 'importing', 'pause'],
  [{ state: 'waiting' }, 'next', 'next', 'pause'],
  [{ state: 'waiting', notBefore: LATER }, 'waiting', 'waiting for GitHub until 14:32', 'pause'],
  [{ state: 'running', notBefore: LATER }, 'waiting', 'waiting for GitHub until 14:32', 'pause'],
  [{ state: 'running', notBefore: '2026-11-20T12:59:00.000Z' }, 'importing', 'importing', 'pause'],
  [
    { state: 'running', notBefore: '2026-11-21T06:00:00.000Z' },
    'waiting',
    'waiting for GitHub until 21 Nov, 07:00',
    'pause',
  ],
  [{ state: 'paused' }, 'paused', 'paused', 'resume'],
  [{ state: 'parked', reason: 'the App is suspended' }, 'stopped', 'stopped: the App is suspended', 'resume'],
  [{ state: 'failed', reason: 'GitHub answered 500' }, 'stopped', 'stopped: GitHub answered 500', 'resume'],
  [{ state: 'failed' }, 'stopped', 'stopped: no reason was given', 'resume'],
  [{ state: 'cancelled' }, 'stopped', 'stopped: not read to its end', 'again'],
] as const)('%j is %s', (changes, kind, words, choice) => {
  expect(importState(view(changes), 'Europe/Berlin', NOW)).toEqual({ kind, words });
  expect(importChoice(view(changes))).toBe(choice);
});

test('what waits for a person or for GitHub does not move by itself', () => {
  expect(isMoving([view({ state: 'done' }), view({ state: 'paused' }), view({ state: 'parked' })])).toBe(
    false,
  );
  expect(isMoving([view({ state: 'done' }), view({ state: 'waiting' })])).toBe(true);
});

test('of several repositories each counts alike, and one whose turn has not come as unread', () => {
  const unknown = view({ state: 'waiting', pullRequestsRead: 0, pullRequestsEstimated: null });
  const small = view({ state: 'done', pullRequestsRead: 3, pullRequestsEstimated: 4 });
  expect(shareOfRepositories([unknown, view({}), small, view({ state: 'done' })])).toBe(0.625);
  expect(shareOfRepositories([unknown])).toBe(0);
  expect(shareOfRepositories([])).toBe(0);
});
