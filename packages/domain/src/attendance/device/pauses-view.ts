import { addDays, dayBounds, type LocalDay, localDayOf } from '../../time/local-day.ts';
import type { PauseDecision, PauseKind } from '../events.ts';
import type { DayPiece, OpenPause } from '../pause-choices.ts';
import type { Place } from './day-totals.ts';
import { mayEndAtPause, pendingPausesOf } from './offers.ts';
import type { DevicePause, DeviceRecord, DeviceSession, PauseCause } from './record.ts';
import { dayFiguresOf } from './totals.ts';

/** A pause to decide; `workedAfter` says what its days become with answers given. */
export type PauseToDecide = OpenPause & {
  sessionId: string;
  kind: PauseKind;
  /** Null where another device found it. */
  cause: PauseCause | null;
};

export type SettledPause = {
  pauseId: string;
  startedAt: number;
  endedAt: number;
  resolution: PauseDecision;
  /** Null where it was decided elsewhere. */
  decidedAt: number | null;
};

type Range = { startedAt: number; endedAt: number };

/** Every pause that waits for an answer and those that have one. Instants are canonical as far as the offset is known. */
export function pausesView(record: DeviceRecord, place: Place) {
  const pauses = record.sessions.flatMap((session) =>
    pendingPausesOf(session, place.now).map((pause): PauseToDecide => {
      const canClockOut = mayEndAtPause(session, pause.pauseId, place.now);
      return {
        pauseId: pause.pauseId,
        sessionId: session.sessionId,
        kind: pause.kind,
        cause: pause.cause,
        startedAt: shown(pause.startedAt, place),
        endedAt: shown(pause.endedAt, place),
        pieces: piecesOf(pause, place),
        canClockOut,
        droppedIfClockedOut: canClockOut ? droppedAfter(record, session, { pause, place }) : [],
      };
    }),
  );
  const touched = new Set(
    pauses.flatMap(({ pieces, droppedIfClockedOut }) =>
      [...pieces, ...droppedIfClockedOut].map(({ day }) => day),
    ),
  );
  return {
    pauses,
    workedWithout: [...touched]
      .sort()
      .map((day) => ({ day, ms: dayFiguresOf(record.sessions, day, place).workedMs })),
    settled: settledOf(record.sessions.at(-1), place),
  };
}

function settledOf(session: DeviceSession | undefined, place: Place): SettledPause[] {
  const found = session?.pauses.filter(({ kind }) => kind !== 'break') ?? [];
  return found.flatMap(({ pauseId, startedAt, endedAt, resolution, decidedAt }: DevicePause) =>
    resolution === 'pending' || endedAt === null
      ? []
      : [
          {
            pauseId,
            startedAt: shown(startedAt, place),
            endedAt: shown(endedAt, place),
            resolution,
            decidedAt: decidedAt === null ? null : shown(decidedAt, place),
          },
        ],
  );
}

/** Work of each day that would no longer count if the session ended where the pause began. */
function droppedAfter(
  record: DeviceRecord,
  session: DeviceSession,
  { pause, place }: { pause: Range; place: Place },
): DayPiece[] {
  const ended = record.sessions.map((one) =>
    one === session ? { ...session, endedAt: pause.startedAt } : one,
  );
  const after = { startedAt: pause.startedAt, endedAt: Math.max(place.now, pause.endedAt) };
  return piecesOf(after, place).flatMap(({ day }) => {
    const ms = dayFiguresOf(record.sessions, day, place).workedMs - dayFiguresOf(ended, day, place).workedMs;
    return ms > 0 ? [{ day, ms }] : [];
  });
}

/** A range cut at the local midnights inside it. */
function piecesOf(range: Range, place: Place): DayPiece[] {
  const from = shown(range.startedAt, place);
  const to = shown(range.endedAt, place);
  const pieces: DayPiece[] = [];
  for (let day: LocalDay = localDayOf(from, place.zone); ; day = addDays(day, 1)) {
    const bounds = dayBounds(day, place.zone);
    if (bounds.from >= to) return pieces;
    const ms = Math.min(to, bounds.to) - Math.max(from, bounds.from);
    if (ms > 0) pieces.push({ day, ms });
  }
}

const shown = (steady: number, { shownMs }: Place): number => Math.round(steady + shownMs);
