import type { Instant } from '../time/instant.ts';
import { type EndingRules, endingOf } from './ending.ts';
import type { AttendanceLock, FoldInput } from './fold-input.ts';
import type { PlacedEvent, Track } from './tracks.ts';
import { Verdicts } from './verdicts.ts';

/** Said about a session without moving its end. */
const STILL = ['pause_decided', 'end_confirmed'];

/** Whether the session had an end that nobody had said, before the lock's instant, when that was set. */
function wasAssumed(track: Track, sign: Instant | null, lock: AttendanceLock, rules: EndingRules): boolean {
  const events = track.events.filter(({ event }) => event.receivedAt < lock.lockedAt);
  if (!events.includes(track.opened)) return false;
  const then = { ...rules, now: lock.lockedAt, locks: [] };
  const { at, isTold, reason } = endingOf({ ...track, events }, sign, {
    verdicts: new Verdicts(),
    rules: then,
  });
  return at < lock.before && (!isTold || reason === 'max_length');
}

/**
 * The session without what came after the day was locked in which its end was assumed: that would move the end, so it is held. Source:
 * L-02, K2.
 */
export function withoutLate(
  track: Track,
  sign: Instant | null,
  { input, verdicts }: { input: FoldInput; verdicts: Verdicts },
): Track {
  const late = new Set<PlacedEvent>();
  for (const lock of input.locks) {
    if (track.startedAt >= lock.before) continue;
    const isUnder = ({ event, action }: PlacedEvent) =>
      !STILL.includes(action.type) &&
      !input.acceptedEventIds.has(event.eventId) &&
      lock.lockedAt <= event.receivedAt &&
      (lock.unlockedAt === null || event.receivedAt < lock.unlockedAt);
    const under = track.events.filter(isUnder);
    if (under.length > 0 && wasAssumed(track, sign, lock, input)) for (const one of under) late.add(one);
  }
  if (late.size === 0) return track;
  for (const { event } of late) verdicts.hold(event.eventId, 'locked_period');
  return { ...track, events: track.events.filter((one) => !late.has(one)) };
}
