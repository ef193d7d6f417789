import type { Draft } from './draft.ts';
import type { ClockCommand, Refusal } from './engine-types.ts';
import { endSession } from './limits.ts';
import { mayEndAtPause, undoableOf } from './offers.ts';
import { openSessionOf, runningBreakOf } from './record.ts';

/** Does what a person asked for, or says why it cannot be done. */
export function runCommand(draft: Draft, command: ClockCommand): Refusal | null {
  switch (command.type) {
    case 'clock_in':
      return clockIn(draft);
    case 'clock_out':
      return clockOut(draft, command.endedAt);
    case 'clock_out_at_pause':
      return clockOutAtPause(draft, command.pauseId);
    case 'undo_clock_out':
      return undoClockOut(draft);
    case 'break_start':
      return startBreak(draft);
    case 'break_end':
      return endBreak(draft);
    case 'decide':
      return decide(draft, command.decisions);
    case 'confirm_end':
      return review(draft, command.sessionId, 'end_confirmed');
    case 'restore_end':
      return review(draft, command.sessionId, 'end_restored');
  }
}

function clockIn(draft: Draft): Refusal | null {
  if (openSessionOf(draft.record)) return 'already_in';
  draft.act({ type: 'clock_in', sessionId: draft.context.newId(), zone: draft.watch.zone });
  return null;
}

function clockOut(draft: Draft, shownEnd: number | null): Refusal | null {
  const session = openSessionOf(draft.record);
  if (!session) return 'not_in';
  const endedAt = shownEnd === null ? draft.now : shownEnd - draft.context.shownMs;
  const isInside = session.startedAt <= endedAt && endedAt <= draft.now;
  if (shownEnd !== null && !isInside) return 'end_not_in_session';
  endSession(draft, session, {
    endedAt: Math.max(endedAt, session.startedAt),
    reason: shownEnd === null ? 'member' : 'earlier',
  });
  return null;
}

function clockOutAtPause(draft: Draft, pauseId: string): Refusal | null {
  const session = openSessionOf(draft.record);
  if (!session) return 'not_in';
  const pause = session.pauses.find((one) => one.pauseId === pauseId);
  if (!pause) return 'unknown_pause';
  if (!mayEndAtPause(session, pauseId, draft.now)) return 'not_offered';
  endSession(draft, session, {
    endedAt: Math.max(pause.startedAt, session.startedAt),
    reason: 'pause_start',
  });
  return null;
}

function undoClockOut(draft: Draft): Refusal | null {
  const session = undoableOf(draft.record.sessions, draft.now);
  if (!session) return openSessionOf(draft.record) ? 'already_in' : 'undo_too_late';
  draft.act({ type: 'clock_out_undone', sessionId: session.sessionId });
  return null;
}

function startBreak(draft: Draft): Refusal | null {
  const session = openSessionOf(draft.record);
  if (!session) return 'not_in';
  if (runningBreakOf(session)) return 'already_on_break';
  draft.act({ type: 'break_start', sessionId: session.sessionId, pauseId: draft.context.newId() });
  return null;
}

function endBreak(draft: Draft): Refusal | null {
  const session = openSessionOf(draft.record);
  const running = session && runningBreakOf(session);
  if (!session || !running) return 'not_on_break';
  draft.act({ type: 'break_end', sessionId: session.sessionId, pauseId: running.pauseId });
  return null;
}

function decide(
  draft: Draft,
  decisions: Extract<ClockCommand, { type: 'decide' }>['decisions'],
): Refusal | null {
  const found = decisions.map((asked) => {
    for (const { sessionId, pauses } of draft.record.sessions) {
      const pause = pauses.find(({ pauseId, kind }) => pauseId === asked.pauseId && kind !== 'break');
      if (pause) return { ...asked, sessionId, isNew: pause.resolution !== asked.decision };
    }
    return null;
  });
  if (found.includes(null)) return 'unknown_pause';
  for (const one of found) {
    if (!one?.isNew) continue;
    const { sessionId, pauseId, decision } = one;
    draft.act({ type: 'pause_decided', sessionId, pauseId, decision });
  }
  return null;
}

function review(draft: Draft, sessionId: string, type: 'end_confirmed' | 'end_restored'): Refusal | null {
  const session = draft.record.sessions.find((one) => one.sessionId === sessionId);
  if (!session) return 'unknown_session';
  const { reviewReason } = session;
  const mayRestore = reviewReason === 'activity_after_end';
  if (reviewReason === null || (type === 'end_restored' && !mayRestore)) return 'not_offered';
  draft.act({ type, sessionId });
  return null;
}
