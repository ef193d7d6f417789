import type { AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import { hashEvent, type KnownEvent } from '@devpulse/database/attendance/session-events';
import type { Stream } from '@devpulse/database/attendance/streams';
import { AppError } from '@devpulse/domain/errors';

/**
 * Those of a batch that are not known yet, which follow the stream without a hole. Throws AppError: `expected_seq`, `event_changed`.
 * Source: attendance.md, J2.
 */
export function freshEvents(
  sent: readonly AttendanceEventBody[],
  at: { known: ReadonlyMap<string, KnownEvent>; stream: Stream; userId: string },
): AttendanceEventBody[] {
  const fresh: AttendanceEventBody[] = [];
  let next = at.stream.lastSeq + 1;
  for (const [index, event] of sent.entries()) {
    const known = at.known.get(event.eventId);
    if (known !== undefined) {
      requireSame(event, known, { index, ...at });
      continue;
    }
    if (event.seq !== next) throw missing(index, next);
    fresh.push(event);
    next += 1;
  }
  return fresh;
}

function requireSame(
  event: AttendanceEventBody,
  known: KnownEvent,
  at: { index: number; stream: Stream; userId: string },
): void {
  const isSame =
    known.userId === at.userId &&
    known.deviceId === at.stream.deviceId &&
    known.payloadHash.equals(hashEvent(event));
  if (isSame) return;
  throw new AppError(
    'event_changed',
    'An event of this id is known with another content; it stays as it was.',
    {
      field: `body.events.${at.index}.eventId`,
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
