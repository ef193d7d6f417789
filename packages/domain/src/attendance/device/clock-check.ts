import type { Reading } from './reading.ts';
import type { Watch } from './watch.ts';

/** Smaller differences are the time service's own corrections; source: C1. */
const TOLERATED_MS = 2000;
const LONG_TICK_MS = 30_000;

export type ClockCheck = {
  /** By how much the wall clock was set since the last reading; 0 when it was not. */
  jumpMs: number;
  /** The machine slept, or the app was stopped. */
  hasGap: boolean;
};

/**
 * What happened to the clocks between two readings. Where there is a clock that counts sleep, it tells sleep from a clock that was
 * set. Without one, a wall clock that is ahead means sleep if suspend was seen or the tick came late even by the monotonic clock, which
 * stands still in sleep. Source: C1.
 */
export function checkClocks(watch: Watch, now: Reading): ClockCheck {
  const { last } = watch;
  if (!last) return { jumpMs: 0, hasGap: false };
  const monoMs = now.monoMs - last.monoMs;
  const wallMs = now.wall - last.wall;
  if (now.uptimeMs !== null && last.uptimeMs !== null) {
    const realMs = now.uptimeMs - last.uptimeMs;
    const jumpMs = Math.round(wallMs - realMs);
    const hasGap = realMs - monoMs > TOLERATED_MS || realMs > LONG_TICK_MS;
    return { jumpMs: Math.abs(jumpMs) > TOLERATED_MS ? jumpMs : 0, hasGap };
  }
  const aheadMs = Math.round(wallMs - monoMs);
  if (Math.abs(aheadMs) <= TOLERATED_MS) return { jumpMs: 0, hasGap: monoMs > LONG_TICK_MS };
  const isLate = monoMs > watch.tickEveryMs + TOLERATED_MS;
  const hasSlept = aheadMs > 0 && (watch.isSuspended || isLate || watch.cause === 'asleep');
  return hasSlept ? { jumpMs: 0, hasGap: true } : { jumpMs: aheadMs, hasGap: monoMs > LONG_TICK_MS };
}
