import { listOwnDays, listOwnSessions } from '@devpulse/contracts/attendance/days';
import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import type { ApiCall } from '@devpulse/contracts/client';
import type { RouteResponse } from '@devpulse/contracts/route';
import { clockShiftOf } from '@devpulse/domain/time/clock-shift';
import { addDays, dayBounds, dayNumber, localDayOf, weekdayOfNumber } from '@devpulse/domain/time/local-day';
import type { PauseCause } from '../../ipc/pauses.ts';
import type { WeekDay, WeekSession, WeekView } from '../../ipc/week.ts';

type OwnDaySheet = RouteResponse<typeof listOwnDays>['days'][number];

export type WeekPlace = {
  zone: string;
  now: number;
  correction: WeekView['correction'];
  /** Sessions with a request that is not decided. */
  requested: ReadonlySet<string>;
  /** How this device noticed a pause. */
  causes: ReadonlyMap<string, PauseCause>;
};

export const mondayOf = (day: string) => addDays(day, 1 - weekdayOfNumber(dayNumber(day)));

/** The server's days and sessions of the week from `monday` on. Rejects with `ApiError`. */
export async function loadServerWeek(
  call: ApiCall,
  slug: string,
  monday: string,
  place: WeekPlace,
): Promise<WeekView> {
  const range = { params: { organization: slug }, query: { from: monday, to: addDays(monday, 6) } };
  const [sheets, { items }] = await Promise.all([call(listOwnDays, range), call(listOwnSessions, range)]);
  const byDay = new Map(sheets.days.map((sheet) => [sheet.day, sheet]));
  const sessions = items.filter(({ state }) => state !== 'voided');
  return {
    ...weekFrame(monday, place),
    days: weekDays(monday).map((day) => weekDay(day, byDay.get(day), sessions, place)),
    workedMs: sheets.totals.workedMs,
    unresolvedMs: sheets.totals.unresolvedMs,
    targetMinutes: sheets.totals.targetMinutes || null,
    fromServerAt: place.now,
  };
}

export const weekDays = (monday: string) => Array.from({ length: 7 }, (_, index) => addDays(monday, index));

export const weekFrame = (monday: string, { zone, now, correction }: WeekPlace) => ({
  zone,
  isLatest: monday >= mondayOf(localDayOf(now, zone)),
  correction,
});

function weekDay(
  day: string,
  sheet: OwnDaySheet | undefined,
  sessions: readonly SessionView[],
  place: WeekPlace,
): WeekDay {
  const { from: startsAt, to: endsAt } = dayBounds(day, sheet?.zone ?? place.zone);
  const inDay = sessions.filter(({ startedAt, endedAt }) => {
    return Date.parse(startedAt) < endsAt && (endedAt === null ? place.now : Date.parse(endedAt)) > startsAt;
  });
  return {
    day,
    startsAt,
    endsAt,
    workedMs: sheet?.workedMs ?? 0,
    breakMs: sheet?.breakMs ?? 0,
    unresolvedMs: sheet?.unresolvedMs ?? 0,
    targetMinutes: sheet?.targetMinutes || null,
    status: sheet?.status ?? 'open',
    sessions: inDay.map((session) => weekSession(session, { startsAt, endsAt }, place)),
    clockShift: clockShiftOf(day, sheet?.zone ?? place.zone),
  };
}

function weekSession(
  session: SessionView,
  day: { startsAt: number; endsAt: number },
  place: WeekPlace,
): WeekSession {
  const pauses = session.pauses.map((pause) => ({
    pauseId: pause.id,
    kind: pause.kind,
    cause: place.causes.get(pause.id) ?? null,
    startedAt: Date.parse(pause.startedAt),
    endedAt: pause.endedAt === null ? null : Date.parse(pause.endedAt),
    resolution: pause.resolution,
  }));
  const startedAt = Date.parse(session.startedAt);
  const endedAt = session.endedAt === null ? null : Date.parse(session.endedAt);
  const isRequested = [session.id, ...session.aliases].some((id) => place.requested.has(id));
  return {
    sessionId: session.id,
    startedAt,
    endedAt,
    workedMs: workedInside({ startedAt, endedAt, pauses }, day, place.now),
    pauses,
    isClosedAutomatically: session.state === 'auto_closed',
    needsReview: session.reviewReason !== null,
    isCorrected: session.state === 'corrected',
    isRequested,
  };
}

type Timed = Pick<WeekSession, 'startedAt' | 'endedAt' | 'pauses'>;

/** Milliseconds of a session inside a day, without the union of its pauses that do not count; source: attendance.md, R2. */
export function workedInside(session: Timed, day: { startsAt: number; endsAt: number }, now: number): number {
  const from = Math.max(session.startedAt, day.startsAt);
  const to = Math.min(session.endedAt ?? now, day.endsAt);
  if (to <= from) return 0;
  const pauses = session.pauses
    .filter(({ resolution }) => resolution !== 'counted')
    .map((pause) => ({ from: Math.max(from, pause.startedAt), to: Math.min(to, pause.endedAt ?? now) }))
    .toSorted((a, b) => a.from - b.from);
  let worked = to - from;
  let reached = from;
  for (const pause of pauses) {
    worked -= Math.max(0, pause.to - Math.max(reached, pause.from));
    reached = Math.max(reached, pause.to);
  }
  return worked;
}
