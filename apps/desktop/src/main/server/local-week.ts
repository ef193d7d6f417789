import type { DeviceSession } from '@devpulse/domain/attendance/device/record';
import { clockShiftOf } from '@devpulse/domain/time/clock-shift';
import { dayBounds } from '@devpulse/domain/time/local-day';
import type { WeekDay, WeekSession, WeekView } from '../../ipc/week.ts';

import { type WeekPlace, weekDays, weekFrame, workedInside } from './week.ts';

/** The week as this device recorded it, for when the server cannot be asked. `shown` makes a steady instant canonical. */
export function localWeek(
  sessions: readonly DeviceSession[],
  monday: string,
  place: WeekPlace & { shown: (steady: number) => number; targets: ReadonlyMap<string, number | null> },
): WeekView {
  const timed = sessions.map((session) => timedSession(session, place));
  const days = weekDays(monday).map((day): WeekDay => {
    const { from: startsAt, to: endsAt } = dayBounds(day, place.zone);
    const bounds = { startsAt, endsAt };
    const inDay = timed
      .filter(({ startedAt, endedAt }) => startedAt < endsAt && (endedAt ?? place.now) > startsAt)
      .map((session) => ({ ...session, workedMs: workedInside(session, bounds, place.now) }));
    const all = { startsAt, endsAt, now: place.now };
    return {
      day,
      ...bounds,
      workedMs: inDay.reduce((sum, { workedMs }) => sum + workedMs, 0),
      breakMs: pausedInside(
        inDay,
        all,
        ({ kind, resolution }) => kind === 'break' && resolution !== 'counted',
      ),
      unresolvedMs: pausedInside(inDay, all, ({ resolution }) => resolution === 'pending'),
      targetMinutes: place.targets.get(day) ?? null,
      status: 'open',
      sessions: inDay,
      clockShift: clockShiftOf(day, place.zone),
    };
  });
  const sum = (pick: (day: WeekDay) => number) => days.reduce((total, day) => total + pick(day), 0);
  return {
    ...weekFrame(monday, place),
    days,
    workedMs: sum(({ workedMs }) => workedMs),
    unresolvedMs: sum(({ unresolvedMs }) => unresolvedMs),
    targetMinutes: sum(({ targetMinutes }) => targetMinutes ?? 0) || null,
    fromServerAt: null,
  };
}

function timedSession(
  session: DeviceSession,
  { shown, requested }: { shown: (steady: number) => number } & Pick<WeekPlace, 'requested'>,
): WeekSession {
  const at = (steady: number | null) => (steady === null ? null : shown(steady));
  return {
    sessionId: session.sessionId,
    startedAt: shown(session.startedAt),
    endedAt: at(session.endedAt),
    workedMs: 0,
    pauses: session.pauses.map(({ pauseId, kind, cause, startedAt, endedAt, resolution }) => ({
      pauseId,
      kind,
      cause,
      startedAt: shown(startedAt),
      endedAt: at(endedAt),
      resolution,
    })),
    isClosedAutomatically: session.endReason === 'max_length' || session.endReason === 'server_expired',
    needsReview: session.reviewReason !== null,
    isCorrected: session.endReason === 'correction',
    // the server speaks of a joined session by the name of the one that it joined
    isRequested: [session.sessionId, session.joinedSessionId].some((id) => id !== null && requested.has(id)),
  };
}

type Pause = WeekSession['pauses'][number];

function pausedInside(
  sessions: readonly WeekSession[],
  { startsAt, endsAt, now }: { startsAt: number; endsAt: number; now: number },
  isMeant: (pause: Pause) => boolean,
): number {
  return sessions
    .flatMap(({ pauses }) => pauses)
    .filter(isMeant)
    .reduce((sum, pause) => {
      const length = Math.min(endsAt, pause.endedAt ?? now) - Math.max(startsAt, pause.startedAt);
      return sum + Math.max(0, length);
    }, 0);
}
