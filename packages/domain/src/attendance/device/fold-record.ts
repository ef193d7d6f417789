import type { Instant } from '../../time/instant.ts';
import type { AttendanceAction } from '../events.ts';
import type { SteadyInstant } from './reading.ts';
import {
  type DevicePause,
  type DeviceRecord,
  type DeviceSession,
  type RecordedAction,
  sessionNamed,
} from './record.ts';

const DAY = 86_400_000;
/** Shown days end with the week; beyond this only what still waits for the member is kept. */
const KEPT_MS = 15 * DAY;
/** Events older than this become requests on the server, so a device cannot settle them any more; source: C3. */
const DECIDABLE_MS = 30 * DAY;

const NOT_OF_THE_PERSON = new Set<AttendanceAction['type']>(['clock_change', 'zone_change', 'pause_found']);

/** The record after an action of this device; `occurredAt` by the wall clock of that moment. */
export function foldAction(
  record: DeviceRecord,
  { action, cause }: RecordedAction,
  occurredAt: Instant,
): DeviceRecord {
  const setMs = action.type === 'clock_change' ? record.setMs + action.jumpMs : record.setMs;
  const at = occurredAt - setMs;
  const isOwnDoing = !NOT_OF_THE_PERSON.has(action.type);
  const next: DeviceRecord = {
    ...record,
    setMs,
    lastActionAt: isOwnDoing ? Math.max(at, record.lastActionAt ?? at) : record.lastActionAt,
  };
  switch (action.type) {
    case 'clock_change':
      return next;
    case 'zone_change':
      return { ...next, zone: action.zone };
    case 'clock_in':
      return {
        ...next,
        zone: action.zone,
        elsewhere: null,
        sessions: [...keptSessions(record.sessions, at), newSession(action.sessionId, at)],
      };
    default: {
      const named = sessionNamed(record, action.sessionId);
      return {
        ...next,
        sessions: record.sessions.map((session) =>
          session === named ? changeSession(session, { action, cause, at, setMs }) : session,
        ),
      };
    }
  }
}

type SessionChange = {
  action: Exclude<AttendanceAction, { type: 'clock_in' | 'clock_change' | 'zone_change' }>;
  cause: RecordedAction['cause'];
  at: SteadyInstant;
  setMs: number;
};

function changeSession(session: DeviceSession, { action, cause, at, setMs }: SessionChange): DeviceSession {
  switch (action.type) {
    case 'clock_out':
      return {
        ...session,
        endedAt: action.endedAt - setMs,
        endReason: action.reason,
        closedAt: at,
        reviewReason: action.reason === 'max_length' ? 'assumed_end' : null,
      };
    case 'clock_out_undone':
      return {
        ...session,
        toldAs: session.joinedSessionId ?? session.toldAs,
        endedAt: null,
        endReason: null,
        closedAt: null,
        reviewReason: null,
      };
    case 'end_confirmed':
    case 'end_restored':
      return { ...session, reviewReason: null };
    case 'break_start':
      return addPause(session, {
        pauseId: action.pauseId,
        kind: 'break',
        cause: null,
        startedAt: at,
        endedAt: null,
        resolution: 'excluded',
        decidedAt: null,
      });
    case 'break_end':
      return changePause(session, action.pauseId, { endedAt: at });
    case 'pause_found':
      return addPause(session, {
        pauseId: action.pauseId,
        kind: action.kind,
        cause,
        startedAt: action.startedAt - setMs,
        endedAt: action.endedAt - setMs,
        resolution: 'pending',
        decidedAt: null,
      });
    case 'pause_decided':
      return changePause(session, action.pauseId, { resolution: action.decision, decidedAt: at });
  }
}

const newSession = (sessionId: string, startedAt: SteadyInstant): DeviceSession => ({
  sessionId,
  joinedSessionId: null,
  toldAs: sessionId,
  openedOn: null,
  startedAt,
  endedAt: null,
  endReason: null,
  closedAt: null,
  reviewReason: null,
  pauses: [],
});

const addPause = (session: DeviceSession, pause: DevicePause): DeviceSession => ({
  ...session,
  pauses: [...session.pauses, pause],
});

function changePause(session: DeviceSession, pauseId: string, change: Partial<DevicePause>): DeviceSession {
  return {
    ...session,
    pauses: session.pauses.map((pause) => (pause.pauseId === pauseId ? { ...pause, ...change } : pause)),
  };
}

function keptSessions(sessions: readonly DeviceSession[], at: SteadyInstant): DeviceSession[] {
  return sessions.filter((session) => {
    const age = at - (session.endedAt ?? at);
    const waits =
      session.reviewReason !== null || session.pauses.some(({ resolution }) => resolution === 'pending');
    return age < (waits ? DECIDABLE_MS : KEPT_MS);
  });
}
