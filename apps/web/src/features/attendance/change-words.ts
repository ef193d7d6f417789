import type { listAttendanceAudit } from '@devpulse/contracts/attendance/corrections';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { AttendanceAuditAction } from '@devpulse/domain/attendance/audit-actions';
import { dayText } from '../../lib/day-words.ts';

export type Change = RouteResponse<typeof listAttendanceAudit>['items'][number];
type Told = Pick<Change, 'action' | 'after'>;

/** Of every action that is recorded: one without words does not compile. */
const WORDS: Record<AttendanceAuditAction, string> = {
  'correction.asked': 'Asked for a correction',
  'correction.self_applied': 'Corrected a small thing, which counted at once',
  'correction.withdrawn': 'Took a request back',
  'correction.approved': 'Approved a request',
  'correction.declined': 'Declined a request',
  'correction.self_approved': 'Approved a request of their own, as the only Owner',
  'correction.self_declined': 'Declined a request of their own, as the only Owner',
  'events.held': 'Sent entries that somebody has to decide about',
  'session.end_assumed': 'Assumed the end of a session that nobody ended',
  'days.locked': 'Locked days',
  'days.unlocked': 'Opened locked days',
  'leave.set': 'Changed a day of leave',
  'target.set': 'Set the minutes to be worked',
  'zone.set': 'Changed the time zone of the days',
};

/** What was changed, in words, with its day or zone; what a newer version wrote down is shown as it stands. */
export function changeText({ action, after }: Told): string {
  const more = detailOf(action, after);
  const words = (WORDS as Record<string, string>)[action] ?? action;
  return more === null ? words : `${words}: ${more}`;
}

/** Who did it: what nobody did was the server. */
export function actorText({ actor, action }: Pick<Change, 'actor' | 'action'>): string | null {
  return actor ?? (action === 'session.end_assumed' ? 'DevPulse' : null);
}

function detailOf(action: string, after: Change['after']): string | null {
  switch (action) {
    case 'days.locked':
      return isDay(after.through) ? `up to ${dayText(after.through)}` : null;
    case 'days.unlocked':
      return isDay(after.through) ? `locked up to ${dayText(after.through)} now` : 'none is locked now';
    case 'leave.set':
      if (!isDay(after.day)) return null;
      return `${dayText(after.day)}, ${PORTIONS[String(after.portion)] ?? 'none any more'}`;
    case 'target.set':
      return isDay(after.effectiveFrom) ? `from ${dayText(after.effectiveFrom)}` : null;
    case 'zone.set':
      return typeof after.zone === 'string' ? after.zone : 'as the devices say';
    default:
      return null;
  }
}

const PORTIONS: Record<string, string> = { whole: 'the whole day', half: 'half of it' };

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
