import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import type { FactReason } from './facts.ts';
import type { FoldInput } from './fold.ts';
import {
  at,
  closed,
  dismissed,
  fold,
  h,
  hoursOf,
  merged,
  opened,
  push,
  pushed,
  reopened,
  review,
  snapshot,
  spansOf,
} from './timeline.fixture.ts';
import { entryKey, type PullRequestSnapshot, type TimelineEntry } from './timeline.ts';

describe('durations', () => {
  test('reviewed, approved and merged: every phase on both clocks', () => {
    const facts = fold([opened(0), review(2, '2', 'commented'), review(4, '2', 'approved'), merged(25)], {
      pushes: [push(-1, -3, true)],
    });
    expect(hoursOf(facts)).toEqual({ coding: 3, lead: 28, cycle: 25, pickup: 2, review: 2, mergeWait: 21 });
    // 8 working hours a day: 09:00 to 17:00 on Monday, one hour on Tuesday.
    expect(facts.durations.cycle?.working).toBe(9 * 3600);
    expect(facts.durations.mergeWait?.working).toBe(5 * 3600);
    expect(facts.durations.coding?.working).toBe(0);
    expect(facts.reasons).toEqual([]);
  });

  test('Friday 20:00 to Monday 08:00 is 60 elapsed hours and 12 without the weekend days', () => {
    const calendar = { ...DEFAULT_CALENDAR, startMinute: 0, endMinute: 1440 };
    const friday = 4 * 24 + 11;
    const facts = fold([opened(friday), merged(friday + 60)], { calendar });
    expect(facts.durations.cycle).toEqual({ elapsed: 60 * 3600, working: 12 * 3600 });
  });

  test('no review is absent, not zero', () => {
    const facts = fold([opened(0), merged(5)]);
    expect(hoursOf(facts)).toEqual({ lead: 5, cycle: 5, unreviewed: 5 });
    expect(facts.isMergedWithoutReview).toBe(true);
    expect(facts.reasons).toEqual<FactReason[]>(['first_commit_unknown', 'not_reviewed']);
  });

  test('reviewed without an approval in force: review runs to the merge', () => {
    const facts = fold([opened(0), review(1, '2', 'commented'), merged(5)]);
    expect(hoursOf(facts)).toEqual({ lead: 5, cycle: 5, pickup: 1, review: 4 });
    expect(facts.reasons).toContain('no_approval_in_force');
    expect(facts.isMergedWithoutReview).toBe(false);
  });

  test.each<[string, TimelineEntry[]]>([
    ['open', [opened(0), review(1, '2', 'approved')]],
    ['closed unmerged', [opened(0), review(1, '2', 'approved'), closed(2)]],
  ])('%s: none exists', (_name, entries) => {
    const facts = fold(entries, { pushes: [push(-1, -3, true)] });
    expect(facts.durations).toEqual({});
    expect(facts.firstReviewAt).toBe(h(1));
    expect(facts.reasons).toEqual(['not_merged']);
  });

  test('a merge before the opening is impossible: no durations, and the reason', () => {
    const facts = fold([opened(5), review(6, '2', 'approved'), merged(1)]);
    expect(facts.durations).toEqual({});
    expect(facts.reasons).toContain('impossible_order');
    expect(spansOf(facts)).toEqual({});
  });

  test('milliseconds never make the phases disagree', () => {
    const entries = [opened(0), review(1, '2', 'approved'), merged(2)].map((entry, index) => ({
      ...entry,
      at: entry.at + ([999, 500, 1][index] ?? 0),
    }));
    const { cycle, pickup, review: reviewing, mergeWait } = fold(entries).durations;
    expect((pickup?.elapsed ?? 0) + (reviewing?.elapsed ?? 0) + (mergeWait?.elapsed ?? 0)).toBe(
      cycle?.elapsed,
    );
    expect([cycle?.elapsed, pickup?.elapsed]).toEqual([7_200, 3_600]);
  });
});

