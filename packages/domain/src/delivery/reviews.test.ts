import { describe, expect, test } from 'vitest';
import {
  at,
  dismissed,
  fold,
  h,
  hoursOf,
  merged,
  opened,
  pushed,
  review,
  snapshot,
  spansOf,
} from './timeline.fixture.ts';
import { entryKey, type PullRequestSnapshot, type TimelineEntry } from './timeline.ts';

describe('approval in force', () => {
  test.each<[string, TimelineEntry[], number | null]>([
    ['the last one', [review(1, '2', 'approved'), review(2, '3', 'approved')], 2],
    ['dismissed', [review(1, '2', 'approved', 'a'), dismissed('a', 3)], null],
    ['dismissed after the merge', [review(1, '2', 'approved', 'a'), dismissed('a', 11)], 1],
    [
      'dismissed, an older one stands',
      [review(1, '3', 'approved'), review(2, '2', 'approved', 'a'), dismissed('a', 3)],
      1,
    ],
    [
      'changes requested by the same reviewer',
      [review(1, '2', 'approved'), review(2, '2', 'changes_requested')],
      null,
    ],
    [
      'changes requested after the merge',
      [review(1, '2', 'approved'), review(11, '2', 'changes_requested')],
      1,
    ],
    ['changes requested by another', [review(1, '2', 'approved'), review(2, '3', 'changes_requested')], 1],
    ['a later comment does not void it', [review(1, '2', 'approved'), review(2, '2', 'commented')], 1],
    [
      'approved again',
      [review(1, '2', 'approved'), review(2, '2', 'changes_requested'), review(3, '2', 'approved')],
      3,
    ],
    ['given after the merge', [review(11, '2', 'approved')], null],
    ['given in the second of the merge', [review(10, '2', 'approved')], 10],
    ['only its dismissal was seen', [review(1, '2', undefined, 'a'), dismissed('a', 2)], null],
  ])('%s', (_name, reviews, expected) => {
    const facts = fold([opened(0), ...reviews, merged(10)]);
    expect(facts.approvedAt).toBe(expected === null ? null : h(expected));
  });

  test('a review of which only the dismissal was seen is a review', () => {
    const facts = fold([opened(0), review(1, '2', undefined, 'a'), dismissed('a', 2)]);
    expect(facts.firstReviewAt).toBe(h(1));
    expect(facts.reviews[0]).toMatchObject({ state: null, dismissedAt: h(2), isCounted: true });
    expect(spansOf(facts)).toEqual({ waiting: [[0, 1]], inReview: [[1, null]] });
  });

  test('a review after the merge does not end pickup', () => {
    const facts = fold([opened(0), merged(2), review(3, '2', 'approved')]);
    expect(facts.isMergedWithoutReview).toBe(true);
    expect(hoursOf(facts)).toMatchObject({ unreviewed: 2 });
    expect(facts.reviewCount).toBe(1);
  });
});

describe('rework', () => {
  const asked = review(1, '2', 'changes_requested');
  test.each<[string, TimelineEntry[], number]>([
    ['asked, pushed, reviewed', [asked, pushed(2), review(3, '2', 'approved')], 1],
    [
      'twice',
      [asked, pushed(2), review(3, '2', 'changes_requested'), pushed(4), review(5, '2', 'approved')],
      2,
    ],
    ['no push', [asked, review(3, '2', 'approved')], 0],
    ['no review after it', [asked, pushed(2)], 0],
    ['the push came first', [pushed(0.5), asked, review(3, '2', 'approved')], 0],
    ["another reviewer's review", [asked, pushed(2), review(3, '3', 'approved')], 0],
    [
      'many pushes are one round',
      [asked, pushed(2), pushed(2.5), review(3, '2', 'commented'), review(4, '2', 'approved')],
      1,
    ],
    [
      'a comment between leaves it standing',
      [asked, review(1.5, '2', 'commented'), pushed(2), review(3, '2', 'approved')],
      1,
    ],
    [
      'two reviewers',
      [
        asked,
        review(1.5, '3', 'changes_requested'),
        pushed(2),
        review(3, '2', 'approved'),
        review(4, '3', 'approved'),
      ],
      2,
    ],
    ['asked by a bot', [review(1, '8', 'changes_requested'), pushed(2), review(3, '8', 'approved')], 0],
    ['after the merge', [asked, pushed(2), merged(2.5), review(3, '2', 'approved')], 0],
  ])('%s', (_name, entries, expected) => {
    expect(fold([opened(0), ...entries]).reworkCycles).toBe(expected);
  });

  test('a force push is a push', () => {
    const force = at('head_force_pushed', entryKey.headForcePushed('f'), 2);
    expect(fold([opened(0), asked, force, review(3, '2', 'approved')]).reworkCycles).toBe(1);
  });
});

