/** Random lives of pull requests for property tests, here and in other packages. Never imported by production code. */
import fc from 'fast-check';
import type { Instant } from '../time/instant.ts';
import { DEFAULT_CALENDAR, type WorkingCalendar } from '../time/working-calendar.ts';
import type { PullRequestFacts } from './facts.ts';
import { foldPullRequest } from './fold.ts';
import {
  type AccountSnapshot,
  entryKey,
  type HeadPush,
  mergeSnapshots,
  type PullRequestSnapshot,
  type ReviewState,
  sortTimeline,
  type TimelineData,
  type TimelineEntry,
} from './timeline.ts';

export type Lifecycle = {
  /** What happened, one entry for each fact. */
  entries: readonly TimelineEntry[];
  /** What sources told of it: every entry, and thinner copies of some. */
  reports: readonly TimelineEntry[];
  snapshots: readonly PullRequestSnapshot[];
  author: AccountSnapshot | null;
  accounts: ReadonlyMap<string, AccountSnapshot>;
  pushes: readonly HeadPush[];
  inheritedReadyAt: Instant | null;
  calendar: WorkingCalendar;
  extraBots: readonly string[];
};

const PEOPLE: readonly AccountSnapshot[] = [
  { id: '9007199254740993', login: 'ada', type: 'User' },
  { id: '201', login: 'grace', type: 'User' },
  { id: '202', login: 'linus', type: 'User' },
  { id: '301', login: 'renovate[bot]', type: 'Bot' },
  { id: '302', login: 'Deploy-Robot', type: 'User' },
];
const EXTRA_BOTS = ['deploy-robot'];
/** '404' is an account that nobody described. */
const ACTOR_IDS = [...PEOPLE.map((person) => person.id), '201', '202', '404', null];

export const CALENDARS: readonly WorkingCalendar[] = [
  DEFAULT_CALENDAR,
  { ...DEFAULT_CALENDAR, zone: 'America/New_York', holidays: ['2025-03-10', '2025-12-25'] },
  { ...DEFAULT_CALENDAR, zone: 'Australia/Lord_Howe', weekdays: [1, 2, 3, 4, 5, 6, 7] },
  { ...DEFAULT_CALENDAR, zone: 'America/New_York', weekdays: [7], startMinute: 0, endMinute: 1440 },
];

/** Shortly before clocks change in New York or on Lord Howe, and a Friday evening. */
const STARTS = [
  '2025-03-07T20:00:00Z',
  '2025-04-04T12:00:00Z',
  '2025-10-03T15:30:00Z',
  '2025-10-31T20:00:00Z',
].map((text) => Temporal.Instant.from(text).epochMilliseconds);

const gapSeconds = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 7_200 }) },
  { weight: 4, arbitrary: fc.integer({ min: 3_600, max: 200_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 200_000, max: 2_000_000 }) },
);

const ACTIONS = [
  'push',
  'push',
  'force',
  'review',
  'review',
  'review',
  'dismiss',
  'draft',
  'ready',
  'request',
  'unrequest',
  'edit',
  'close',
  'reopen',
  'merge',
] as const;
type Action = (typeof ACTIONS)[number];

const REVIEW_STATES: readonly ReviewState[] = ['approved', 'changes_requested', 'commented'];

const stepArbitrary = fc.record({
  gap: gapSeconds,
  action: fc.constantFrom(...ACTIONS),
  actorId: fc.constantFrom(...ACTOR_IDS),
  state: fc.constantFrom<(ReviewState | undefined)[]>(...REVIEW_STATES, 'approved', undefined),
  pick: fc.nat({ max: 50 }),
  /** Which parts a second, thinner report of it leaves out; 0 is no second report. */
  thin: fc.nat({ max: 3 }),
});
type Step = {
  gap: number;
  action: Action;
  actorId: string | null;
  state: ReviewState | undefined;
  pick: number;
  thin: number;
};

type World = { isOpen: boolean; isDraft: boolean; isMerged: boolean; reviews: string[] };

