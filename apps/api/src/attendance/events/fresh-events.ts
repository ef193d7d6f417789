import type { AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import type { KnownEvent } from '@devpulse/database/attendance/session-events';
import type { Stream } from '@devpulse/database/attendance/streams';
import { type CanonicalEvent, canonicalOf } from '@devpulse/domain/attendance/canonical';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';

/** An event as it was sent, and on the server's clock. */
export type ReceivedEvent = { sent: AttendanceEventBody; canonical: CanonicalEvent };

export function received(
  sent: AttendanceEventBody,
  by: { deviceId: string; receivedAt: Instant },
): ReceivedEvent {
  return { sent, canonical: canonicalOf({ ...sent, ...by }) };
}

/**
 * Those of a batch that are not known yet, which follow the stream without a hole. Throws AppError: `expected_seq`, `event_changed`.
 * Source: attendance.md, J2.
 */
export function freshEvents(
  events: readonly ReceivedEvent[],
  at: { known: ReadonlyMap<string, KnownEvent>; stream: Stream; userId: string },
): ReceivedEvent[] {
  const fresh: ReceivedEvent[] = [];
  const ids = new Set<string>();
  let next = at.stream.lastSeq + 1;
  for (const [index, event] of events.entries()) {
    const { eventId, seq } = event.sent;
    const known = at.known.get(eventId);
    if (known === undefined) {
      if (seq !== next) throw missing(index, next);
      if (ids.has(eventId)) throw changed(index);
      ids.add(eventId);
      fresh.push(event);
      next += 1;
    } else if (!isTheSame(known, at)) throw changed(index);
  }
  return fresh;
}

function isTheSame(known: KnownEvent, at: { stream: Stream; userId: string }): boolean {
  return known.isSame && known.userId === at.userId && known.deviceId === at.stream.deviceId;
}

function changed(index: number): AppError {
  return new AppError(
    'event_changed',
    'An event of this id is known with another content; it stays as it was.',
    {
      field: `body.events.${index}.eventId`,
      remedy: 'Send what was sent the first time, or give a new event an id of its own.',
    },
  );
}

function missing(index: number, expectedSeq: number): AppError {
  return new AppError('expected_seq', `The next event of this device has to be number ${expectedSeq}.`, {
    field: `body.events.${index}.seq`,
    remedy: 'Send from that number on, in order.',
    expectedSeq,
  });
}
