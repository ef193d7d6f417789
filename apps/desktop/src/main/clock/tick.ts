import type { EngineState, Step } from '@devpulse/domain/attendance/device/engine-types';
import { absenceStart } from '@devpulse/domain/attendance/device/presence';
import type { Reading } from '@devpulse/domain/attendance/device/reading';
import { openSessionOf } from '@devpulse/domain/attendance/device/record';
import { isIdleSourceBroken } from '@devpulse/domain/attendance/device/watch';

const SHOWN_MS = 1000;
const HIDDEN_MS = 10_000;

/**
 * How far apart ticks are; null: none, as nothing runs. Hidden they are fewer, but not while somebody may be about to come back, nor where no
 * clock counts sleep: there a late tick is what tells sleep from a clock that was set. Source: C1.
 */
export function tickMs(
  state: EngineState,
  now: { isShown: boolean; at: Reading; thresholdMs: number },
): number | null {
  const session = openSessionOf(state.record);
  if (!session) return null;
  if (now.isShown || now.at.uptimeMs === null) return SHOWN_MS;
  const from = absenceStart(state, session);
  const isAway = from !== null && now.at.wall - state.record.setMs - from > now.thresholdMs / 2;
  return isAway ? SHOWN_MS : HIDDEN_MS;
}

/** Whether a tick found more than that time went by: something recorded, something to tell, or an idle time that went or came back. */
export function hasNews(before: EngineState, { state, records, notices }: Step): boolean {
  return records.length > 0 || notices.length > 0 || isIdleBroken(before) !== isIdleBroken(state);
}

function isIdleBroken({ watch, record }: EngineState): boolean {
  return watch.last !== null && isIdleSourceBroken(watch, watch.last.wall - record.setMs);
}
