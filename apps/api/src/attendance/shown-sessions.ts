import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import type { KeptSession } from '@devpulse/database/attendance/stored-sessions';
import { figuresOf } from '@devpulse/domain/attendance/worked';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';

const textOf = (at: Instant | null) => (at === null ? null : formatInstant(at));

/** A session as its owner sees it. */
export function shownSession(
  session: KeptSession,
  of: { now: Instant; lockedBefore: Instant | null; deviceNames: ReadonlyMap<string, string | null> },
): SessionView {
  const { sessionId, startedAt, endedAt, pauses, openedByDeviceId } = session;
  const range = { from: startedAt, to: endedAt ?? Math.max(of.now, startedAt) };
  return {
    id: sessionId,
    aliases: session.aliases,
    openedOn: openedByDeviceId === null ? null : (of.deviceNames.get(openedByDeviceId) ?? null),
    state: session.state,
    startedAt: formatInstant(startedAt),
    endedAt: textOf(endedAt),
    rawStartedAt: formatInstant(session.rawStartedAt),
    rawEndedAt: textOf(session.rawEndedAt),
    endReason: session.endReason,
    voidReason: session.voidReason,
    reviewReason: session.reviewReason,
    isProvisional: session.isProvisional,
    isLocked: of.lockedBefore !== null && startedAt < of.lockedBefore,
    version: session.version,
    workedMs: session.state === 'voided' ? 0 : figuresOf(range, pauses).workedMs,
    pauses: pauses.map((pause) => ({
      id: pause.pauseId,
      sessionId,
      kind: pause.kind,
      startedAt: formatInstant(pause.startedAt),
      endedAt: textOf(pause.endedAt),
      resolution: pause.resolution,
    })),
  };
}
