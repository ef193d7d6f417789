import type { SteadyInstant } from './reading.ts';
import type { DevicePause, DeviceSession } from './record.ts';
import { DROPPED_WORK_MS, UNDO_MS } from './rules.ts';
import { effectiveRange } from './totals.ts';

/** The pauses of a session that the member has not decided, oldest first. One outside of the session's range needs no answer. */
export function pendingPausesOf(
  session: DeviceSession,
  now: SteadyInstant,
): (DevicePause & { endedAt: SteadyInstant })[] {
  return session.pauses
    .flatMap((pause) => {
      const range = pause.resolution === 'pending' ? effectiveRange(session, pause, now) : null;
      return range ? [{ ...pause, startedAt: range.from, endedAt: range.to }] : [];
    })
    .toSorted((a, b) => a.startedAt - b.startedAt);
}

/** “Clock out at its start” is offered for the newest pause only, while hardly any work followed it; source: decision 7. */
export function mayEndAtPause(session: DeviceSession, pauseId: string, now: SteadyInstant): boolean {
  if (session.endedAt !== null) return false;
  const newest = session.pauses.toSorted((a, b) => a.startedAt - b.startedAt).at(-1);
  if (newest?.pauseId !== pauseId || newest.resolution !== 'pending' || newest.endedAt === null) return false;
  return now - newest.endedAt <= DROPPED_WORK_MS;
}

/** The newest session, where its clock-out was recorded less than 60 s ago; source: decision 13. */
export function undoableOf(sessions: readonly DeviceSession[], now: SteadyInstant): DeviceSession | null {
  const newest = sessions.at(-1);
  if (!newest || newest.endedAt === null || newest.closedAt === null) return null;
  return newest.endReason !== 'max_length' && now - newest.closedAt < UNDO_MS ? newest : null;
}
