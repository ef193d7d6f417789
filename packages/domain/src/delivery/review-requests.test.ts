import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldLifecycle, lifecycleArbitrary } from './lifecycle.arbitrary.ts';
import {
  asked,
  askedTeam,
  at,
  closed,
  dismissed,
  fold,
  h,
  merged,
  opened,
  ready,
  reopened,
  review,
  unasked,
} from './timeline.fixture.ts';
import type { TimelineEntry } from './timeline.ts';

const HOUR = 3_600_000;
const START = h(0);
const hour = (instant: number | null) => (instant === null ? null : (instant - START) / HOUR);

/** Who, asked, answered, ended; in hours. */
type Row = [who: string, requested: number, answered: number | null, ended: number | null];

const rowsOf = (entries: TimelineEntry[], input: Parameters<typeof fold>[1] = {}): Row[] =>
  fold(entries, input).reviewRequests.map((request) => [
    request.accountId,
    hour(request.requestedAt) as number,
    hour(request.answeredAt),
    hour(request.endedAt),
  ]);

describe('requests for reviews', () => {
  test.each<[string, TimelineEntry[], Row[]]>([
    ['open', [opened(0), asked(1, '2')], [['2', 1, null, null]]],
    ['answered', [opened(0), asked(1, '2'), review(3, '2', 'commented')], [['2', 1, 3, null]]],
    ['answered in the same second', [opened(0), asked(1, '2'), review(1, '2')], [['2', 1, 1, null]]],
    [
      'of which only the dismissal was seen',
      [opened(0), asked(1, '2'), review(3, '2', undefined, 'a'), dismissed('a', 4)],
      [['2', 1, 3, null]],
    ],
    [
      'to two people',
      [opened(0), asked(1, '2'), asked(1, '3'), review(2, '3')],
      [
        ['2', 1, null, null],
        ['3', 1, 2, null],
      ],
    ],
    [
      'asked twice while it stands',
      [opened(0), asked(1, '2'), asked(4, '2'), review(6, '2')],
      [['2', 1, 6, null]],
    ],
    [
      'asked again after a review',
      [
        opened(0),
        asked(1, '2'),
        review(2, '2', 'changes_requested'),
        asked(5, '2'),
        review(6, '2', 'approved'),
      ],
      [
        ['2', 1, 2, null],
        ['2', 5, 6, null],
      ],
    ],
    [
      'asked again after a review, and open',
      [opened(0), asked(1, '2'), review(2, '2'), asked(5, '2')],
      [
        ['2', 1, 2, null],
        ['2', 5, null, null],
      ],
    ],
    ['taken back', [opened(0), asked(1, '2'), unasked(2, '2'), review(3, '2')], [['2', 1, null, 2]]],
    [
      'taken back and asked again',
      [opened(0), asked(1, '2'), unasked(2, '2'), asked(4, '2'), review(5, '2')],
      [
        ['2', 1, null, 2],
        ['2', 4, 5, null],
      ],
    ],
    [
      'taken back after the answer',
      [opened(0), asked(1, '2'), review(2, '2'), unasked(3, '2')],
      [['2', 1, 2, null]],
    ],
    ['taken back, and never made', [opened(0), unasked(2, '2')], []],
    ['a review before it is no answer', [opened(0), review(1, '2'), asked(2, '2')], [['2', 2, null, null]]],
    ['a review by another is no answer', [opened(0), asked(1, '2'), review(2, '3')], [['2', 1, null, null]]],
    [
      'a comment in the code is no answer',
      [opened(0), asked(1, '2'), { ...at('review_commented', 'c', 2), actorId: '2' }],
      [['2', 1, null, null]],
    ],
    ['to a team', [opened(0), askedTeam(1, '77'), review(2, '2')], []],
    ['merged without an answer', [opened(0), asked(1, '2'), merged(9)], [['2', 1, null, 9]]],
    [
      'an answer after the merge comes too late',
      [opened(0), asked(1, '2'), merged(9), review(10, '2')],
      [['2', 1, null, 9]],
    ],
    ['closed without an answer', [opened(0), asked(1, '2'), closed(9)], [['2', 1, null, 9]]],
    [
      'stands through a close and a reopening',
      [opened(0), asked(1, '2'), closed(5), reopened(6), review(8, '2')],
      [['2', 1, 8, null]],
    ],
    ['asked after the end', [opened(0), merged(9), asked(10, '2'), review(11, '2')], []],
    ['asked in the second of the merge', [opened(0), asked(9, '2'), merged(9)], [['2', 9, null, 9]]],
  ])('%s', (_name, entries, expected) => {
    expect(rowsOf(entries)).toEqual(expected);
    expect(rowsOf([...entries, ...entries].reverse())).toEqual(expected);
  });

  test('another account of the same person is them', () => {
    const personOf = (id: string) => (id === '2' || id === '3' ? 'grace' : undefined);
    const entries = [opened(0), asked(1, '2'), asked(1, '3'), review(3, '3', 'approved')];
    expect(rowsOf(entries, { personOf })).toEqual([['2', 1, 3, null]]);
    expect(rowsOf([opened(0), asked(1, '2'), unasked(2, '3')], { personOf })).toEqual([['2', 1, null, 2]]);
  });

  test('end with the repository', () => {
    expect(rowsOf([opened(0), asked(1, '2')], { repositoryGoneAt: h(7) })).toEqual([['2', 1, null, 7]]);
  });

  test.each([
    ['a person', '2', true],
    ['somebody whom nobody described', '404', true],
    ['a bot', '8', false],
    ['a bot of the organization’s own list', '9', false],
    ['the author', '1', false],
    ['a ghost', '10137', false],
  ])('to %s', (_who, accountId, isCounted) => {
    const { reviewRequests } = fold([opened(0), asked(1, accountId), review(2, accountId, 'approved')]);
    expect(reviewRequests).toMatchObject([{ accountId, isCounted }]);
    expect(reviewRequests[0]?.answeredAt).toBe(isCounted ? h(2) : null);
  });

  test('to another account of the author is one to the author', () => {
    const personOf = (id: string) => (id === '2' ? 'ada' : id === '1' ? 'ada' : undefined);
    expect(fold([opened(0), asked(1, '2')], { personOf }).reviewRequests).toMatchObject([
      { accountId: '2', isCounted: false },
    ]);
  });

  test.each<[string, TimelineEntry[], number]>([
    ['from the request', [opened(0), asked(1, '2'), review(3, '2')], 2],
    ['over a night only its working hours', [opened(0), asked(7, '2'), review(25, '2')], 2],
    [
      'from ready where it was made during the draft',
      [opened(0, true), asked(1, '2'), ready(4), review(6, '2')],
      2,
    ],
    [
      'none where it was answered during the draft',
      [opened(0, true), asked(1, '2'), review(2, '2'), ready(4)],
      0,
    ],
    ['none where it never was ready', [opened(0, true), asked(1, '2'), review(2, '2')], 0],
  ])('are waited for %s', (_name, entries, hours) => {
    expect(fold(entries).reviewRequests[0]?.answeredWorkingSeconds).toBe(hours * 3600);
  });

  test('of random lives: each is answered, ended or open, none before it was made, and one at a time for a person', () => {
    const seen = { answered: 0, ended: 0, open: 0 };
    fc.assert(
      fc.property(lifecycleArbitrary, (life) => {
        const facts = foldLifecycle(life);
        const until = new Map<string, number>();
        for (const request of facts.reviewRequests) {
          const { accountId, requestedAt, answeredAt, endedAt, answeredWorkingSeconds } = request;
          expect(answeredAt !== null && endedAt !== null).toBe(false);
          expect(answeredWorkingSeconds !== null).toBe(answeredAt !== null);
          expect(answeredWorkingSeconds ?? 0).toBeGreaterThanOrEqual(0);
          const end = answeredAt ?? endedAt ?? Number.POSITIVE_INFINITY;
          expect(end).toBeGreaterThanOrEqual(requestedAt);
          expect(requestedAt).toBeGreaterThanOrEqual(until.get(accountId) ?? requestedAt);
          until.set(accountId, end);
          if (answeredAt !== null) seen.answered += 1;
          else seen[endedAt === null ? 'open' : 'ended'] += 1;
          expect(end === Number.POSITIVE_INFINITY && facts.openUntil !== null).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});
