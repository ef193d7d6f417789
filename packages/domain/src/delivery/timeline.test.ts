import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  entryKey,
  mergeEntries,
  mergeSnapshots,
  mergeTimelines,
  type PullRequestSnapshot,
  sortTimeline,
  TIMELINE_KINDS,
  type TimelineData,
  type TimelineEntry,
} from './timeline.ts';

const dataArbitrary: fc.Arbitrary<TimelineData> = fc.record(
  {
    draft: fc.boolean(),
    headSha: fc.constantFrom('a', 'b'),
    reviewId: fc.constantFrom('1', '2'),
    state: fc.constantFrom<('approved' | 'changes_requested' | 'commented')[]>(
      'approved',
      'changes_requested',
      'commented',
    ),
    requestedAccountId: fc.constantFrom('1', '2'),
    baseChanged: fc.boolean(),
  },
  { requiredKeys: [] },
);
const reportArbitrary: fc.Arbitrary<TimelineEntry> = fc.record({
  key: fc.constant('k'),
  kind: fc.constantFrom(...TIMELINE_KINDS),
  at: fc.integer({ min: 0, max: 3 }),
  actorId: fc.constantFrom('1', '2', null),
  data: dataArbitrary,
});
const timelineArbitrary = fc.array(
  fc.tuple(reportArbitrary, fc.constantFrom('a', 'b', 'c')).map(([entry, key]) => ({ ...entry, key })),
  { maxLength: 6 },
);

const snapshotArbitrary: fc.Arbitrary<PullRequestSnapshot> = fc.record({
  base: fc.record({
    updatedAt: fc.integer({ min: 0, max: 2 }),
    title: fc.constantFrom('a', 'b'),
    draft: fc.constantFrom(true, false, null),
    state: fc.constantFrom<('open' | 'closed')[]>('open', 'closed'),
    baseRef: fc.constant('main'),
    headRef: fc.constant('feature'),
    headSha: fc.constantFrom('x', 'y'),
    headRepositoryId: fc.constantFrom('1', null),
    revertsNumber: fc.constantFrom(12, null),
    labels: fc.subarray(['bug', 'ui']),
  }),
  size: fc.option(
    fc.record({
      updatedAt: fc.integer({ min: 0, max: 2 }),
      additions: fc.nat({ max: 2 }),
      deletions: fc.nat({ max: 2 }),
      changedFiles: fc.constant(1),
      commits: fc.constant(1),
    }),
  ),
  generated: fc.option(fc.record({ updatedAt: fc.nat({ max: 3 }), lines: fc.option(fc.nat({ max: 2 })) })),
  reviewComments: fc.option(
    fc.record(
      { updatedAt: fc.integer({ min: 0, max: 2 }), count: fc.nat({ max: 2 }), isSettled: fc.boolean() },
      { requiredKeys: ['updatedAt', 'count'] },
    ),
  ),
  firstAuthoredAt: fc.option(fc.integer({ min: 0, max: 2 })),
});

function expectJoin<T>(one: fc.Arbitrary<T>, join: (a: T, b: T) => T): void {
  fc.assert(
    fc.property(one, one, one, (a, b, c) => {
      expect(join(a, b)).toEqual(join(b, a));
      expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
      expect(join(a, a)).toEqual(a);
      expect(join(a, join(a, b))).toEqual(join(a, b));
    }),
    { numRuns: 500 },
  );
}

describe('joins are commutative, associative and idempotent', () => {
  test('mergeEntries', () => expectJoin(reportArbitrary, mergeEntries));
  test('mergeSnapshots', () => expectJoin(snapshotArbitrary, mergeSnapshots));
  test('mergeTimelines', () =>
    expectJoin(
      timelineArbitrary.map((entries) => mergeTimelines(entries, [])),
      mergeTimelines,
    ));
});

describe('mergeEntries', () => {
  const known: TimelineEntry = {
    key: entryKey.reviewSubmitted('7'),
    kind: 'review_submitted',
    at: 5,
    actorId: '1',
    data: { reviewId: '7', state: 'approved' },
  };

  test('known beats unknown', () => {
    const thin: TimelineEntry = { ...known, actorId: null, data: { reviewId: '7' } };
    expect(mergeEntries(thin, known)).toEqual(known);
  });

  test('what only one of them knows is kept from both', () => {
    const other: TimelineEntry = { ...known, at: 4, data: { headSha: 'x' } };
    expect(mergeEntries(known, other)).toEqual({ ...known, at: 4, data: { ...known.data, headSha: 'x' } });
  });
});

describe('order', () => {
  test('by instant, then rank of the kind, then key, and not by arrival', () => {
    const entry = (key: string, kind: TimelineEntry['kind'], at: number): TimelineEntry => ({
      key,
      kind,
      at,
      actorId: null,
      data: {},
    });
    const sorted = [
      entry('z', 'opened', 1),
      entry('a', 'closed', 1),
      entry('a', 'commits_pushed', 2),
      entry('a', 'review_submitted', 2),
      entry('b', 'review_submitted', 2),
      entry('a', 'merged', 2),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
        expect(sortTimeline(shuffled)).toEqual(sorted);
      }),
    );
  });
});

describe('mergeSnapshots', () => {
  const base: PullRequestSnapshot['base'] = {
    updatedAt: 10,
    title: 'old',
    draft: false,
    state: 'open',
    baseRef: 'main',
    headRef: 'feature',
    headSha: 'x',
    headRepositoryId: null,
    revertsNumber: null,
    labels: [],
  };
  const size = { updatedAt: 10, additions: 5, deletions: 1, changedFiles: 2, commits: 3 };

  test('a newer payload without sizes does not erase them, an older one changes nothing', () => {
    const newer = { ...base, updatedAt: 20, title: 'new' };
    const merged = { base: newer, size, generated: null, reviewComments: null, firstAuthoredAt: null };
    expect(mergeSnapshots({ base, size }, { base: newer, size: null })).toEqual(merged);
    const older = { ...size, updatedAt: 5, additions: 99 };
    expect(mergeSnapshots({ base: newer, size }, { base, size: older })).toEqual(merged);
  });
});

test('natural keys of different facts differ', () => {
  const keys = [
    entryKey.opened(),
    entryKey.closed(1),
    entryKey.closed(2),
    entryKey.merged(1),
    entryKey.reopened(1),
    entryKey.readyForReview(1),
    entryKey.convertedToDraft(1),
    entryKey.reviewSubmitted('1'),
    entryKey.reviewDismissed('1'),
    entryKey.commitsPushed('1'),
    entryKey.headForcePushed('1'),
    entryKey.reviewRequested('1', 1),
    entryKey.reviewRequested('team:1', 1),
    entryKey.reviewRequestRemoved('1', 1),
    entryKey.edited(1),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('of two counts of one second the one that was read after it is the newest, whatever it says', () => {
  const known = fc.sample(snapshotArbitrary, 1)[0] as PullRequestSnapshot;
  const counted = (count: number, isSettled: boolean) => ({
    ...known,
    reviewComments: { updatedAt: 1_000, count, isSettled },
  });
  const [told, read] = [counted(9, false), counted(1, true)];
  expect(mergeSnapshots(told, read).reviewComments?.count).toBe(1);
  expect(mergeSnapshots(read, told).reviewComments?.count).toBe(1);
});
