import type { Instant } from '../time/instant.ts';
import { canonicalOf } from './canonical.ts';
import type { AttendanceEvent } from './events.ts';
import { type Interval, union } from './intervals.ts';
import { type DatedRules, horizonOf } from './rules.ts';

/** Everything that the events of one session touch, whatever the fold makes of them. */
export type Extent = Interval & { sessionId: string };

const ENDLESS = ['clock_out_undone', 'end_restored'];
/** Said about a session or pause at any later time. */
const TIMELESS = ['pause_decided', 'end_confirmed', 'end_restored'];

function extentOf(
  sessionId: string,
  events: readonly AttendanceEvent[],
  rules: readonly DatedRules[],
): Extent {
  let from: Instant = Number.POSITIVE_INFINITY;
  let to: Instant = Number.NEGATIVE_INFINITY;
  let horizon: Instant = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const one = canonicalOf(event);
    const isTimeless = TIMELESS.includes(event.action.type);
    if (event.action.type === 'clock_in') horizon = Math.max(horizon, horizonOf(one.at, rules));
    from = Math.min(from, isTimeless ? from : Math.min(one.at, one.startedAt));
    to = Math.max(to, isTimeless ? to : Math.max(one.at, one.endedAt));
  }
  const isEnded = events.some((one) => one.action.type === 'clock_out');
  const isOpen = !isEnded || events.some((one) => ENDLESS.includes(one.action.type));
  const last = isOpen ? Math.max(to, horizon) : to;
  return { sessionId, from, to: last + 1 };
}

/** The extents of the sessions that events name. What is decided days later lengthens none. */
export function extentsOf(events: readonly AttendanceEvent[], rules: readonly DatedRules[]): Extent[] {
  const named = new Map<string, AttendanceEvent[]>();
  for (const event of events) {
    if (!('sessionId' in event.action)) continue;
    const known = named.get(event.action.sessionId);
    if (known) known.push(event);
    else named.set(event.action.sessionId, [event]);
  }
  return [...named].flatMap(([sessionId, told]) => {
    const extent = extentOf(sessionId, told, rules);
    return extent.from < extent.to ? extent : [];
  });
}

/**
 * The range that has to be folded together: from what changed (`seed`) over every extent that overlaps or touches it, and on from there.
 * `extents` are those of known sessions and what corrections saw and say. The answer is whole when it lies inside what was looked
 * through; else look through more and ask again. Null without a seed. Source: decision 0016.
 */
export function clusterBounds(seed: readonly Interval[], extents: readonly Interval[]): Interval | null {
  const met = union([...seed, ...extents]).filter((one) =>
    seed.some((each) => each.from <= one.to && one.from <= each.to),
  );
  const [first, last] = [met[0], met.at(-1)];
  return first && last ? { from: first.from, to: last.to } : null;
}
