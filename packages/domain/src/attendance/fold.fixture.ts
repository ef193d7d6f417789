import type { ApprovedCorrection } from './correction.ts';
import type { AttendanceAction, AttendanceEvent } from './events.ts';
import { foldAttendance } from './fold.ts';
import type { FoldInput } from './fold-input.ts';
import type { StoredPause, StoredSession } from './session.ts';
import { figuresOf, sumOf } from './worked.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-06-10T00:00:00Z, a Wednesday. */
export const MIDNIGHT = 1_781_049_600_000;

/** `at('09:00')` of the first day; `at('09:00', 1)` of the next. Seconds may follow. */
export function at(clock: string, day = 0): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return MIDNIGHT + day * DAY + hours * HOUR + minutes * MINUTE + seconds * 1000;
}

type Stamp = Partial<Omit<AttendanceEvent, 'action' | 'deviceId' | 'seq' | 'eventId'>>;

/** A device that counts its events itself. What it says is received at once unless a stamp says otherwise. */
export function device(deviceId: string, stamp: Stamp = {}) {
  let seq = 0;
  return (occurredAt: number, action: AttendanceAction, own: Stamp = {}): AttendanceEvent => {
    seq += 1;
    const offsetMs = own.offsetMs !== undefined ? own.offsetMs : (stamp.offsetMs ?? 0);
    return {
      eventId: `${deviceId}-${seq}`,
      deviceId,
      seq,
      occurredAt,
      offsetMs,
      bootId: `boot-${deviceId}`,
      monoMs: occurredAt - MIDNIGHT,
      receivedAt: occurredAt + (offsetMs ?? 0),
      action,
      ...stamp,
      ...own,
    };
  };
}

export const clockIn = (sessionId: string): AttendanceAction => ({
  type: 'clock_in',
  sessionId,
  zone: 'UTC',
});
export const clockOut = (
  sessionId: string,
  endedAt: number,
  reason: 'member' | 'pause_start' | 'earlier' | 'max_length' = 'member',
): AttendanceAction => ({ type: 'clock_out', sessionId, endedAt, reason });
export const breakStart = (sessionId: string, pauseId: string): AttendanceAction => ({
  type: 'break_start',
  sessionId,
  pauseId,
});
export const breakEnd = (sessionId: string, pauseId: string): AttendanceAction => ({
  type: 'break_end',
  sessionId,
  pauseId,
});
export const found = (
  sessionId: string,
  pauseId: string,
  range: readonly [number, number],
): AttendanceAction => ({
  type: 'pause_found',
  sessionId,
  pauseId,
  kind: 'idle',
  startedAt: range[0],
  endedAt: range[1],
});
export const decided = (
  sessionId: string,
  pauseId: string,
  decision: 'counted' | 'excluded',
): AttendanceAction => ({ type: 'pause_decided', sessionId, pauseId, decision });

export function fold(events: readonly AttendanceEvent[], more: Partial<FoldInput> = {}) {
  return foldAttendance({
    events,
    corrections: [],
    rules: [],
    devices: [],
    signsOfLife: [],
    locks: [],
    acceptedEventIds: new Set(),
    now: at('23:30'),
    ...more,
  });
}

type Folded = ReturnType<typeof fold>;

export const counting = ({ sessions }: Folded): StoredSession[] =>
  sessions.filter((one) => one.state !== 'voided');

/** What the sessions hold up to `now`, in milliseconds. */
export function figures(folded: Folded, now = at('23:30')) {
  const pausesOf = (id: string): StoredPause[] => folded.pauses.filter((one) => one.sessionId === id);
  return sumOf(
    counting(folded).map((one) =>
      figuresOf({ from: one.startedAt, to: one.endedAt ?? now }, pausesOf(one.sessionId)),
    ),
  );
}

export const resultOf = (folded: Folded, event: AttendanceEvent) => {
  const result = folded.results.find((one) => one.eventId === event.eventId);
  return result ? [result.result, result.code] : null;
};

export function correction(
  change: Partial<ApprovedCorrection> & Pick<ApprovedCorrection, 'sessionId'>,
): ApprovedCorrection {
  return {
    correctionId: `c-${change.sessionId}`,
    approvedAt: at('22:00'),
    isWithdrawn: false,
    before: null,
    after: null,
    ...change,
  };
}
