import type { listPresence, listTeamDays } from '@devpulse/contracts/attendance/team';
import type { RouteResponse } from '@devpulse/contracts/route';
import { addDays, daysIn, type LocalDay } from '@devpulse/domain/time/local-day';
import { durationText } from '@devpulse/ui/words/duration-words';
import { dayWords } from '@devpulse/ui/words/moment-words';
import { leaveText } from '../../lib/leave-words.ts';
import { hoursText } from './hours-text.ts';

type Member = RouteResponse<typeof listTeamDays>['members'][number];
type MemberDay = Member['days'][number];
export type Presence = RouteResponse<typeof listPresence>;
export type PresenceItem = Presence['items'][number];

export type WeekCell = {
  worked: string;
  /** Beneath: the break, or why there is nothing. */
  beneath: string;
  isRunning: boolean;
  isLocked: boolean;
  /** `24 min unresolved` */
  unresolved: string | null;
  /** Of a day with work: `leave, half a day` */
  leave: string | null;
};
export type WeekRow = {
  userId: string;
  name: string;
  isSelf: boolean;
  presence: PresenceItem | null;
  waiting: number;
  cells: readonly WeekCell[];
  total: WeekCell;
  target: string;
};
export type TeamWeek = {
  days: readonly { day: LocalDay; weekday: string; date: string; isToday: boolean }[];
  rows: readonly WeekRow[];
  totals: readonly WeekCell[];
  total: WeekCell;
  target: string;
};

/** Stands where there is no figure. */
export const NOTHING = '–';

const MINUTE = 60_000;
const WORKING_DAYS = 5;

/**
 * The week of a team, by name. Saturday and Sunday stand there only when somebody worked on one of them. Sums are of milliseconds and floored
 * where they are shown, so a column's minutes may come to less than its sum.
 */
export function teamWeek(
  members: readonly Member[],
  of: {
    from: LocalDay;
    today: LocalDay;
    ownUserId: string;
    presence: Presence;
    holidays: readonly LocalDay[];
  },
): TeamWeek {
  const { from, today, ownUserId, presence, holidays } = of;
  const all = daysIn(from, addDays(from, 7));
  const hasWork = (day: LocalDay) => members.some((member) => sumsOf(dayIn(member, day)).workedMs > 0);
  const days = all.filter((day, index) => index < WORKING_DAYS || hasWork(day));
  const rows = members
    .toSorted((one, other) => one.member.name.localeCompare(other.member.name, 'en'))
    .map((member) => ({
      ...member.member,
      isSelf: member.member.userId === ownUserId,
      presence: presence.items.find((item) => item.member.userId === member.member.userId) ?? null,
      waiting: member.undecidedCorrections,
      cells: days.map((day) =>
        cellOf(dayIn(member, day), { isAhead: day > today, isDayOff: holidays.includes(day) }),
      ),
      total: sumCell(member.totals),
      target: targetText(member.totals.targetMinutes),
    }));
  const sums = members.map(({ totals }) => totals);
  return {
    days: days.map((day) => ({
      day,
      weekday: dayWords.weekday(day),
      date: dayWords.date(day),
      isToday: day === today,
    })),
    rows,
    totals: days.map((day) =>
      day > today ? EMPTY : sumCell(added(members.map((member) => sumsOf(dayIn(member, day))))),
    ),
    total: sumCell(added(sums)),
    target: targetText(sums.reduce((sum, { targetMinutes }) => sum + (targetMinutes ?? 0), 0)),
  };
}

function dayIn(member: Member, day: LocalDay): MemberDay | undefined {
  return member.days.find((one) => one.day === day);
}

type Sums = { workedMs: number; breakMs: number; unresolvedMs: number };

function sumsOf(day: MemberDay | undefined): Sums {
  return day ?? { workedMs: 0, breakMs: 0, unresolvedMs: 0 };
}

function added(sums: readonly Sums[]): Sums {
  return sums.reduce(
    (total, one) => ({
      workedMs: total.workedMs + one.workedMs,
      breakMs: total.breakMs + one.breakMs,
      unresolvedMs: total.unresolvedMs + one.unresolvedMs,
    }),
    { workedMs: 0, breakMs: 0, unresolvedMs: 0 },
  );
}

function cellOf(day: MemberDay | undefined, of: { isAhead: boolean; isDayOff: boolean }): WeekCell {
  if (day === undefined || day.firstIn === null) {
    return { ...EMPTY, beneath: whyNothing(day, of), isLocked: day?.status === 'locked' };
  }
  const leave = day.leave && leaveText(day.leave).toLowerCase();
  return { ...sumCell(day), isRunning: day.lastOut === null, isLocked: day.status === 'locked', leave };
}

function whyNothing(
  day: MemberDay | undefined,
  { isAhead, isDayOff }: { isAhead: boolean; isDayOff: boolean },
): string {
  if (day?.leave) return leaveText(day.leave).toLowerCase();
  if (isDayOff) return 'day off';
  return isAhead ? '' : 'no session';
}

const EMPTY: WeekCell = {
  worked: NOTHING,
  beneath: '',
  isRunning: false,
  isLocked: false,
  unresolved: null,
  leave: null,
};

function sumCell({ workedMs, breakMs, unresolvedMs }: Sums): WeekCell {
  return {
    ...EMPTY,
    worked: hoursText(workedMs),
    beneath: hoursText(breakMs),
    unresolved: unresolvedMs >= MINUTE ? `${durationText(unresolvedMs)} unresolved` : null,
  };
}

function targetText(minutes: number | null): string {
  return !minutes ? NOTHING : durationText(minutes * MINUTE);
}
