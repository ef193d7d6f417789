import { durationText } from '@devpulse/ui/words/duration-words';
import { momentWords } from '@devpulse/ui/words/moment-words';
import type { Clock } from '../../lib/clock.ts';

/** What the clock of the shell shows. Durations in milliseconds as of the answer; what runs goes on in the browser. */
export type ClockView = {
  status: Clock['status'];
  sessionId: string | null;
  /** The break that lasts. */
  pauseId: string | null;
  /** `08:58`, with its weekday where that is another day. */
  since: string | null;
  /** Of the session, or of the break while one lasts. */
  elapsedMs: number;
  /** Worked, beside a break that lasts. */
  workedText: string;
  todayText: string;
  /** Within a minute of a clock-out. */
  undo: { sessionId: string; endedAt: string; leftMs: number } | null;
  notHeardSince: string | null;
  pendingPauses: number;
  toReview: number;
};

export function clockView(clock: Clock): ClockView {
  const now = Date.parse(clock.serverTime);
  const moments = momentWords(clock.zone.zone);
  const timeSince = (instant: string) => moments.timeSince(Date.parse(instant), now);
  const { session, status } = clock;
  const pause = session?.pauses.find(({ endedAt }) => endedAt === null) ?? null;
  const startedAt = pause?.startedAt ?? session?.startedAt ?? null;
  return {
    status,
    sessionId: session?.id ?? null,
    pauseId: pause?.id ?? null,
    since: startedAt && timeSince(startedAt),
    elapsedMs: pause ? Math.max(0, now - Date.parse(pause.startedAt)) : (session?.workedMs ?? 0),
    workedText: durationText(session?.workedMs ?? 0),
    todayText: durationText(clock.today.workedMs),
    undo: undoOf(clock, now, timeSince),
    notHeardSince: clock.notHeardSince && timeSince(clock.notHeardSince),
    pendingPauses: clock.pendingPauses.length,
    toReview: clock.toReview.length,
  };
}

function undoOf(
  { status, lastSession, undoableUntil }: Clock,
  now: number,
  timeSince: (instant: string) => string,
): ClockView['undo'] {
  if (status !== 'out' || lastSession?.endedAt == null || undoableUntil === null) return null;
  const leftMs = Date.parse(undoableUntil) - now;
  if (leftMs <= 0) return null;
  return { sessionId: lastSession.id, endedAt: timeSince(lastSession.endedAt), leftMs };
}
