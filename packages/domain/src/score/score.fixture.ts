/** Pull requests and inputs for the tests of the score. Never imported by production code. */
import fc from 'fast-check';
import { addDays, dayStart } from '../time/local-day.ts';
import { DEFAULT_CALENDAR, type WorkingCalendar, workingSecondsBetween } from '../time/working-calendar.ts';
import { calendarOf, type ScoredPullRequest, type ScoreInput } from './scored-pull-request.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Every hour of every day is worked, so the working clock is the elapsed one. */
export const ROUND_THE_CLOCK: WorkingCalendar = {
  ...DEFAULT_CALENDAR,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startMinute: 0,
  endMinute: 1440,
};

/** A Sunday. */
export const SCORE_DAY = '2025-06-29';
/** The end of the score's day in UTC. */
export const END = dayStart(addDays(SCORE_DAY, 1), 'UTC');

type Story = {
  id: string;
  teamId?: string | null;
  /** Milliseconds since 1970; the draft before it lasts from `draftFrom`. */
  readyAt: number | null;
  draftFrom?: number;
  /** Draft again, within the life. */
  draftAgain?: { from: number; to: number };
  endedAt?: number | null;
  state?: ScoredPullRequest['state'];
  revertedAt?: number | null;
  sleHours?: number;
};

/** A pull request that is as its story says: spans and working seconds follow from the instants. */
export function pullRequest(story: Story, calendar: WorkingCalendar = ROUND_THE_CLOCK): ScoredPullRequest {
  const { readyAt, endedAt = null, draftAgain, draftFrom } = story;
  const readySpans = [];
  if (readyAt !== null) {
    readySpans.push({ from: readyAt, to: draftAgain?.from ?? endedAt });
    if (draftAgain && (endedAt === null || draftAgain.to < endedAt))
      readySpans.push({ from: draftAgain.to, to: endedAt });
  }
  return {
    id: story.id,
    teamId: story.teamId ?? null,
    state: story.state ?? (endedAt === null ? 'open' : 'merged'),
    readyAt,
    endedAt,
    workingSecondsToEnd:
      readyAt === null || endedAt === null ? null : workingSecondsBetween(calendar, readyAt, endedAt),
    revertedAt: story.revertedAt ?? null,
    sleWorkingSeconds: (story.sleHours ?? 10) * 3600,
    readySpans,
    draftSpans: [
      ...(draftFrom === undefined ? [] : [{ from: draftFrom, to: readyAt ?? endedAt }]),
      ...(draftAgain ? [draftAgain] : []),
    ],
  };
}

export function scoreInput(
  pullRequests: readonly ScoredPullRequest[],
  extra: Partial<ScoreInput> = {},
): ScoreInput {
  return {
    day: SCORE_DAY,
    zone: 'UTC',
    pullRequests,
    calendar: ROUND_THE_CLOCK,
    teamCalendars: new Map(),
    leftOut: [],
    seed: `organization acme ${SCORE_DAY}`,
    ...extra,
  };
}

/** `count` pull requests of one kind: ready at noon of the 20th and following days before the end, if no other day is named. */
export function several(
  prefix: string,
  count: number,
  told: { hours: number | null; daysBefore?: number; state?: ScoredPullRequest['state']; teamId?: string },
): ScoredPullRequest[] {
  const { hours, daysBefore = 20, ...rest } = told;
  return Array.from({ length: count }, (_, index) => {
    const readyAt = END - (daysBefore + (index % 10)) * DAY - 12 * HOUR;
    const endedAt = hours === null ? null : readyAt + hours * HOUR;
    return pullRequest({ id: `${prefix}${String(index).padStart(3, '0')}`, readyAt, endedAt, ...rest });
  });
}

/** Fixed offsets, so that an oracle can do with plain arithmetic. */
export const ORGANIZATION_OFFSET_HOURS = -5;
export const ORGANIZATION_ZONE = 'Etc/GMT+5';
const OWN_CALENDARS: readonly (readonly [string, WorkingCalendar])[] = [
  ['east', { ...DEFAULT_CALENDAR, zone: 'Etc/GMT-9', holidays: ['2025-06-10', '2025-05-02'] }],
  ['night', { ...DEFAULT_CALENDAR, zone: 'UTC', weekdays: [2, 4, 6], startMinute: 0, endMinute: 1440 }],
];
export const ORGANIZATION_CALENDAR: WorkingCalendar = { ...DEFAULT_CALENDAR, zone: ORGANIZATION_ZONE };
const CALENDARS = { calendar: ORGANIZATION_CALENDAR, teamCalendars: new Map(OWN_CALENDARS) };
const SLE_HOURS: Record<string, number> = { east: 8, night: 30, plain: 16, none: 40 };
const RANDOM_END = dayStart(addDays(SCORE_DAY, 1), ORGANIZATION_ZONE);

const randomStory = fc.record({
  team: fc.constantFrom('east', 'night', 'plain', null),
  age: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -48, max: 75 * 24 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 250 * 24 }) },
  ),
  life: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 800 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  state: fc.constantFrom('merged', 'merged', 'merged', 'merged', 'closed', 'open'),
  draft: fc.option(fc.integer({ min: 0, max: 900 }), { nil: undefined }),
  again: fc.option(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 900 })), {
    nil: undefined,
  }),
  reverted: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null, freq: 2 }),
  isReady: fc.integer({ min: 0, max: 9 }).map((value) => value > 0),
});
type RandomStory = typeof randomStory extends fc.Arbitrary<infer Value> ? Value : never;

/** A life on whole hours; `open` with an end is one whose repository is gone. */
export function randomPullRequest(id: string, story: RandomStory): ScoredPullRequest {
  const readyAt = RANDOM_END - story.age * HOUR;
  const endedAt = story.life === null ? null : readyAt + story.life * HOUR;
  const again = story.again && { from: readyAt + story.again[0] * HOUR, to: 0 };
  if (again && story.again) again.to = again.from + story.again[1] * HOUR;
  const fits = again && story.isReady && (endedAt === null || again.to <= endedAt);
  return pullRequest(
    {
      id,
      teamId: story.team,
      readyAt: story.isReady ? readyAt : null,
      endedAt,
      state: endedAt === null || (!story.isReady && story.state === 'merged') ? 'open' : story.state,
      revertedAt: endedAt === null || story.reverted === null ? null : endedAt + story.reverted * HOUR,
      sleHours: SLE_HOURS[story.team ?? 'none'] as number,
      ...(story.draft === undefined && story.isReady
        ? {}
        : { draftFrom: readyAt - (story.draft ?? 0) * HOUR }),
      ...(fits ? { draftAgain: again } : {}),
    },
    calendarOf(CALENDARS, story.team),
  );
}

const named = (index: number): string => `p${String(index).padStart(4, '0')}`;

/** An organization of three teams and of people without one, on three calendars. */
export const scoreInputArbitrary = (size: {
  minLength: number;
  maxLength: number;
}): fc.Arbitrary<ScoreInput> =>
  fc.array(randomStory, { ...size, size: 'max' }).map((stories) =>
    scoreInput(
      stories.map((story, index) => randomPullRequest(named(index), story)),
      { ...CALENDARS, zone: ORGANIZATION_ZONE },
    ),
  );
