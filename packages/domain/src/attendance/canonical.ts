import type { Instant } from '../time/instant.ts';
import type { AttendanceEvent } from './events.ts';

/** As far as an instant may lie after its receipt; beyond it, it is set to the receipt. Source: C3. */
export const FUTURE_TOLERANCE_MS = 2 * 60_000;
/** What is older when it arrives becomes a request. Source: C3. */
export const OLDEST_EVENT_MS = 30 * 86_400_000;

/** An event with its instants on the server's clock. */
export type CanonicalEvent = {
  event: AttendanceEvent;
  at: Instant;
  /** Of a pause that was found; else `at`. */
  startedAt: Instant;
  /** Of a clock-out and of a pause that was found; else `at`. */
  endedAt: Instant;
  /** Some instant lay in the future and was set to the receipt. */
  isClamped: boolean;
};

/**
 * An instant of the device's clock on the server's: plus the offset, or as it is where none was known; never more than two minutes
 * after the receipt. Source: C2, C3.
 */
export function canonicalInstant(event: AttendanceEvent, instant: Instant): Instant {
  const at = instant + (event.offsetMs ?? 0);
  return at > event.receivedAt + FUTURE_TOLERANCE_MS ? event.receivedAt : at;
}

function ownInstants(event: AttendanceEvent): { startedAt: Instant; endedAt: Instant } {
  const { action, occurredAt } = event;
  switch (action.type) {
    case 'clock_out':
      return { startedAt: occurredAt, endedAt: action.endedAt };
    case 'pause_found':
      return { startedAt: action.startedAt, endedAt: action.endedAt };
    default:
      return { startedAt: occurredAt, endedAt: occurredAt };
  }
}

export function canonicalOf(event: AttendanceEvent): CanonicalEvent {
  const own = ownInstants(event);
  const latest = Math.max(event.occurredAt, own.startedAt, own.endedAt) + (event.offsetMs ?? 0);
  return {
    event,
    at: canonicalInstant(event, event.occurredAt),
    startedAt: canonicalInstant(event, own.startedAt),
    endedAt: canonicalInstant(event, own.endedAt),
    isClamped: latest > event.receivedAt + FUTURE_TOLERANCE_MS,
  };
}

/** The earliest instant that the event would change anything at. */
export function earliestTouched(one: CanonicalEvent): Instant {
  return Math.min(one.at, one.startedAt, one.endedAt);
}

export function isTooOld(one: CanonicalEvent): boolean {
  return one.event.receivedAt - earliestTouched(one) > OLDEST_EVENT_MS;
}
