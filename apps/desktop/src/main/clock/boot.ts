import type { Reading } from '@devpulse/domain/attendance/device/reading';
import type { StoredMark } from '../journal/alive-file.ts';

const TOLERATED_MS = 2000;

/**
 * True when the monotonic clock of the mark still runs: the system says so, or it advanced by as much as the wall clock. A machine that was
 * started again fails both, and one that slept meanwhile may; then its offset is not carried over, which is the safe side.
 */
export function isSameBoot(mark: StoredMark, now: Reading, machineRun: string | null): boolean {
  const monoMs = now.monoMs - mark.at.monoMs;
  if (monoMs < 0) return false;
  if (machineRun !== null && mark.machineRun !== null) return machineRun === mark.machineRun;
  return Math.abs(now.wall - mark.at.wall - monoMs) <= TOLERATED_MS;
}