/** A believable life does only what GitHub would allow. */
function isAllowed(action: Action, world: World): boolean {
  if (action === 'merge' || action === 'close') return world.isOpen;
  if (action === 'reopen') return !world.isOpen && !world.isMerged;
  if (action === 'draft') return world.isOpen && !world.isDraft;
  if (action === 'ready') return world.isOpen && world.isDraft;
  if (action === 'dismiss') return world.reviews.length > 0;
  return true;
}

function apply(action: Action, world: World): void {
  if (action === 'draft') world.isDraft = true;
  if (action === 'ready') world.isDraft = false;
  if (action === 'reopen') world.isOpen = true;
  if (action === 'merge') world.isMerged = true;
  if (action === 'merge' || action === 'close') world.isOpen = false;
}

function entryOf(step: Step, at: Instant, world: World): TimelineEntry {
  const { actorId, action } = step;
  const plain = (kind: TimelineEntry['kind'], key: string, data: TimelineData = {}): TimelineEntry => ({
    key,
    kind,
    at,
    actorId,
    data,
  });
  const sha = `${action}-${at}-${step.pick}`;
  const who = actorId ?? '0';
  switch (action) {
    case 'push':
      return plain('commits_pushed', entryKey.commitsPushed(sha), { headSha: sha });
    case 'force':
      return plain('head_force_pushed', entryKey.headForcePushed(sha), { headSha: sha });
    case 'review': {
      const reviewId = String(5_000_000_000 + world.reviews.length);
      world.reviews.push(reviewId);
      const data = step.state ? { reviewId, state: step.state } : { reviewId };
      return plain('review_submitted', entryKey.reviewSubmitted(reviewId), data);
    }
    case 'dismiss': {
      const reviewId = world.reviews[step.pick % Math.max(1, world.reviews.length)] ?? 'never-seen';
      return plain('review_dismissed', entryKey.reviewDismissed(reviewId), { reviewId });
    }
    case 'draft':
      return plain('converted_to_draft', entryKey.convertedToDraft(at));
    case 'ready':
      return plain('ready_for_review', entryKey.readyForReview(at));
    case 'request':
      return plain('review_requested', entryKey.reviewRequested(who, at), { requestedAccountId: who });
    case 'unrequest':
      return plain('review_request_removed', entryKey.reviewRequestRemoved(who, at), {
        requestedAccountId: who,
      });
    case 'edit':
      return plain('edited', entryKey.edited(at), { baseChanged: step.pick % 2 === 0 });
    case 'close':
      return plain('closed', entryKey.closed(at));
    case 'merge':
      return plain('merged', entryKey.merged(at));
    case 'reopen':
      return plain('reopened', entryKey.reopened(at));
  }
}

function thinCopy(entry: TimelineEntry, thin: number): TimelineEntry {
  return { ...entry, actorId: thin === 2 ? entry.actorId : null, data: thin === 1 ? entry.data : {} };
}

const snapshotArbitrary = fc.record({
  offset: fc.integer({ min: 0, max: 3_000_000 }),
  draft: fc.constantFrom(true, false, null),
  state: fc.constantFrom<('open' | 'closed')[]>('open', 'closed'),
  headRef: fc.constantFrom('feature', 'revert-17-feature'),
  revertsNumber: fc.constantFrom(null, null, 12),
  additions: fc.option(fc.nat({ max: 5_000 })),
  generated: fc.constantFrom(undefined, undefined, null, 0, 3),
});

const pushArbitrary = fc.record({
  offset: fc.integer({ min: -900_000, max: 100_000 }),
  authored: fc.option(fc.integer({ min: -9_000_000, max: 50_000 })),
  created: fc.boolean(),
  forced: fc.boolean(),
});

const planArbitrary = fc.record({
  start: fc.constantFrom(...STARTS),
  isOdd: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  openedDraft: fc.constantFrom(true, false, undefined),
  author: fc.constantFrom<(number | null)[]>(0, 0, 0, 0, 1, 3, 4, null),
  steps: fc.array(stepArbitrary, { maxLength: 24 }),
  snapshots: fc.array(snapshotArbitrary, { minLength: 1, maxLength: 3 }),
  pushes: fc.array(pushArbitrary, { maxLength: 4 }),
  inherits: fc.constantFrom(null, null, null, -3_600, -400_000, 5_000),
  calendar: fc.constantFrom(...CALENDARS),
});

