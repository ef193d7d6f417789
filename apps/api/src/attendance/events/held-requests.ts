import { randomUUID } from 'node:crypto';
import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import { insertCorrection } from '@devpulse/database/attendance/corrections';
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

/** Makes a request of held events, one for each reason; what they say counts once somebody approves it. Source: C3, D5. */
export async function holdEvents(
  tenant: Tenant,
  of: {
    userId: string;
    held: readonly CanonicalEvent[];
    results: ReadonlyMap<string, FoldedEventResult>;
    now: Instant;
  },
): Promise<void> {
  const { userId, held, results, now } = of;
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
      startsAt: Math.min(...events.map(earliestTouched)),
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
