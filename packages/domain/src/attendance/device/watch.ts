import type { Reading, SteadyInstant } from './reading.ts';
import type { PauseCause } from './record.ts';

/** What the engine watches between two actions. It lives in memory only and is written nowhere. */
export type Watch = {
  last: Reading | null;
  /** The last sign of the person: an input, or an action. */
  presentAt: SteadyInstant | null;
  isLocked: boolean;
  isSuspended: boolean;
  /** Input before it does not end an absence: the screen was locked, or the machine slept. */
  inputCountsFrom: SteadyInstant | null;
  /** What happened since `presentAt`; the strongest reason names the pause. */
  cause: PauseCause;
  /** The idle time has been 0 since then without a break; null when it moved, or is not there. */
  zeroSince: SteadyInstant | null;
  isIdleKnown: boolean;
  /** The system's time zone. */
  zone: string;
  tickEveryMs: number;
  reminded: { sessionId: string | null; pauseId: string | null };
};

export const NEW_WATCH: Watch = {
  last: null,
  presentAt: null,
  isLocked: false,
  isSuspended: false,
  inputCountsFrom: null,
  cause: 'no_input',
  zeroSince: null,
  isIdleKnown: true,
  zone: 'UTC',
  tickEveryMs: 1000,
  reminded: { sessionId: null, pauseId: null },
};

const STRENGTH: readonly PauseCause[] = ['no_input', 'locked', 'asleep', 'app_closed'];

export function strongerCause(a: PauseCause, b: PauseCause): PauseCause {
  return STRENGTH.indexOf(a) >= STRENGTH.indexOf(b) ? a : b;
}

/** An idle time that stays 0 for so long is no idle time; XWayland reports it so. Source: attendance.md, I-11. */
const ZERO_FOR_EVER_MS = 120_000;

export function isIdleSourceBroken(watch: Watch, now: SteadyInstant): boolean {
  if (!watch.isIdleKnown) return true;
  return watch.zeroSince !== null && now - watch.zeroSince >= ZERO_FOR_EVER_MS;
}

/** Keeps account of what the idle source reports. */
export function observeIdle(watch: Watch, idleMs: number | null, now: SteadyInstant): Watch {
  if (idleMs === null) return { ...watch, isIdleKnown: false, zeroSince: null };
  return { ...watch, isIdleKnown: true, zeroSince: idleMs === 0 ? (watch.zeroSince ?? now) : null };
}

/**
 * When the person was last seen, by an idle time at `now`; null while the screen is locked, the machine sleeps, or the last input
 * was before the unlock. Without an idle time, being unlocked and awake is all there is to see. Source: R4.
 */
export function seenAt(watch: Watch, idleMs: number | null, now: SteadyInstant): SteadyInstant | null {
  if (watch.isLocked || watch.isSuspended) return null;
  const from = watch.inputCountsFrom;
  if (idleMs === null) return from ?? now;
  const input = now - Math.max(0, idleMs);
  return from !== null && input < from ? null : input;
}
