import { getClock, setOwnZone, updateClockChoices } from '@devpulse/contracts/attendance/clock';
import { type AttendanceEventBody, sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import { type FixtureAttendance, NOW, pause, session, WEB_DEVICE } from './fixture-attendance-data.ts';
import { ownSheets, totalsOf } from './fixture-attendance-days.ts';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const MINUTE = 60_000;
const TODAY = '2026-11-20';

/** The caller's clock; it always is the same instant, so what is told happens then. */
export function clockRoutes(state: FixtureState): FixtureRoute[] {
  const time = () => state.organization.attendance;
  return [
    answering(getClock, () => clockOf(time())),
    answering(sendAttendanceEvents, ({ body }) => ({
      results: body.events.map((event) => take(time(), event)),
      nextSeq: time().nextSeq,
      serverTime: NOW,
    })),
    answering(setOwnZone, () => ({ isDone: true as const })),
    answering(updateClockChoices, ({ body }) => {
      if ((body.idleThresholdMinutes ?? 5) > 30) {
        throw new FixtureProblem(400, 'invalid_request', 'The organization does not allow this threshold.', {
          field: 'body.idleThresholdMinutes',
        });
      }
      return { isDone: true as const };
    }),
  ];
}

function openOf({ sessions }: FixtureAttendance) {
  return sessions.find(({ endedAt }) => endedAt === null) ?? null;
}

function clockOf(time: FixtureAttendance) {
  const open = openOf(time);
  const isOnBreak = open?.pauses.some(({ endedAt }) => endedAt === null) ?? false;
  const sheets = ownSheets(time.sessions, { from: '2026-11-16', to: TODAY });
  return {
    serverTime: NOW,
    status: open === null ? 'out' : isOnBreak ? 'on_break' : 'in',
    session: open,
    lastSession: time.sessions.findLast(({ endedAt }) => endedAt !== null) ?? null,
    undoableUntil: open === null ? time.undoableUntil : null,
    notHeardSince: null,
    pendingPauses: time.sessions
      .flatMap(({ pauses }) => pauses)
      .filter(({ resolution }) => resolution === 'pending'),
    toReview: time.sessions.filter(({ reviewReason }) => reviewReason !== null),
    today: { ...totalsOf(sheets.slice(-1)), day: TODAY },
    week: { ...totalsOf(sheets), from: '2026-11-16', to: TODAY },
    zone: { zone: 'Europe/Berlin', mode: 'automatic' },
    rules: {
      idlePolicy: 'prompt',
      idleThresholdMinutes: 10,
      idleMinimumMinutes: 5,
      idleMaximumMinutes: 30,
      isDetectionOn: true,
      maySwitchDetectionOff: true,
      maxOpenMinutes: 840,
      reminderMinutes: 600,
      breakReminderMinutes: 120,
    },
    web: { deviceId: WEB_DEVICE, nextSeq: time.nextSeq },
    undecidedCorrections: 1,
  };
}

/** Another tab may have been first: then the number is taken, and the free one is told. */
function take(time: FixtureAttendance, event: AttendanceEventBody) {
  time.nextSeq += time.seqTaken;
  time.seqTaken = 0;
  if (event.seq !== time.nextSeq) {
    throw new FixtureProblem(409, 'expected_seq', 'Another number is next.', { expectedSeq: time.nextSeq });
  }
  time.nextSeq += 1;
  const code = refusalOf(time, event) ?? apply(time, event);
  return {
    eventId: event.eventId,
    result: code === null ? 'applied' : 'rejected',
    firstResult: null,
    code,
    joinedSessionId: null,
    isClamped: false,
  };
}

function refusalOf(time: FixtureAttendance, { action }: AttendanceEventBody) {
  const needsOpen = ['break_start', 'break_end', 'clock_out'].includes(action.type);
  return needsOpen && openOf(time) === null ? ('session_is_closed' as const) : null;
}

function apply(time: FixtureAttendance, { action }: AttendanceEventBody): null {
  const open = openOf(time);
  const known = 'sessionId' in action ? time.sessions.find(({ id }) => id === action.sessionId) : undefined;
  const last = open?.pauses.find(({ endedAt }) => endedAt === null);
  if (action.type === 'clock_in') {
    time.sessions.push({ ...session(NOW, null), id: action.sessionId, openedOn: null });
  }
  if (action.type === 'break_start') open?.pauses.push({ ...pause('break', NOW, null), id: action.pauseId });
  if (action.type === 'break_end' && last) last.endedAt = NOW;
  if (action.type === 'clock_out' && open) {
    if (last) last.endedAt = NOW;
    Object.assign(open, { endedAt: NOW, state: 'closed', endReason: action.reason });
    time.undoableUntil = new Date(Date.parse(NOW) + MINUTE).toISOString();
  }
  if (action.type === 'clock_out_undone' && known) Object.assign(known, { endedAt: null, state: 'open' });
  if (action.type === 'pause_decided') {
    const found = known?.pauses.find(({ id }) => id === action.pauseId);
    if (found) found.resolution = action.decision;
  }
  if (action.type === 'end_confirmed' && known) known.reviewReason = null;
  return null;
}
