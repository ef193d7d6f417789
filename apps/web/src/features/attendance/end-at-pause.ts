import type { PauseView } from '@devpulse/contracts/attendance/shapes';
import type { Clock } from '../../lib/clock.ts';

/** Ending at a pause is offered for the newest one of a session that is open; source: attendance.md, section 2, 7. */
export function mayEndAt(pause: PauseView, { session }: Pick<Clock, 'session'>): boolean {
  if (session === null || session.id !== pause.sessionId) return false;
  return session.pauses.every(({ startedAt }) => startedAt <= pause.startedAt);
}
