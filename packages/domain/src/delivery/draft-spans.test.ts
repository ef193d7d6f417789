import { describe, expect, test } from 'vitest';
import { inheritsReadyFrom } from './fold.ts';
import {
  closed,
  drafted,
  fold,
  h,
  hoursOf,
  merged,
  opened,
  ready,
  reopened,
  review,
  snapshot,
  spansOf,
} from './timeline.fixture.ts';
import type { TimelineEntry } from './timeline.ts';

describe('drafts', () => {
  test('draft time is not waiting, and a review during draft counts at ready', () => {
    const facts = fold([opened(0, true), review(1, '2', 'approved'), ready(4), merged(6)]);
    expect(facts.readyAt).toBe(h(4));
    expect(facts.firstReviewAt).toBe(h(4));
    expect(facts.approvedAt).toBe(h(4));
    expect(facts.hasEarlyFeedback).toBe(true);
    expect(hoursOf(facts)).toMatchObject({ cycle: 2, pickup: 0, review: 0, mergeWait: 2 });
    expect(spansOf(facts)).toEqual({ draft: [[0, 4]], approved: [[4, 6]] });
  });

  test.each<[string, TimelineEntry[], boolean | null, number | null]>([
    ['told: no draft', [opened(0, false), ready(2)], true, 0],
    ['not told, first event ready: was one', [opened(0), ready(2)], false, 2],
    ['not told, first event draft: was none', [opened(0), drafted(2), ready(3)], true, 0],
    ['no event: the snapshot', [opened(0)], true, null],
    ['no event, old snapshot: none', [opened(0)], null, 0],
    ['still in its first draft', [opened(0, true)], false, null],
    ['closed in its first draft', [opened(0, true), closed(3)], false, null],
    ['marked ready after the close', [opened(0, true), closed(3), ready(4)], false, null],
    ['merged in its first draft: the merge ends it', [opened(0, true), merged(3)], null, 3],
    ['ready after being reopened', [opened(0, true), closed(3), reopened(5), ready(6)], null, 6],
  ])('ready_at: %s', (_name, entries, draft, expected) => {
    const facts = fold(entries, { snapshot: snapshot({ draft, updatedAt: h(-1) }) });
    expect(facts.readyAt).toBe(expected === null ? null : h(expected));
  });

  test('later drafts do not move ready_at and add up', () => {
    const facts = fold([opened(0, true), ready(1), drafted(2), ready(4), drafted(6), merged(9)]);
    expect(facts.readyAt).toBe(h(1));
    expect(facts.draftAfterReadySeconds).toBe(5 * 3600);
    expect(facts.isDraft).toBe(true);
    expect(spansOf(facts)).toEqual({
      draft: [
        [0, 1],
        [2, 4],
        [6, 9],
      ],
      waiting: [
        [1, 2],
        [4, 6],
      ],
    });
  });

  test('a draft without end has reviews but no first review yet', () => {
    const facts = fold([opened(0, true), review(1, '2', 'commented')]);
    expect(facts).toMatchObject({
      firstReviewAt: null,
      hasEarlyFeedback: false,
      isDraft: true,
      reviewCount: 1,
    });
    expect(facts.reasons).toEqual(['not_merged']);
  });
});

describe('close and reopen as new', () => {
  const predecessor = { closedAt: h(10), mergedAt: null, readyAt: h(1) };
  test.each<[string, Parameters<typeof inheritsReadyFrom>[0], number, number | null]>([
    ['within 7 days', predecessor, 10 + 7 * 24, 1],
    ['later', predecessor, 10.1 + 7 * 24, null],
    ['opened before the other was closed', predecessor, 9, null],
    ['merged', { ...predecessor, mergedAt: h(10) }, 11, null],
    ['still open', { ...predecessor, closedAt: null }, 11, null],
    ['never ready', { ...predecessor, readyAt: null }, 11, null],
  ])('%s', (_name, facts, openedAt, expected) => {
    expect(inheritsReadyFrom(facts, h(openedAt))).toBe(expected === null ? null : h(expected));
  });

  test('the inherited instant is ready_at, also of a draft, and only time open is counted as open', () => {
    const facts = fold([opened(12, true), ready(14), merged(20)], { inheritedReadyAt: h(1) });
    expect(facts.readyAt).toBe(h(1));
    expect(facts.reasons).toContain('ready_inherited');
    expect(hoursOf(facts)).toMatchObject({ cycle: 19, unreviewed: 19 });
    expect(facts.draftAfterReadySeconds).toBe(2 * 3600);
    expect(spansOf(facts)).toEqual({ draft: [[12, 14]], waiting: [[14, 20]] });
  });

  test('an instant after the opening is not inherited', () => {
    expect(fold([opened(0)], { inheritedReadyAt: h(1) }).readyAt).toBe(h(0));
  });
});
