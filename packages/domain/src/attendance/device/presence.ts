import type { Draft } from './draft.ts';
import type { SteadyInstant } from './reading.ts';
import { type DeviceSession, openSessionOf, runningBreakOf } from './record.ts';
import { strongerCause } from './watch.ts';

/**
 * The person was seen at an instant. An absence that ends with it and reached the threshold becomes a pending pause over its whole length,
 * if the session was open and no break ran. Source: R4, R5.
 */
export function notePresence(draft: Draft, seen: SteadyInstant): void {
  const { watch } = draft;
  const present = Math.max(seen, watch.presentAt ?? seen);
  const session = openSessionOf(draft.record);
  if (session && watch.presentAt !== null) findPause(draft, session, present);
  draft.watch = { ...draft.watch, presentAt: present, inputCountsFrom: null, cause: 'no_input' };
}

function findPause(draft: Draft, session: DeviceSession, until: SteadyInstant): void {
  const { rules, newId } = draft.context;
  const from = absenceStart(draft, session);
  if (from === null || until - from < rules.idleThresholdMs) return;
  const { cause } = draft.watch;
  const isGap = cause === 'asleep' || cause === 'app_closed';
  if (!isGap && !rules.isDetectionOn) return;
  const pauseId = newId();
  draft.act(
    {
      type: 'pause_found',
      sessionId: session.sessionId,
      pauseId,
      kind: isGap ? 'gap' : 'idle',
      startedAt: draft.wall(from),
      endedAt: draft.wall(until),
    },
    cause,
  );
  draft.notices.push({ type: 'pause_found', sessionId: session.sessionId, pauseId });
}

/** Where an absence would begin: never before the session or the end of its last pause; null while a break runs. */
export function absenceStart(
  { record, watch }: Pick<Draft, 'record' | 'watch'>,
  session: DeviceSession,
): SteadyInstant | null {
  if (watch.presentAt === null || runningBreakOf(session)) return null;
  const ends = session.pauses.map(({ endedAt }) => endedAt ?? session.startedAt);
  return Math.max(watch.presentAt, session.startedAt, record.lastActionAt ?? session.startedAt, ...ends);
}

/** Something happened that names the running absence. */
export function noteCause(draft: Draft, cause: 'locked' | 'asleep' | 'app_closed'): void {
  draft.watch = { ...draft.watch, cause: strongerCause(draft.watch.cause, cause) };
}
