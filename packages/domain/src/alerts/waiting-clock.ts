import type { Instant, Span } from '../time/instant.ts';
import { type WorkingCalendar, workingSecondsBetween } from '../time/working-calendar.ts';

const DAY_MILLISECONDS = 86_400_000;
const FARTHEST_DAYS = 120;

/** A clock that starts at `from`, runs in the calendar's hours and stands still in `pauses`. */
export type WaitingClock = {
  readonly calendar: WorkingCalendar;
  readonly from: Instant;
  readonly pauses: readonly Span[];
};

/** Sorted and apart; one that has not ended has no end. */
function joined(spans: readonly Span[]): { from: Instant; to: Instant }[] {
  const ascending = spans
    .map((span) => ({ from: span.from, to: span.to ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.from - b.from);
  const apart: { from: Instant; to: Instant }[] = [];
  for (const span of ascending) {
    const last = apart.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else apart.push(span);
  }
  return apart;
}

/** Working seconds of `[clock.from, to)` without its pauses; 0 when `to` is earlier. */
export function secondsWaited(clock: WaitingClock, to: Instant): number {
  const { calendar, from } = clock;
  if (to <= from) return 0;
  let seconds = workingSecondsBetween(calendar, from, to);
  for (const pause of joined(clock.pauses)) {
    const start = Math.max(pause.from, from);
    const end = Math.min(pause.to, to);
    if (end > start) seconds -= workingSecondsBetween(calendar, start, end);
  }
  return seconds;
}

/** The first whole second of `(from, to]` for which `isTrue` holds, which it does from then on; `to` when there is none. */
function firstSecond(from: Instant, to: Instant, isTrue: (at: Instant) => boolean): Instant {
  let low = Math.floor(from / 1000);
  let high = Math.floor(to / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle * 1000)) high = middle;
    else low = middle;
  }
  return high * 1000;
}

/**
 * From when on more than `target` working seconds had been waited, to the second; `now` has to be such an instant. A target
 * that was reached when work ended is passed when work begins again.
 */
export function passedAt(clock: WaitingClock, target: number, now: Instant): Instant {
  return firstSecond(clock.from, now, (at) => secondsWaited(clock, at) > target) - 1000;
}

/** When `seconds` of work will have passed; at most 120 days ahead, for calendars without hours. */
export function instantAfter(clock: WaitingClock, seconds: number): Instant {
  const farthest = clock.from + FARTHEST_DAYS * DAY_MILLISECONDS;
  return firstSecond(clock.from, farthest, (at) => secondsWaited(clock, at) >= seconds);
}
