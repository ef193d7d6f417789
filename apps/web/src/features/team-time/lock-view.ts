import type { listAttendanceLocks } from '@devpulse/contracts/attendance/locks';
import type { RouteResponse } from '@devpulse/contracts/route';
import { addDays, type LocalDay } from '@devpulse/domain/time/local-day';
import { countOf } from '../../lib/count-words.ts';
import { longDayText } from '../../lib/day-words.ts';

type Locks = RouteResponse<typeof listAttendanceLocks>;

export type LockView = {
  mayLock: boolean;
  through: LocalDay;
  /** `Sun, 15 Nov 2026` */
  throughText: string;
  /** Yesterday: today is never whole. */
  last: LocalDay;
  team: string | null;
  week: string | null;
  members: readonly { userId: string; name: string; locked: string; through: LocalDay | null }[];
  unsettled: readonly { userId: string; name: string; words: string }[];
};

export function lockView(
  locks: Locks,
  of: { through: LocalDay; today: LocalDay; team: string | null; week: string | null },
): LockView {
  const { through, today, team, week } = of;
  return {
    mayLock: locks.mayLock,
    through,
    throughText: longDayText(through),
    last: addDays(today, -1),
    team,
    week,
    members: locks.items.map(({ member, lockedThrough, lockedBy }) => ({
      ...member,
      through: lockedThrough,
      locked: lockedText(lockedThrough, lockedBy),
    })),
    unsettled: locks.unsettled.map((one) => ({ ...one.member, words: unsettledText(one) })),
  };
}

function lockedText(lockedThrough: LocalDay | null, lockedBy: string | null): string {
  if (lockedThrough === null) return '';
  return `Locked up to ${longDayText(lockedThrough)}${lockedBy === null ? '' : `, by ${lockedBy}`}`;
}

function unsettledText(one: Locks['unsettled'][number]): string {
  const { undecidedCorrections, unresolvedPauses, sessionsToReview, openSessions } = one;
  return [
    undecidedCorrections > 0 &&
      countOf(undecidedCorrections, 'correction to decide', 'corrections to decide'),
    unresolvedPauses > 0 && countOf(unresolvedPauses, 'unresolved pause'),
    sessionsToReview > 0 && countOf(sessionsToReview, 'session to check', 'sessions to check'),
    openSessions > 0 && countOf(openSessions, 'session that is open', 'sessions that are open'),
  ]
    .filter(Boolean)
    .join(', ');
}
