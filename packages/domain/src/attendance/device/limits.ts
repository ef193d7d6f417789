import type { Draft } from './draft.ts';
import { type DeviceSession, openSessionOf, runningBreakOf } from './record.ts';

/**
 * Closes a session that has been open for the longest time, at the last thing seen of the person: neither now nor its start plus the
 * longest time. Source: M1; decision 6.
 */
export function closeIfTooLong(draft: Draft): void {
  const session = openSessionOf(draft.record);
  if (!session || draft.now - session.startedAt < draft.context.rules.maxOpenMs) return;
  const seen = Math.max(
    draft.watch.presentAt ?? session.startedAt,
    draft.record.lastActionAt ?? session.startedAt,
    session.startedAt,
  );
  endSession(draft, session, { endedAt: Math.min(seen, draft.now), reason: 'max_length' });
  draft.notices.push({
    type: 'closed_for_you',
    sessionId: session.sessionId,
    endedAt: draft.shown(Math.min(seen, draft.now)),
  });
}

type End = { endedAt: number; reason: 'member' | 'pause_start' | 'earlier' | 'max_length' };

/** A running break ends first, so that taking the clock-out back finds the session at work. */
export function endSession(draft: Draft, session: DeviceSession, end: End): void {
  const running = runningBreakOf(session);
  const { sessionId } = session;
  if (running) draft.act({ type: 'break_end', sessionId, pauseId: running.pauseId });
  draft.act({ type: 'clock_out', sessionId, endedAt: draft.wall(end.endedAt), reason: end.reason });
}

/** Once for each session and break in a run of the app; source: M1, R8. */
export function remind(draft: Draft): void {
  const session = openSessionOf(draft.record);
  if (!session) return;
  const { rules } = draft.context;
  const { reminded } = draft.watch;
  const { sessionId } = session;
  if (draft.now - session.startedAt >= rules.openReminderMs && reminded.sessionId !== sessionId) {
    draft.watch = { ...draft.watch, reminded: { ...reminded, sessionId } };
    draft.notices.push({
      type: 'open_long',
      sessionId,
      closesAt: draft.shown(session.startedAt + rules.maxOpenMs),
    });
  }
  const running = runningBreakOf(session);
  if (!running || draft.now - running.startedAt < rules.breakReminderMs) return;
  const { pauseId } = running;
  if (draft.watch.reminded.pauseId === pauseId) return;
  draft.watch = { ...draft.watch, reminded: { ...draft.watch.reminded, pauseId } };
  draft.notices.push({ type: 'break_long', sessionId, pauseId, startedAt: draft.shown(running.startedAt) });
}
