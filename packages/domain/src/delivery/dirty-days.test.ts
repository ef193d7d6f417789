import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeDailyMetrics, type MeasuredPullRequest } from '../metrics/daily-metrics.ts';
import { addDays, dayStart, daysIn, localDayOf } from '../time/local-day.ts';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import { dirtyDays, type SignedFacts } from './dirty-days.ts';
import { foldPullRequest } from './fold.ts';
import { foldLifecycle, lifecycleArbitrary } from './lifecycle.arbitrary.ts';
import { entryKey, type TimelineEntry } from './timeline.ts';

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const entry = (kind: TimelineEntry['kind'], key: string, text: string): TimelineEntry => ({
  key,
  kind,
  at: at(text),
  actorId: '2',
  data: {},
});
const opened = (text: string, draft = false): TimelineEntry => ({
  ...entry('opened', entryKey.opened(), text),
  data: { draft },
});
const reviewed = (text: string): TimelineEntry => ({
  ...entry('review_submitted', entryKey.reviewSubmitted('7'), text),
  data: { reviewId: '7', state: 'commented' },
});
const merged = (text: string) => entry('merged', entryKey.merged(at(text)), text);
const closed = (text: string) => entry('closed', entryKey.closed(at(text)), text);

function factsOf(...entries: TimelineEntry[]): SignedFacts {
  return foldPullRequest({
    entries,
    snapshot: null,
    author: { id: '1', login: 'ada', type: 'User' },
    accounts: new Map(),
    pushes: [],
    inheritedReadyAt: null,
    calendar: DEFAULT_CALENDAR,
  });
}

const days = (before: SignedFacts | null, after: SignedFacts | null, today: string, zone = 'UTC') =>
  dirtyDays({ before, after, zone, today });

describe('dirty days', () => {
  const open = opened('2025-05-01T10:00:00Z');

  test('a new pull request: its events and every day at whose end it was open', () => {
    expect(days(null, factsOf(open, merged('2025-05-03T10:00:00Z')), '2025-05-10')).toEqual([
      '2025-05-01',
      '2025-05-02',
      '2025-05-03',
    ]);
    expect(days(null, factsOf(open), '2025-05-03')).toEqual(['2025-05-01', '2025-05-02', '2025-05-03']);
  });

  test('nothing changed: none', () => {
    const facts = factsOf(open, reviewed('2025-05-02T10:00:00Z'));
    expect(days(facts, structuredClone(facts), '2025-05-10')).toEqual([]);
    expect(days(null, null, '2025-05-10')).toEqual([]);
  });

  test('a first review changes the days from it on', () => {
    const after = factsOf(open, reviewed('2025-05-03T10:00:00Z'));
    expect(days(factsOf(open), after, '2025-05-05')).toEqual(['2025-05-03', '2025-05-04', '2025-05-05']);
  });

  test('a review seen late, after the merge, changes the merge and its own day onward', () => {
    const merge = merged('2025-05-06T10:00:00Z');
    const after = factsOf(open, reviewed('2025-05-04T10:00:00Z'), merge);
    expect(days(factsOf(open, merge), after, '2025-05-09')).toEqual([
      '2025-05-04',
      '2025-05-05',
      '2025-05-06',
    ]);
  });

  test('a close takes back the days that it was not open', () => {
    const after = factsOf(open, closed('2025-05-03T00:00:00Z'));
    expect(days(factsOf(open), after, '2025-05-05')).toEqual(['2025-05-03', '2025-05-04', '2025-05-05']);
  });

  test('days are those of the zone', () => {
    const before = factsOf(open);
    const after = factsOf(open, merged('2025-05-02T03:00:00Z'));
    expect(days(before, after, '2025-05-02', 'America/New_York')).toEqual(['2025-05-01', '2025-05-02']);
    expect(days(before, after, '2025-05-02', 'UTC')).toEqual(['2025-05-02']);
  });

  test('a change of ready_at changes the age on every day it stood ready, and whose team’s it is since it was opened', () => {
    const before = factsOf(
      opened('2025-05-01T10:00:00Z', true),
      entry('ready_for_review', 'r', '2025-05-02T10:00:00Z'),
    );
    const after = { ...before, readyAt: at('2025-05-02T11:00:00Z') };
    const since = ['2025-05-01', '2025-05-02', '2025-05-03', '2025-05-04'];
    expect(days(before, after, '2025-05-04')).toEqual(since);
  });

  test('a changed signature, and an author who turns out to be a bot, change every day of it', () => {
    const facts = factsOf(open, reviewed('2025-05-02T10:00:00Z'), merged('2025-05-03T10:00:00Z'));
    const all = ['2025-05-01', '2025-05-02', '2025-05-03'];
    expect(days({ ...facts, signature: 'team a' }, { ...facts, signature: 'team b' }, '2025-05-09')).toEqual(
      all,
    );
    expect(days(facts, { ...facts, isCounted: false }, '2025-05-09')).toEqual(all);
    expect(days({ ...facts, isCounted: false }, null, '2025-05-09')).toEqual([]);
  });

  test('feedback during draft changes the day of ready, on which it counts', () => {
    const draft = opened('2025-05-01T10:00:00Z', true);
    const ready = entry('ready_for_review', 'r', '2025-05-02T10:00:00Z');
    const close = closed('2025-05-02T11:00:00Z');
    const after = factsOf(draft, reviewed('2025-05-01T11:00:00Z'), ready, close);
    expect(days(factsOf(draft, ready, close), after, '2025-05-04')).toEqual(['2025-05-01', '2025-05-02']);
  });

  test('today is read as of now, so a difference within it counts; within an earlier day it does not', () => {
    const close = closed('2025-05-02T15:00:00Z');
    const draft = entry('converted_to_draft', 'd', '2025-05-02T14:00:00Z');
    const [before, after] = [factsOf(open, close), factsOf(open, draft, close)];
    expect(days(before, after, '2025-05-02')).toEqual(['2025-05-02']);
    expect(days(before, after, '2025-05-03')).toEqual([]);
  });

  test('another reviewer changes the day of the review', () => {
    const review = reviewed('2025-05-02T10:00:00Z');
    const after = factsOf(open, { ...review, actorId: '3' });
    expect(days(factsOf(open, review), after, '2025-05-04')).toEqual(['2025-05-02']);
  });

  test('a request for a review changes the day it was made and the day it was answered', () => {
    const asked = {
      ...entry('review_requested', 'q', '2025-05-02T10:00:00Z'),
      data: { requestedAccountId: '2' },
    };
    const review = reviewed('2025-05-04T10:00:00Z');
    const [without, made] = [factsOf(open), factsOf(open, asked)];
    expect(days(without, made, '2025-05-06')).toEqual(['2025-05-02']);
    expect(days(factsOf(open, review), factsOf(open, asked, review), '2025-05-06')).toEqual([
      '2025-05-02',
      '2025-05-04',
    ]);
    const toAuthor = { ...asked, data: { requestedAccountId: '1' } };
    expect(days(without, factsOf(open, toAuthor), '2025-05-06')).toEqual([]);
  });

  test('one that was open for seven years', () => {
    const old = opened('2018-05-01T10:00:00Z');
    const all = days(null, factsOf(old), '2025-05-01');
    expect(all).toHaveLength(2558);
    expect([all[0], all.at(-1)]).toEqual(['2018-05-01', '2025-05-01']);
    const today = days(factsOf(old), factsOf(old, reviewed('2025-05-01T08:00:00Z')), '2025-05-01');
    expect(today).toEqual(['2025-05-01']);
  });
});

