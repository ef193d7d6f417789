import type { AttendanceEventResult } from '@devpulse/contracts/attendance/events';
import type { HeldReason, RejectionCode } from '@devpulse/domain/attendance/events';

const REJECTIONS: Record<RejectionCode, string> = {
  unknown_session: 'This session is not there any more.',
  unknown_pause: 'This pause is not there any more.',
  ends_before_start: 'That is before the session began.',
  pause_outside_session: 'That pause lies outside of the session.',
  session_is_closed: 'This session has ended already, perhaps in another window.',
  already_on_break: 'You are on a break already, perhaps since another window began it.',
  undo_too_late: 'More than a minute has passed. Ask for a correction instead.',
  nothing_to_restore: 'Nothing later is known of this session.',
  session_too_long: 'That is longer than a session may be here.',
};
const HELD: Record<HeldReason, string> = {
  too_old: 'That is more than 30 days ago, so it became a request that somebody decides.',
  locked_period: 'This day is locked, so it became a request that somebody decides.',
  device_removed: 'This clock was removed, so it became a request that you decide.',
};

/** What to say of an event that did not simply become true; null where there is nothing to say. */
export function resultWords({
  result,
  firstResult,
  code,
  joinedSessionId,
}: AttendanceEventResult): string | null {
  const outcome = result === 'duplicate' ? firstResult : result;
  if (outcome === 'superseded') return 'It had ended before that; the earlier end stays.';
  if (outcome === 'rejected' && code !== null && code in REJECTIONS) return REJECTIONS[code as RejectionCode];
  if (outcome === 'held' && code !== null && code in HELD) return HELD[code as HeldReason];
  if (outcome === 'rejected' || outcome === 'held') return 'That does not fit what is recorded now.';
  return joinedSessionId === null ? null : 'You were clocked in already; this is the same session.';
}
