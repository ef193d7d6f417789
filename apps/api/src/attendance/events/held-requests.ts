import { randomUUID } from 'node:crypto';
import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import { insertCorrection } from '@devpulse/database/attendance/corrections';
import type { KeptSession } from '@devpulse/database/attendance/stored-sessions';
import type { Tenant } from '@devpulse/database/tenant';
import { type CanonicalEvent, earliestTouched } from '@devpulse/domain/attendance/canonical';
import { HELD_REASONS, type HeldReason } from '@devpulse/domain/attendance/events';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import type { Instant } from '@devpulse/domain/time/instant';

const WORDS: Record<HeldReason, string> = {
  too_old: 'Recorded more than 30 days before it was sent',
  locked_period: 'Recorded in a period that is locked',
  device_removed: 'Recorded on a device that was removed',
};

/**
 * Makes a request of held events, one for each reason; what they say counts once somebody approves it. `sessions` are what is stored
 * around them. Source: C3, D5.
 */
export async function holdEvents(
  tenant: Tenant,
  of: {
    userId: string;
    held: readonly CanonicalEvent[];
    results: ReadonlyMap<string, FoldedEventResult>;
    sessions: readonly KeptSession[];
    now: Instant;
  },
): Promise<void> {
  const { userId, held, results, sessions, now } = of;
  for (const heldReason of HELD_REASONS) {
    const events = held.filter(({ event }) => results.get(event.eventId)?.code === heldReason);
    if (events.length === 0) continue;
    const id = randomUUID();
    await insertCorrection(tenant, {
      id,
      userId,
      kind: 'held_events',
      sessionId: null,
      before: null,
      after: null,
      reason: WORDS[heldReason],
      heldReason,
      eventIds: events.map(({ event }) => event.eventId),
      askedBy: userId,
      askedAt: now,
      startsAt: Math.min(...events.map((one) => earliestChanged(one, sessions))),
      endsAt: Math.max(...events.map(({ at, endedAt }) => Math.max(at, endedAt))),
    });
    await recordAttendanceAudit(tenant, {
      actorUserId: userId,
      subjectUserId: userId,
      action: 'events.held',
      correctionId: id,
      after: { heldReason, events: events.length },
      at: now,
    });
  }
}

/** The earliest instant that may count otherwise: what is said of a pause or moves an end may lie days later. */
function earliestChanged(one: CanonicalEvent, sessions: readonly KeptSession[]): Instant {
  const { action } = one.event;
  const said = earliestTouched(one);
  if (action.type === 'pause_decided') {
    const pauses = sessions.flatMap((session) => session.pauses);
    const named = pauses.filter(({ pauseId, pieceOf }) => [pauseId, pieceOf].includes(action.pauseId));
    return Math.min(said, ...named.map(({ rawStartedAt }) => rawStartedAt));
  }
  if (!('sessionId' in action) || action.type === 'clock_in') return said;
  const named = sessions.filter(({ sessionId, siblingOf, aliases }) =>
    [sessionId, siblingOf, ...aliases].includes(action.sessionId),
  );
  const ends = named.flatMap(({ endedAt }) => endedAt ?? []);
  return Math.min(said, ...(ends.length === 0 ? [] : [Math.max(...ends)]));
}
