import type { Instant } from '../time/instant.ts';
import { type CanonicalEvent, earliestTouched, isTooOld } from './canonical.ts';
import type { HeldReason } from './events.ts';
import type { AttendanceLock, FoldInput } from './fold-input.ts';

type HoldRules = Pick<FoldInput, 'devices' | 'locks' | 'acceptedEventIds'>;

/** Whether something that was received at `receivedAt` and changes the instant `at` met a lock. Half-open on both axes. */
export function isLocked(
  locks: readonly AttendanceLock[],
  { at, receivedAt }: { at: Instant; receivedAt: Instant },
): boolean {
  return locks.some(
    (lock) =>
      at < lock.before &&
      lock.lockedAt <= receivedAt &&
      (lock.unlockedAt === null || receivedAt < lock.unlockedAt),
  );
}

function ownReason(one: CanonicalEvent, rules: HoldRules): HeldReason | null {
  const { event } = one;
  if (isTooOld(one)) return 'too_old';
  const touched = { at: earliestTouched(one), receivedAt: event.receivedAt };
  if (isLocked(rules.locks, touched)) return 'locked_period';
  const removedAt = rules.devices.find((device) => device.deviceId === event.deviceId)?.removedAt ?? null;
  return removedAt !== null && event.receivedAt >= removedAt ? 'device_removed' : null;
}

type Beginnings = Map<string, { one: CanonicalEvent; reason: HeldReason | null }[]>;

function add(beginnings: Beginnings, id: string, one: CanonicalEvent, reason: HeldReason | null): void {
  const known = beginnings.get(id);
  if (known) known.push({ one, reason });
  else beginnings.set(id, [{ one, reason }]);
}

/** Held because all that it could belong to is held. */
function inherited(beginnings: Beginnings, id: string): HeldReason | null {
  const known = beginnings.get(id);
  return known?.every((begun) => begun.reason !== null) ? (known[0]?.reason ?? null) : null;
}

function decidedReason(one: CanonicalEvent, pauses: Beginnings, rules: HoldRules): HeldReason | null {
  const { action, receivedAt } = one.event;
  if (action.type !== 'pause_decided') return null;
  const touches = (begun: { one: CanonicalEvent }) =>
    isLocked(rules.locks, { at: begun.one.startedAt, receivedAt });
  return pauses.get(action.pauseId)?.some(touches) ? 'locked_period' : null;
}

/**
 * Which events are no facts but requests that somebody decides, and why: recorded on a device that was removed before they came,
 * older than 30 days, or of a locked period; and what belongs to a session or pause whose beginning is held. Depends on when each was
 * received, so it never changes afterwards. That the device was removed comes last: its owner decides about that alone, and about nothing
 * else. Source: C3, D5, K2.
 */
export function heldEvents(events: readonly CanonicalEvent[], rules: HoldRules): Map<string, HeldReason> {
  const held = new Map<string, HeldReason>();
  const sessions: Beginnings = new Map();
  const pauses: Beginnings = new Map();
  const isFree = (one: CanonicalEvent) => rules.acceptedEventIds.has(one.event.eventId);
  for (const one of events) {
    const { action, eventId } = one.event;
    const reason = isFree(one) ? null : ownReason(one, rules);
    if (reason) held.set(eventId, reason);
    if (action.type === 'clock_in') add(sessions, action.sessionId, one, reason);
    if (action.type === 'break_start' || action.type === 'pause_found')
      add(pauses, action.pauseId, one, reason);
  }
  for (const one of events) {
    const { action, eventId } = one.event;
    if (held.has(eventId) || isFree(one) || !('sessionId' in action)) continue;
    const ofPause = 'pauseId' in action ? inherited(pauses, action.pauseId) : null;
    const reason = inherited(sessions, action.sessionId) ?? ofPause ?? decidedReason(one, pauses, rules);
    if (reason) held.set(eventId, reason);
  }
  return held;
}
