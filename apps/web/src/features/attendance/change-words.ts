import type { listAttendanceAudit } from '@devpulse/contracts/attendance/corrections';
import type { RouteResponse } from '@devpulse/contracts/route';
import { longDayText } from '../../lib/day-words.ts';
import { isLocalDay } from '../../lib/weeks.ts';

export type Change = RouteResponse<typeof listAttendanceAudit>['items'][number];

const WORDS: Record<string, string> = {
  'correction.asked': 'Asked for a correction',
  'correction.withdrawn': 'Took a request back',
  'correction.approved': 'Approved a request',
  'correction.declined': 'Declined a request',
  'correction.self_applied': 'Applied a small correction',
  'correction.self_approved': 'Approved their own request, as the only Owner',
  'correction.self_declined': 'Declined their own request, as the only Owner',
  'events.held': 'Recorded what waits for a decision',
  'session.end_assumed': 'Assumed the end of a session',
  'zone.set': 'Chose a time zone',
  'target.set': 'Set a target',
  'attendance.settings_changed': 'Changed how time is kept',
};

/** `Noted leave of Thu, 26 Nov 2026`; an action that is not known here reads as it is kept. */
export function changeText({ action, before, after }: Change): string {
  if (action === 'leave.set') {
    const what = after.portion === undefined ? 'Took back leave' : 'Noted leave';
    return `${what}${dayOf(' of ', after.day)}`;
  }
  if (action === 'days.locked') return `Locked days${dayOf(' up to ', after.through)}`;
  if (action === 'days.unlocked') {
    const words =
      after.through === null ? 'Unlocked all days' : `Unlocked days${dayOf(' after ', after.through)}`;
    return `${words}${dayOf(', which were locked up to ', before.through)}`;
  }
  return WORDS[action] ?? action.replaceAll(/[._]/g, ' ');
}

function dayOf(words: string, day: unknown): string {
  return typeof day === 'string' && isLocalDay(day) ? words + longDayText(day) : '';
}
