import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import { judgePullRequests } from './judgement.ts';
import { DAY, END, HOUR, pullRequest, scoreInput, several } from './score.fixture.ts';
import type { ScoredPullRequest } from './scored-pull-request.ts';

const START = END - 56 * DAY;
/** Enough matured ones for a window of 8 weeks. */
const crowd = several('crowd', 20, { hours: 2 });

function judged(one: ScoredPullRequest, calendar = scoreInput([]).calendar) {
  const input = scoreInput([...crowd, one], { calendar });
  return judgePullRequests(input).judgements.find(({ pullRequest: { id } }) => id === one.id);
}
const at = (text: string): number => Temporal.Instant.from(`${text}:00Z`).epochMilliseconds;

describe('the cohort (service level 10 h, round the clock)', () => {
  test.each([
    ['ready exactly 10 h before the end', END - 10 * HOUR, 'too_recent'],
    ['a second more', END - 10 * HOUR - 1000, 'missed'],
    ['ready exactly 10 h before the start', START - 10 * HOUR, 'missed'],
    ['a second more before the start', START - 10 * HOUR - 1000, 'outside'],
    ['ready at the end', END, 'outside'],
    ['ready in the last second', END - 1000, 'too_recent'],
    ['never ready', null, 'outside'],
  ])('%s', (_name, readyAt, verdict) => {
    expect(judged(pullRequest({ id: 'x', readyAt }))?.promise).toBe(verdict);
  });

  const ready = END - 5 * DAY;
  test.each([
    ['merged at the service level', 'merged', ready + 10 * HOUR, 'kept'],
    ['merged a second late', 'merged', ready + 10 * HOUR + 1000, 'missed'],
    ['closed at the service level', 'closed', ready + 10 * HOUR, 'closed_unmerged_in_time'],
    ['closed a second later', 'closed', ready + 10 * HOUR + 1000, 'missed'],
    ['its repository went in time', 'open', ready + HOUR, 'repository_gone'],
    ['its repository went later', 'open', ready + 11 * HOUR, 'missed'],
    ['closed before it was ready', 'closed', ready - HOUR, 'impossible_order'],
  ] as const)('%s', (_name, state, endedAt, verdict) => {
    expect(judged(pullRequest({ id: 'x', readyAt: ready, endedAt, state }))?.promise).toBe(verdict);
  });

  test('an end without working seconds is an impossible order for both parts that need them', () => {
    const one = {
      ...pullRequest({ id: 'x', readyAt: ready, endedAt: ready + HOUR }),
      workingSecondsToEnd: null,
    };
    expect(judged(one)).toMatchObject({ promise: 'impossible_order', merge: 'impossible_order' });
  });
});

describe('the boundary on a clock that stands still at night', () => {
  // The score's day, Sunday 29 June, has no hours; Friday 27 has eight.
  const eightHours = (readyAt: number, endedAt: number | null = null) =>
    judged(pullRequest({ id: 'x', readyAt, endedAt, sleHours: 8 }, DEFAULT_CALENDAR), DEFAULT_CALENDAR)
      ?.promise;

  test('a full Friday is not more than eight hours, and Monday before nine it would still be in time', () => {
    expect(eightHours(at('2025-06-27T09:00'))).toBe('too_recent');
    expect(eightHours(at('2025-06-26T20:00'))).toBe('too_recent');
    expect(eightHours(at('2025-06-26T16:59'))).toBe('missed');
    expect(eightHours(at('2025-06-26T16:59'), at('2025-06-27T16:59'))).toBe('kept');
  });

  test('a merge in the night after a day of eight hours is in time, and known a day later', () => {
    const merged = pullRequest(
      { id: 'x', readyAt: at('2025-06-27T08:00'), endedAt: at('2025-06-30T03:00'), sleHours: 8 },
      DEFAULT_CALENDAR,
    );
    const on = (day: string) =>
      judgePullRequests({
        ...scoreInput([...crowd, merged], { calendar: DEFAULT_CALENDAR }),
        day,
      }).judgements.at(-1)?.promise;
    expect([on('2025-06-29'), on('2025-06-30')]).toEqual(['too_recent', 'kept']);
  });
});

describe('reverts', () => {
  const merged = END - 30 * DAY;
  test.each([
    ['none', null, 0],
    ['at once', 0, 0.5],
    ['at 24 hours', DAY, 0.5],
    ['a second after 24 hours', DAY + 1000, 1],
    ['at 14 days', 14 * DAY, 1],
    ['a second after 14 days', 14 * DAY + 1000, 0],
  ])('%s', (_name, gap, weight) => {
    const revertedAt = gap === null ? null : merged + gap;
    const one = pullRequest({ id: 'x', readyAt: merged - HOUR, endedAt: merged, revertedAt });
    expect(judged(one)).toMatchObject({ stability: 'counted', revertWeight: weight });
  });

  test.each([
    ['merged 14 days before the end', END - 14 * DAY, 'revert_may_come'],
    ['a second earlier', END - 14 * DAY - 1000, 'counted'],
    ['at the start of the window', START, 'counted'],
    ['before the window', START - 1000, 'outside'],
    ['merged at the end', END, 'outside'],
  ])('%s', (_name, endedAt, stability) => {
    expect(judged(pullRequest({ id: 'x', readyAt: endedAt - HOUR, endedAt }))).toMatchObject({ stability });
  });

  test('a young one that is reverted waits like all others, and a revert before the merge is impossible', () => {
    const one = pullRequest({
      id: 'x',
      readyAt: END - 3 * DAY,
      endedAt: END - 2 * DAY,
      revertedAt: END - DAY,
    });
    expect(judged(one)).toMatchObject({ stability: 'revert_may_come', revertWeight: 0 });
    const impossible = pullRequest({ id: 'x', readyAt: merged, endedAt: merged, revertedAt: merged - 1000 });
    expect(judged(impossible)).toMatchObject({ stability: 'impossible_order', revertWeight: 0 });
  });
});

test('cycles are those of merges in the window, from its start to before its end', () => {
  const cycle = (endedAt: number, state: 'merged' | 'closed' = 'merged') =>
    judged(pullRequest({ id: 'x', readyAt: endedAt - 3 * HOUR, endedAt, state }))?.cycleWorkingSeconds;
  expect(cycle(START)).toBe(3 * 3600);
  expect(cycle(START - 1000)).toBeNull();
  expect(cycle(END - 1000)).toBe(3 * 3600);
  expect(cycle(END)).toBeNull();
  expect(cycle(END - DAY, 'closed')).toBeNull();
});
