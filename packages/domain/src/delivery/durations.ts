import type { Instant } from '../time/instant.ts';
import { type WorkingCalendar, workingSecondsSince2000 } from '../time/working-calendar.ts';
import type { DurationName, DurationSeconds } from './facts.ts';

type Reading = { elapsed: number; working: number };

/**
 * The durations of a merged pull request in seconds on both clocks. Each clock is read once at each instant and durations
 * are differences of readings, so the phases add up to the cycle exactly. Source: metrics.md, section 3.
 * The caller has checked readyAt <= firstReviewAt <= approvedAt <= mergedAt; `codingFrom` null is no coding phase.
 */
export function deliveryDurations(
  at: {
    codingFrom: Instant | null;
    readyAt: Instant;
    firstReviewAt: Instant | null;
    approvedAt: Instant | null;
    mergedAt: Instant;
  },
  calendar: WorkingCalendar,
): Partial<Record<DurationName, DurationSeconds>> {
  const read = (instant: Instant): Reading => ({
    elapsed: Math.floor(instant / 1000),
    working: workingSecondsSince2000(calendar, instant),
  });
  const between = (from: Reading, to: Reading): DurationSeconds => ({
    elapsed: to.elapsed - from.elapsed,
    working: to.working - from.working,
  });
  const ready = read(at.readyAt);
  const merged = read(at.mergedAt);
  const durations: Partial<Record<DurationName, DurationSeconds>> = { cycle: between(ready, merged) };
  if (at.codingFrom === null) {
    durations.lead = between(ready, merged);
  } else {
    const coding = read(at.codingFrom);
    durations.coding = between(coding, ready);
    durations.lead = between(coding, merged);
  }
  if (at.firstReviewAt === null) {
    durations.unreviewed = between(ready, merged);
    return durations;
  }
  const reviewed = read(at.firstReviewAt);
  durations.pickup = between(ready, reviewed);
  if (at.approvedAt === null) {
    durations.review = between(reviewed, merged);
    return durations;
  }
  const approved = read(at.approvedAt);
  durations.review = between(reviewed, approved);
  durations.mergeWait = between(approved, merged);
  return durations;
}
