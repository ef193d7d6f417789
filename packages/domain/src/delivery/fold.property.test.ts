import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant, Span } from '../time/instant.ts';
import { CLOCKS, PHASES, type PullRequestFacts } from './facts.ts';
import { arrivalArbitrary, foldLifecycle, lifecycleArbitrary } from './lifecycle.arbitrary.ts';
import { mergeTimelines, type TimelineEntry } from './timeline.ts';

const RUNS = { numRuns: 1_000 };

const isWithin = (spans: readonly Span[], at: Instant): boolean =>
  spans.some((span) => span.from <= at && (span.to === null || at < span.to));

const allSpans = (facts: PullRequestFacts): Span[] => Object.values(facts.spans).flat();

describe('1,000 random lives', () => {
  test('any order, repetition and split into merges end in the same facts', () => {
    fc.assert(
      fc.property(arrivalArbitrary, fc.boolean(), ({ life, batches }, isLeft) => {
        const join = (a: readonly TimelineEntry[], b: readonly TimelineEntry[]) =>
          isLeft ? mergeTimelines(a, b) : mergeTimelines(b, a);
        const merged = batches.reduce<readonly TimelineEntry[]>(join, []);
        const expected = foldLifecycle(life);
        expect(merged).toEqual(life.entries);
        expect(foldLifecycle(life, merged)).toEqual(expected);
        expect(foldLifecycle(life, batches.flat())).toEqual(expected);
        const pushes = [...life.pushes, ...life.pushes].reverse();
        const snapshots = [...life.snapshots].reverse();
        expect(foldLifecycle({ ...life, pushes, snapshots })).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('phases partition ready to merged to the second, on both clocks, and nothing is negative', () => {
    let merges = 0;
    fc.assert(
      fc.property(lifecycleArbitrary, (life) => {
        const { durations, mergedAt, draftAfterReadySeconds, reasons } = foldLifecycle(life);
        expect(durations.cycle !== undefined).toBe(
          mergedAt !== null && !reasons.includes('impossible_order'),
        );
        expect(draftAfterReadySeconds).toBeGreaterThanOrEqual(0);
        for (const clock of CLOCKS) {
          for (const duration of Object.values(durations)) {
            expect(Number.isInteger(duration[clock])).toBe(true);
            expect(duration[clock]).toBeGreaterThanOrEqual(0);
          }
          if (!durations.cycle) continue;
          const sum = PHASES.reduce((total, phase) => total + (durations[phase]?.[clock] ?? 0), 0);
          expect(sum).toBe(durations.cycle[clock]);
          expect((durations.coding?.[clock] ?? 0) + sum).toBe(durations.lead?.[clock]);
        }
        if (durations.cycle) merges += 1;
      }),
      RUNS,
    );
    expect(merges).toBeGreaterThan(100);
  });

  test('instants are in order', () => {
    fc.assert(
      fc.property(lifecycleArbitrary, (life) => {
        const facts = foldLifecycle(life);
        const end = facts.openUntil ?? Number.POSITIVE_INFINITY;
        const chain = [facts.readyAt, facts.firstReviewAt, facts.approvedAt, end].filter((at) => at !== null);
        expect(chain).toEqual([...chain].sort((a, b) => a - b));
        expect(facts.approvedAt !== null && facts.firstReviewAt === null).toBe(false);
        expect(facts.isMergedWithoutReview).toBe(facts.mergedAt !== null && facts.firstReviewAt === null);
        expect(facts.openUntil).toBe(facts.mergedAt ?? facts.closedAt);
      }),
      RUNS,
    );
  });

  test('the open states partition the time it was open', () => {
    fc.assert(
      fc.property(lifecycleArbitrary, (life) => {
        const facts = foldLifecycle(life);
        const spans = allSpans(facts).sort((a, b) => a.from - b.from);
        for (const [index, span] of spans.entries()) {
          const next = spans[index + 1];
          if (span.to !== null) expect(span.to).toBeGreaterThan(span.from);
          if (next) expect(span.to !== null && span.to <= next.from).toBe(true);
        }
        expect(spans.some((span) => span.to === null)).toBe(facts.state === 'open');
        if (spans[0] && facts.openUntil !== null)
          expect(spans.at(-1)?.to).toBeLessThanOrEqual(facts.openUntil);
        const hasReopening = life.entries.some((entry) => entry.kind === 'reopened');
        const isEmpty = facts.openUntil !== null && facts.openUntil <= facts.openedAt;
        if (!hasReopening && !isEmpty) {
          expect(spans[0]?.from).toBe(facts.openedAt);
          expect(spans.at(-1)?.to).toBe(facts.openUntil);
          for (const [index, span] of spans.entries()) {
            if (index > 0) expect(span.from).toBe(spans[index - 1]?.to);
          }
        }
      }),
      RUNS,
    );
  });

  test('the state of an open one agrees with its instants', () => {
    const far = Number.MAX_SAFE_INTEGER;
    let approvals = 0;
    fc.assert(
      fc.property(lifecycleArbitrary, (life) => {
        const facts = foldLifecycle(life);
        const stands = (state: keyof PullRequestFacts['spans']) => isWithin(facts.spans[state], far);
        expect(stands('draft')).toBe(facts.state === 'open' && facts.isDraft);
        if (facts.state !== 'open' || facts.isDraft) return;
        expect(stands('approved')).toBe(facts.approvedAt !== null);
        expect(stands('inReview')).toBe(facts.firstReviewAt !== null && facts.approvedAt === null);
        expect(stands('waiting')).toBe(facts.firstReviewAt === null);
        if (facts.approvedAt !== null) approvals += 1;
      }),
      RUNS,
    );
    expect(approvals).toBeGreaterThan(10);
  });
});
