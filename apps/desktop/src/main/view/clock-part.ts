import type { DayTotals } from '@devpulse/domain/attendance/device/day-totals';
import type { ClockView as DeviceView } from '@devpulse/domain/attendance/device/view';
import { addDays, dayNumber, weekdayOfNumber } from '@devpulse/domain/time/local-day';
import type { PausesView, PendingPause } from '../../ipc/pauses.ts';
import type { DayPiece } from '../../ipc/values.ts';
import type { ClockView, WorkView } from '../../ipc/view.ts';

const MINUTE = 60_000;
const minutes = (ms: number | null) => (ms === null ? null : Math.floor(ms / MINUTE));
const whole = (ms: number) => Math.max(0, Math.round(ms));

/** The device's clock in the form that the windows are told. */
export function clockPart(view: DeviceView): ClockView {
  const { session, onBreak } = view;
  const since = onBreak?.startedAt ?? session?.startedAt ?? view.lastOutAt;
  return {
    state: view.state === 'break' ? 'on_break' : view.state,
    since,
    elapsedMs: whole(onBreak?.lengthMs ?? session?.workedMs ?? 0),
    isRunning: session !== null,
    sessionId: session?.sessionId ?? null,
    undoUntil: view.undoUntil,
    elsewhere: view.elsewhere && { since: view.elsewhere.startedAt, deviceName: view.elsewhere.openedOn },
  };
}

export function todayPart({ today }: DeviceView): WorkView['today'] {
  const { breakMs, unresolvedMs, isCountedHere } = today;
  return { ...dayTotal(today), breakMs: whole(breakMs), unresolvedMs: whole(unresolvedMs), isCountedHere };
}

const dayTotal = ({ day, workedMs, targetMs }: Pick<DayTotals, 'day' | 'workedMs' | 'targetMs'>) => ({
  day,
  workedMs: whole(workedMs),
  targetMinutes: targetMs === 0 ? null : minutes(targetMs),
});

/** Seven days from Monday; before the server ever said, only today is known. */
export function weekPart({ today, week }: DeviceView): WorkView['week'] {
  const monday = addDays(today.day, 1 - weekdayOfNumber(dayNumber(today.day)));
  const known = new Map((week?.days ?? [today]).map((day) => [day.day, day]));
  known.set(today.day, known.get(today.day) ?? today);
  const days = Array.from({ length: 7 }, (_, index) => {
    const day = addDays(monday, index);
    return dayTotal(known.get(day) ?? { day, workedMs: 0, targetMs: null });
  });
  return {
    days,
    workedMs: week ? whole(week.workedMs) : days.reduce((sum, { workedMs }) => sum + workedMs, 0),
    targetMinutes: minutes(week?.targetMs ?? null),
    isCountedHere: week === null || week.days.some(({ isCountedHere }) => isCountedHere),
  };
}

export function pausesPart({ pauses, settled, workedWithout }: DeviceView): PausesView {
  return {
    pending: pauses.map(pendingPause),
    settled: settled.map(({ pauseId, startedAt, endedAt, resolution, decidedAt }) => ({
      pauseId,
      startedAt,
      endedAt,
      outcome: resolution === 'counted' ? 'kept' : 'left_out',
      decidedAt,
      decidedOn: decidedAt === null ? 'other_device' : 'this_device',
      deviceName: null,
      canChange: true,
    })),
    workedWithout: wholePieces(workedWithout),
  };
}

function pendingPause({ kind, cause, ...pause }: DeviceView['pauses'][number]): PendingPause {
  const { pauseId, sessionId, startedAt, endedAt, canClockOut } = pause;
  return {
    pauseId,
    sessionId,
    // another device does not say how it noticed a pause
    cause: cause ?? (kind === 'gap' ? 'asleep' : 'no_input'),
    startedAt,
    endedAt,
    pieces: wholePieces(pause.pieces),
    canClockOut,
    droppedIfClockedOut: wholePieces(pause.droppedIfClockedOut),
  };
}

const wholePieces = (pieces: readonly DayPiece[]): DayPiece[] =>
  pieces.map(({ day, ms }) => ({ day, ms: whole(ms) }));
