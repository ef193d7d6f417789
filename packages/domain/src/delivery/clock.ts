import type { Instant } from '../time/instant.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';

/** A time that somebody was in a team, half-open; null is from or to ever. `calendar` null: the team keeps the organization's. */
export type TeamTime = {
  startsAt: Instant | null;
  endsAt: Instant | null;
  calendar: WorkingCalendar | null;
};

/**
 * The calendar that a pull request is measured by: that of the team its author was in when it was made ready, before that when
 * it was opened; else the organization's. `teamTimes` are the author's, the longest-standing first: it decides where several
 * overlap. Source: metrics.md, sections 3 and 4.
 */
export function calendarOf(
  keepers: { teamTimes?: readonly TeamTime[] | undefined; calendar: WorkingCalendar },
  pull: { readyAt: Instant | null; openedAt: Instant },
): WorkingCalendar {
  const at = pull.readyAt ?? pull.openedAt;
  const team = keepers.teamTimes?.find(
    ({ startsAt, endsAt }) => (startsAt === null || startsAt <= at) && (endsAt === null || at < endsAt),
  );
  return team?.calendar ?? keepers.calendar;
}