type Plan = typeof planArbitrary extends fc.Arbitrary<infer T> ? T : never;

function snapshotOf(part: Plan['snapshots'][number], start: Instant): PullRequestSnapshot {
  const updatedAt = start + part.offset * 1000;
  const { additions, generated } = part;
  return {
    base: {
      updatedAt,
      title: 'A change',
      draft: part.draft,
      state: part.state,
      baseRef: 'main',
      headRef: part.headRef,
      headSha: 'abc',
      headRepositoryId: null,
      revertsNumber: part.revertsNumber,
      labels: [],
    },
    size: additions === null ? null : { updatedAt, additions, deletions: 3, changedFiles: 2, commits: 1 },
    ...(generated !== undefined && { generated: { updatedAt, lines: generated } }),
  };
}

function live(plan: Plan): Lifecycle {
  const data: TimelineData = plan.openedDraft === undefined ? {} : { draft: plan.openedDraft };
  const opening = { key: entryKey.opened(), kind: 'opened', at: plan.start, actorId: null, data } as const;
  const entries: TimelineEntry[] = [opening];
  const reports: TimelineEntry[] = [opening, { ...opening, data: {} }];
  const world: World = { isOpen: true, isDraft: plan.openedDraft ?? false, isMerged: false, reviews: [] };
  const known = new Set<string>();
  let at = plan.start;
  for (const step of plan.steps) {
    at += step.gap * 1000;
    if (!plan.isOdd && !isAllowed(step.action, world)) continue;
    apply(step.action, world);
    const entry = entryOf(step, at, world);
    if (known.has(entry.key)) continue;
    known.add(entry.key);
    entries.push(entry);
    reports.push(entry);
    if (step.thin > 0) reports.push(thinCopy(entry, step.thin));
  }
  return {
    entries: sortTimeline(entries),
    reports,
    snapshots: plan.snapshots.map((part) => snapshotOf(part, plan.start)),
    author: plan.author === null ? null : (PEOPLE[plan.author] ?? null),
    accounts: new Map(PEOPLE.map((person) => [person.id, person])),
    pushes: plan.pushes.map((push, index) => ({
      at: plan.start + push.offset * 1000,
      afterSha: `sha-${index}`,
      forced: push.forced,
      created: push.created,
      earliestAuthoredAt: push.authored === null ? null : plan.start + push.authored * 1000,
    })),
    inheritedReadyAt: plan.inherits === null ? null : plan.start + plan.inherits * 1000,
    calendar: plan.calendar,
    extraBots: EXTRA_BOTS,
  };
}

/** Three of four are believable; the rest do impossible things. Many entries share a second. At most about 7 weeks long. */
export const lifecycleArbitrary: fc.Arbitrary<Lifecycle> = planArbitrary.map(live);

/** A life with its reports shuffled, some repeated, and cut into batches as they would arrive. */
export const arrivalArbitrary: fc.Arbitrary<{ life: Lifecycle; batches: TimelineEntry[][] }> =
  lifecycleArbitrary.chain((life) =>
    fc
      .record({
        shuffled: fc.shuffledSubarray([...life.reports], { minLength: life.reports.length }),
        repeated: fc.subarray([...life.reports]),
        size: fc.integer({ min: 1, max: 9 }),
      })
      .map(({ shuffled, repeated, size }) => {
        const all = [...shuffled, ...repeated];
        const batches: TimelineEntry[][] = [];
        for (let from = 0; from < all.length; from += size) batches.push(all.slice(from, from + size));
        return { life, batches };
      }),
  );

export function foldLifecycle(
  life: Lifecycle,
  entries: readonly TimelineEntry[] = life.entries,
): PullRequestFacts {
  const [first, ...rest] = life.snapshots;
  const snapshot = first ? rest.reduce(mergeSnapshots, first) : null;
  return foldPullRequest({ ...life, entries, snapshot });
}
