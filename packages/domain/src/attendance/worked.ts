import type { Instant } from '../time/instant.ts';
import type { PauseKind, PauseResolution } from './events.ts';
import { type Interval, lengthOf, openEnd, shared } from './intervals.ts';

/** What a session or pause lasts, as far as figures need it. */
export type TimedSession = { startedAt: Instant; endedAt: Instant | null };
export type TimedPause = TimedSession & { kind: PauseKind; resolution: PauseResolution };

/** Exact milliseconds. Together they are the session, but for pauses that were decided to be work, which are in `workedMs`. */
export type WorkFigures = { workedMs: number; breakMs: number; unresolvedMs: number; excludedMs: number };

export const NO_WORK: WorkFigures = { workedMs: 0, breakMs: 0, unresolvedMs: 0, excludedMs: 0 };

export function sumOf(figures: readonly WorkFigures[]): WorkFigures {
  return figures.reduce(
    (sum, one) => ({
      workedMs: sum.workedMs + one.workedMs,
      breakMs: sum.breakMs + one.breakMs,
      unresolvedMs: sum.unresolvedMs + one.unresolvedMs,
      excludedMs: sum.excludedMs + one.excludedMs,
    }),
    NO_WORK,
  );
}

function clipped(pauses: readonly TimedPause[], range: Interval): Interval[] {
  return pauses.flatMap((one) => shared({ from: one.startedAt, to: openEnd(one.endedAt) }, range) ?? []);
}

/**
 * Worked = length of the range less the union of its pauses that are pending or excluded. Where kinds overlap, a break goes before what was
 * found, and pending before excluded, so the figures always add up to the range. Source: R2.
 */
export function figuresOf(range: Interval, pauses: readonly TimedPause[]): WorkFigures {
  if (range.from >= range.to) return NO_WORK;
  const breaks = clipped(
    pauses.filter((one) => one.kind === 'break'),
    range,
  );
  const found = pauses.filter((one) => one.kind !== 'break');
  const pending = clipped(
    found.filter((one) => one.resolution === 'pending'),
    range,
  );
  const excluded = clipped(
    found.filter((one) => one.resolution === 'excluded'),
    range,
  );
  const breakMs = lengthOf(breaks);
  const withPending = lengthOf([...breaks, ...pending]);
  const all = lengthOf([...breaks, ...pending, ...excluded]);
  return {
    workedMs: range.to - range.from - all,
    breakMs,
    unresolvedMs: withPending - breakMs,
    excludedMs: all - withPending,
  };
}