describe('who reviews', () => {
  test.each<[string, string | null]>([
    ['the author', '1'],
    ['a bot', '8'],
    ["a bot of the organization's list", '9'],
    ['a ghost', null],
    ["GitHub's ghost account", '10137'],
  ])('%s does not end pickup', (_name, actorId) => {
    const facts = fold([opened(0), review(1, actorId, 'approved'), merged(5)]);
    expect(facts.firstReviewAt).toBeNull();
    expect(facts.approvedAt).toBeNull();
    expect(facts.isMergedWithoutReview).toBe(true);
    expect(facts.reviewCount).toBe(0);
    expect(facts.reviews).toHaveLength(1);
  });

  test('an account that nobody described is a person', () => {
    expect(fold([opened(0), review(1, '404', 'approved')]).firstReviewAt).toBe(h(1));
  });

  test('a review request, a push or an edit is not a review', () => {
    const request = at('review_requested', entryKey.reviewRequested('2', h(1)), 1);
    const edit = at('edited', entryKey.edited(h(3)), 3);
    expect(fold([opened(0), request, pushed(2), edit]).firstReviewAt).toBeNull();
  });

  test('counts reviews and the people who gave them', () => {
    const facts = fold([
      opened(0),
      review(1, '2', 'commented'),
      review(2, '2', 'approved'),
      review(3, '3', 'approved'),
    ]);
    expect([facts.reviewCount, facts.reviewerCount]).toEqual([3, 2]);
  });

  test.each<[string, FoldInput['author'], FactReason]>([
    ['bot', { id: '8', login: 'renovate[bot]', type: 'Bot' }, 'author_is_bot'],
    ['listed bot', { id: '9', login: 'Deploy-Robot', type: 'User' }, 'author_is_bot'],
    ['ghost', null, 'author_is_ghost'],
  ])('a %s author is kept and not counted', (_name, author, reason) => {
    const facts = fold([opened(0), review(1, '2', 'approved'), merged(2)], { author });
    expect(facts.isCounted).toBe(false);
    expect(facts.reasons).toContain(reason);
  });
});

describe('closing, reopening, merging', () => {
  test.each<[string, TimelineEntry[], string, number | null]>([
    ['open', [opened(0)], 'open', null],
    ['closed', [opened(0), closed(2)], 'closed', 2],
    ['reopened is open again', [opened(0), closed(2), reopened(4)], 'open', null],
    ['last close wins', [opened(0), closed(2), reopened(4), closed(6)], 'closed', 6],
    ['two closes without a reopening', [opened(0), closed(2), closed(6)], 'closed', 6],
    ['merged is final', [opened(0), merged(2), reopened(4), closed(6)], 'merged', 2],
    [
      'merged and closed a second apart',
      [opened(0), closed(2), merged(2 + 1 / 3600)],
      'merged',
      2 + 1 / 3600,
    ],
    ['closed a second after the merge', [opened(0), merged(2), closed(2 + 1 / 3600)], 'merged', 2],
  ])('%s', (_name, entries, state, end) => {
    const facts = fold(entries, { snapshot: snapshot({ updatedAt: h(-1) }) });
    expect(facts.state).toBe(state);
    expect(facts.openUntil).toBe(end === null ? null : h(end));
    expect(facts.closedAt).toBe(facts.openUntil);
    expect(facts.mergedAt).toBe(state === 'merged' ? facts.openUntil : null);
  });

  test('time between close and reopening is not open', () => {
    const facts = fold([
      opened(0),
      review(1, '2', 'commented'),
      closed(2),
      review(3, '2', 'approved'),
      reopened(4),
    ]);
    expect(spansOf(facts)).toEqual({ waiting: [[0, 1]], inReview: [[1, 2]], approved: [[4, null]] });
  });

  test('a newer snapshot that says open voids the close', () => {
    const entries = [opened(0), closed(2)];
    const facts = fold(entries, { snapshot: snapshot({ state: 'open', updatedAt: h(3) }) });
    expect(facts).toMatchObject({ state: 'open', closedAt: null, openUntil: null });
    expect(facts.reasons).toContain('reopen_not_seen');
    expect(spansOf(facts)).toEqual({ waiting: [[0, null]] });
    expect(fold(entries, { snapshot: snapshot({ state: 'open', updatedAt: h(2) }) }).state).toBe('closed');
    expect(fold(entries, { snapshot: snapshot({ state: 'closed', updatedAt: h(3) }) }).state).toBe('closed');
  });

  test('approval withdrawn goes back to in review', () => {
    const facts = fold([
      opened(0),
      review(1, '2', 'approved', 'a'),
      dismissed('a', 2),
      review(3, '3', 'approved'),
    ]);
    expect(spansOf(facts)).toEqual({
      waiting: [[0, 1]],
      approved: [
        [1, 2],
        [3, null],
      ],
      inReview: [[2, 3]],
    });
  });
});

describe('reverts', () => {
  test.each<[string, Partial<PullRequestSnapshot['base']>, number | null]>([
    ['neither', {}, null],
    ['the body', { revertsNumber: 12 }, 12],
    ['the head branch', { headRef: 'revert-17-feature' }, 17],
    ['the body before the branch', { revertsNumber: 12, headRef: 'revert-17-feature' }, 12],
    ['a branch that only looks like it', { headRef: 'revert-the-17-things' }, null],
    ['a number that is none of a pull request', { headRef: 'revert-99999999999-feature' }, null],
    ['a branch of a branch', { headRef: 'fix/revert-17-x' }, null],
  ])('%s', (_name, base, expected) => {
    expect(fold([opened(0)], { snapshot: snapshot(base) }).revertsNumber).toBe(expected);
  });
});

test('no snapshot and no opening entry still fold; nothing at all does not', () => {
  expect(fold([review(1, '2', 'approved'), merged(3)], { snapshot: null })).toMatchObject({
    openedAt: h(1),
    state: 'merged',
  });
  expect(() => fold([])).toThrow(AppError);
});
