import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayStart } from '../time/local-day.ts';
import { computeDeliveryReliabilityScore, type Score } from './delivery-reliability-score.ts';
import { judgePullRequests } from './judgement.ts';
import { HOUR, ORGANIZATION_CALENDAR, pullRequest, scoreInputArbitrary, several } from './score.fixture.ts';
import { scoreReach } from './score-window.ts';
import type { ScoredPullRequest, ScoreInput } from './scored-pull-request.ts';

const RUNS = { numRuns: 80 };
const inputs = scoreInputArbitrary({ minLength: 0, maxLength: 90 });
const large = scoreInputArbitrary({ minLength: 60, maxLength: 90 });
const endOf = (input: ScoreInput): number => dayStart(addDays(input.day, 1), input.zone);

function partOf(score: Score, id: string) {
  return score.kind === 'score' ? score.parts.find((part) => part.id === id) : undefined;
}

test('a score and its parts are within 0 and 100, and the points sum to the printed score', () => {
  let scores = 0;
  fc.assert(
    fc.property(inputs, (input) => {
      const score = computeDeliveryReliabilityScore(input);
      if (score.kind !== 'score') return;
      scores += 1;
      expect(score.n).toBeGreaterThanOrEqual(20);
      for (const value of [
        score.value,
        score.interval.low,
        score.interval.high,
        ...score.parts.map((part) => part.value),
      ]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
      expect(score.interval.low).toBeLessThanOrEqual(score.value);
      expect(score.interval.high).toBeGreaterThanOrEqual(score.value);
      expect(score.parts.reduce((sum, part) => sum + Math.round(part.points * 10), 0)).toBe(
        Math.round(score.printed * 10),
      );
      expect(Math.abs(score.printed - score.value)).toBeLessThanOrEqual(0.05 + 1e-9);
      expect(score.hits.length + score.misses.length).toBe(score.n);
    }),
    RUNS,
  );
  expect(scores).toBeGreaterThan(20);
});

test('the order of the input is irrelevant', () => {
  let scores = 0;
  const shuffled = large.chain((input) =>
    fc
      .shuffledSubarray([...input.pullRequests], { minLength: input.pullRequests.length })
      .map((pullRequests) => ({ input, other: { ...input, pullRequests } })),
  );
  fc.assert(
    fc.property(shuffled, ({ input, other }) => {
      const score = computeDeliveryReliabilityScore(input);
      expect(computeDeliveryReliabilityScore(other)).toEqual(score);
      if (score.kind === 'score') scores += 1;
    }),
    RUNS,
  );
  expect(scores).toBeGreaterThan(40);
});

test('a late merge more never raises the promise kept', () => {
  const lateHours = fc.integer({ min: 11, max: 400 });
  const crowd = several('crowd', 20, { hours: 2 });
  fc.assert(
    fc.property(large, lateHours, fc.integer({ min: 0, max: 50 }), (drawn, life, days) => {
      const input = { ...drawn, pullRequests: [...drawn.pullRequests, ...crowd] };
      const readyAt = endOf(input) - (days + 3) * 24 * HOUR;
      const late = {
        ...pullRequest({ id: 'late', readyAt, endedAt: readyAt + life * HOUR }),
        sleWorkingSeconds: 0,
        workingSecondsToEnd: life * 3600,
      };
      const before = partOf(computeDeliveryReliabilityScore(input), 'promise_kept');
      const after = partOf(
        computeDeliveryReliabilityScore({ ...input, pullRequests: [...input.pullRequests, late] }),
        'promise_kept',
      );
      expect(after?.n).toBe((before?.n ?? 0) + 1);
      expect(after?.value).toBeLessThanOrEqual(before?.value ?? 0);
    }),
    RUNS,
  );
});

/** As it was known at an instant. */
function asOf(one: ScoredPullRequest, at: number): ScoredPullRequest {
  const revertedAt = one.revertedAt !== null && one.revertedAt < at ? one.revertedAt : null;
  if (one.endedAt === null || one.endedAt < at) return { ...one, revertedAt };
  const cut = (spans: ScoredPullRequest['readySpans']) =>
    spans
      .filter((span) => span.from < at)
      .map((span) => ({ from: span.from, to: span.to !== null && span.to < at ? span.to : null }));
  return {
    ...one,
    revertedAt,
    state: 'open',
    endedAt: null,
    workingSecondsToEnd: null,
    readySpans: cut(one.readySpans),
    draftSpans: cut(one.draftSpans),
  };
}

test('what happened after the day has no effect, so a score of the past is the one of that day', () => {
  let scores = 0;
  fc.assert(
    fc.property(large, fc.integer({ min: 0, max: 40 }), (input, daysAgo) => {
      const past = { ...input, day: addDays(input.day, -daysAgo) };
      const known = past.pullRequests.map((one) => asOf(one, endOf(past)));
      const score = computeDeliveryReliabilityScore(past);
      expect(computeDeliveryReliabilityScore({ ...past, pullRequests: known })).toEqual(score);
      if (score.kind === 'score') scores += 1;
    }),
    RUNS,
  );
  expect(scores).toBeGreaterThan(20);
});

test('nothing outside the reach has any effect', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const judgedBy = input.pullRequests.map(({ teamId, sleWorkingSeconds }) => ({
        calendar: input.teamCalendars.get(teamId ?? '') ?? input.calendar,
        sleWorkingSeconds,
      }));
      const { from, to } = scoreReach(input, judgedBy);
      const pullRequests = input.pullRequests.filter((one) => {
        const begins = Math.min(...[...one.readySpans, ...one.draftSpans].map((span) => span.from));
        return begins < to && (one.endedAt === null || one.endedAt >= from);
      });
      expect(computeDeliveryReliabilityScore({ ...input, pullRequests })).toEqual(
        computeDeliveryReliabilityScore(input),
      );
    }),
    RUNS,
  );
});

test('each pull request matures in exactly one of windows that touch', () => {
  const matured = (input: ScoreInput) =>
    judgePullRequests(input)
      .judgements.filter(({ promise }) => promise !== 'outside' && promise !== 'too_recent')
      .map((judgement) => judgement.pullRequest.id);
  fc.assert(
    fc.property(large, (drawn) => {
      // A crowd in each of both windows keeps them at 8 weeks.
      const crowd = [20, 80].flatMap((daysBefore) =>
        several(`crowd${daysBefore}`, 20, { hours: 2, daysBefore }),
      );
      const input = {
        ...drawn,
        calendar: ORGANIZATION_CALENDAR,
        pullRequests: [...drawn.pullRequests, ...crowd],
      };
      const earlier = { ...input, day: addDays(input.day, -56) };
      const windows = [input, earlier].map((one) => judgePullRequests(one).window.weeks);
      expect(windows).toEqual([8, 8]);
      const [now, then] = [matured(input), matured(earlier)];
      expect(now.filter((id) => then.includes(id))).toEqual([]);
      const young = judgePullRequests(earlier).judgements.filter(({ promise }) => promise === 'too_recent');
      for (const { pullRequest: one } of young) expect(now).toContain(one.id);
    }),
    RUNS,
  );
});