describe('rework by the heads that were reviewed', () => {
  const on = (entry: TimelineEntry, headSha: string) => ({ ...entry, data: { ...entry.data, headSha } });
  const asked = review(1, '2', 'changes_requested');
  const again = review(3, '2', 'approved');
  test.each<[string, TimelineEntry[], number]>([
    ['another head is a push, though none was told', [on(asked, 'a'), on(again, 'b')], 1],
    ['the same head is none, though one was told', [on(asked, 'a'), pushed(2), on(again, 'a')], 0],
    ['an unknown head leaves it to the pushes', [on(asked, 'a'), pushed(2), again], 1],
  ])('%s', (_name, entries, expected) => {
    expect(fold([opened(0), ...entries, merged(5)]).reworkCycles).toBe(expected);
  });
});

describe('comments on lines', () => {
  const comment = (hours: number, deleted?: number): TimelineEntry => ({
    ...at('review_commented', entryKey.reviewCommented(`c${hours}`), hours),
    data: deleted === undefined ? {} : { deletedAt: h(deleted) },
  });
  const counted = (hours: number, count: number, isSettled = false) => ({
    ...snapshot(),
    reviewComments: { updatedAt: h(hours), count, isSettled },
  });
  test.each<[string, TimelineEntry[], PullRequestSnapshot | null, number]>([
    ['each once', [comment(1), comment(2)], null, 2],
    ['deleted ones not', [comment(1, 3), comment(2)], null, 1],
    ['a later count has them all', [comment(1), comment(2)], counted(2, 7), 7],
    ['and those after it', [comment(1), comment(3)], counted(2, 7), 8],
    ['less those deleted after it', [comment(1, 3), comment(2)], counted(2, 7), 6],
    ['one made and deleted after it is none', [comment(3, 4)], counted(2, 7), 7],
    ['one of its second that it lacks is added', [comment(1), comment(2)], counted(2, 1), 2],
    ['one of its second that it has is not', [comment(1), comment(2)], counted(2, 2), 2],
    ['one deleted in its second that it still has is not', [comment(1, 2), comment(1.5)], counted(2, 2), 1],
    ['what nobody told of stays in it', [comment(1), comment(2)], counted(2, 9), 9],
    ['a deletion that nobody told of too', [comment(1), comment(1.5)], counted(2, 1), 1],
    ['what was read after its second has all of it', [comment(1), comment(2)], counted(2, 1, true), 1],
  ])('%s', (_name, entries, known, expected) => {
    expect(fold([opened(0), ...entries], { snapshot: known }).reviewCommentCount).toBe(expected);
  });
});

test('an open pull request ends with its repository, a closed one has ended before', () => {
  const gone = { repositoryGoneAt: h(6) };
  const open = fold([opened(0), review(1, '2', 'approved')], gone);
  expect(open).toMatchObject({ state: 'open', openUntil: h(6) });
  expect(open.reasons).toContain('repository_gone');
  expect(spansOf(open)).toEqual({ waiting: [[0, 1]], approved: [[1, 6]] });
  expect(fold([opened(0), merged(5)], gone)).toEqual(fold([opened(0), merged(5)]));
  expect(spansOf(fold([opened(7)], gone))).toEqual({});
});

describe('a person with two accounts', () => {
  const personOf = (id: string) => ({ '1': 'ada', '9': 'ada', '2': 'bo', '3': 'bo' })[id];

  test('does not review their own work', () => {
    const facts = fold([opened(0), review(1, '9', 'approved'), merged(10)], { personOf });
    expect(facts).toMatchObject({ firstReviewAt: null, approvedAt: null, isMergedWithoutReview: true });
    expect(facts.reviews).toMatchObject([{ reviewerId: '9', isCounted: false }]);
  });

  test('takes an approval back by the other, and is one reviewer', () => {
    const reviews = [review(1, '2', 'approved'), review(2, '3', 'changes_requested')];
    const facts = fold([opened(0), ...reviews, merged(10)], { personOf });
    expect(facts).toMatchObject({ approvedAt: null, reviewCount: 2, reviewerCount: 1 });
  });

  test('looks again by the other', () => {
    const round = [review(1, '2', 'changes_requested'), pushed(2), review(3, '3', 'approved')];
    expect(fold([opened(0), ...round], { personOf }).reworkCycles).toBe(1);
    expect(fold([opened(0), ...round]).reworkCycles).toBe(0);
  });
});
