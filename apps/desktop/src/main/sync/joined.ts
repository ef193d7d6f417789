import type { Outbox } from '@devpulse/domain/attendance/device/outbox';
import type { ServerFact } from '@devpulse/domain/attendance/device/record';
import type { Answer } from './upload.ts';

/** The sessions of this device that met an open one, as the server answered their start. Source: D1. */
export function joinedOf(outbox: Outbox, answer: Answer): ServerFact[] {
  return answer.results.flatMap(({ eventId, joinedSessionId }): ServerFact[] => {
    const entry = outbox.entries.find(({ event }) => event.eventId === eventId);
    if (joinedSessionId === null || entry?.event.action.type !== 'clock_in') return [];
    return [{ type: 'joined', sessionId: entry.event.action.sessionId, joinedSessionId }];
  });
}