const TARGETS = {
  organization: { reviewWorkingSeconds: 7_200, cycleWorkingSeconds: 14_400 },
  isCycleTargetChosen: true,
  dated: [],
};

describe('a day that is not listed has the same metrics before and after', () => {
  const measure = (facts: SignedFacts, variant: number): MeasuredPullRequest => ({
    facts: { ...facts, signature: String(variant) } as SignedFacts,
    repositoryId: 'r',
    authorContributorId: variant === 2 ? 'c2' : 'c1',
    teamId: 't',
    additions: variant === 1 ? 70 : 7,
    deletions: 1,
    commits: 1,
    reviews: facts.reviews.map(({ reviewId, reviewerId }) => ({
      reviewId,
      contributorId: reviewerId,
      teamId: null,
    })),
    reviewRequests: facts.reviewRequests
      .filter(({ isCounted }) => isCounted)
      .map(({ accountId, requestedAt, answeredAt, answeredWorkingSeconds }) => ({
        requestedAt,
        answeredAt,
        answeredWorking: answeredWorkingSeconds,
        contributorId: accountId,
        teamId: null,
        answeredTeamId: null,
      })),
  });
  const scenario = fc
    .record({
      life: lifecycleArbitrary,
      keep: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
      isNew: fc.boolean(),
      variants: fc.constantFrom([0, 0], [0, 0], [0, 1], [0, 2]),
      zone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati'),
      nowDays: fc.integer({ min: 0, max: 45 }),
      isOtherAuthor: fc.boolean(),
    })
    .map(({ life, keep, ...rest }) => {
      const known = life.entries.filter((one, index) => one.kind === 'opened' || keep[index]);
      return { ...rest, life, known };
    });

  test('for random changes of random lives', () => {
    let changes = 0;
    let spared = 0;
    fc.assert(
      fc.property(scenario, ({ life, known, isNew, variants, zone, nowDays, isOtherAuthor }) => {
        const earlier = isOtherAuthor ? { ...life, author: null } : life;
        const before = isNew ? null : measure(foldLifecycle(earlier, known), variants[0] ?? 0);
        const after = measure(foldLifecycle(life), variants[1] ?? 0);
        const start = after.facts.openedAt;
        const now = start + nowDays * 86_400_000 + 12_345;
        const dirty = new Set(
          dirtyDays({
            before: before?.facts ?? null,
            after: after.facts,
            zone,
            today: localDayOf(now, zone),
          }),
        );
        const rows = (day: string, item: MeasuredPullRequest | null) =>
          computeDailyMetrics({
            organizationId: 'o',
            facts: item ? [item] : [],
            pushes: [],
            day,
            zone,
            calendar: life.calendar,
            teamCalendars: new Map(),
            now,
            targets: TARGETS,
          });
        const first = addDays(localDayOf(start, zone), -6);
        for (const day of daysIn(first, addDays(first, 58))) {
          if (dirty.has(day)) continue;
          expect(rows(day, after), day).toEqual(rows(day, before));
          if (dayStart(day, zone) > start && rows(day, after).length > 0) spared += 1;
        }
        changes += dirty.size;
      }),
      { numRuns: 300 },
    );
    expect(changes).toBeGreaterThan(300);
    expect(spared).toBeGreaterThan(100);
  });
});
