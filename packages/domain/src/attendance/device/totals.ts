import { dayBounds, type LocalDay } from '../../time/local-day.ts';
import type { SteadyInstant } from './reading.ts';
import type { DevicePause, DeviceSession } from './record.ts';

type Range = { from: number; to: number };

/** Milliseconds of one or more sessions, by R2: `worked` is without breaks and without what is pending or left out. */
export type TimeFigures = { workedMs: number; breakMs: number; unresolvedMs: number };

/**
 * The figures of a session inside a range of steady instants. An open session lasts until `now`. A time that two pauses share
 * counts once, as the break before the undecided one.
 */
export function figuresOf(session: DeviceSession, now: SteadyInstant, window?: Range): TimeFigures {
  const whole = { from: session.startedAt, to: session.endedAt ?? now };
  const inside = clip(whole, window ?? whole);
  if (!inside) return { workedMs: 0, breakMs: 0, unresolvedMs: 0 };
  const lengthOf = (test: (pause: DevicePause) => boolean) =>
    unionLength(
      session.pauses.filter(test).flatMap(({ startedAt, endedAt }) => {
        const part = clip({ from: startedAt, to: endedAt ?? now }, inside);
        return part ? [part] : [];
      }),
    );
  const isBreak = (pause: DevicePause) => pause.kind === 'break' && pause.resolution !== 'counted';
  const isPending = (pause: DevicePause) => pause.resolution === 'pending';
  const settledMs = lengthOf((pause) => pause.resolution === 'excluded');
  const takenMs = lengthOf((pause) => pause.resolution !== 'counted');
  return {
    workedMs: inside.to - inside.from - takenMs,
    breakMs: lengthOf((pause) => isBreak(pause) && !isPending(pause)),
    unresolvedMs: takenMs - settledMs,
  };
}

/**
 * The figures of a local day over all sessions. `shownMs`, canonical minus steady time, places the day's bounds.
 */
export function dayFiguresOf(
  sessions: readonly DeviceSession[],
  day: LocalDay,
  at: { now: SteadyInstant; zone: string; shownMs: number },
): TimeFigures {
  const { from, to } = dayBounds(day, at.zone);
  const window = { from: from - at.shownMs, to: to - at.shownMs };
  const sum = { workedMs: 0, breakMs: 0, unresolvedMs: 0 };
  for (const session of sessions) {
    const part = figuresOf(session, at.now, window);
    sum.workedMs += part.workedMs;
    sum.breakMs += part.breakMs;
    sum.unresolvedMs += part.unresolvedMs;
  }
  return sum;
}

/** The part of a pause that lies inside its session; zero where the session ended before it. */
export function effectiveRange(session: DeviceSession, pause: DevicePause, now: SteadyInstant): Range | null {
  const whole = { from: session.startedAt, to: session.endedAt ?? now };
  return clip({ from: pause.startedAt, to: pause.endedAt ?? now }, whole);
}

function clip(range: Range, window: Range): Range | null {
  const from = Math.max(range.from, window.from);
  const to = Math.min(range.to, window.to);
  return from < to ? { from, to } : null;
}

function unionLength(ranges: readonly Range[]): number {
  let length = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (to <= reached) continue;
    length += to - Math.max(from, reached);
    reached = to;
  }
  return length;
}
