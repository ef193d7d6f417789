import type { WeekDay, WeekSession, WeekView } from '../../ipc/week.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
export const REASON_LEAST = 5;

export type CorrectionDraft = { startedAt: number | null; endedAt: number | null; reason: string };

/** What is wrong with a draft; the words are the form's. */
export type DraftFault =
  | { field: 'startedAt' | 'endedAt'; fault: 'no_time' | 'in_future' }
  | { field: 'endedAt'; fault: 'before_start' | 'too_long' }
  | { field: 'reason'; fault: 'too_short'; missing: number };

export function faultsOf(draft: CorrectionDraft, maximumMinutes: number, now: number): DraftFault[] {
  const { startedAt, endedAt } = draft;
  const faults: DraftFault[] = [];
  if (startedAt === null) faults.push({ field: 'startedAt', fault: 'no_time' });
  else if (startedAt > now) faults.push({ field: 'startedAt', fault: 'in_future' });
  if (endedAt === null) faults.push({ field: 'endedAt', fault: 'no_time' });
  else if (startedAt !== null && endedAt <= startedAt)
    faults.push({ field: 'endedAt', fault: 'before_start' });
  else if (endedAt > now) faults.push({ field: 'endedAt', fault: 'in_future' });
  else if (startedAt !== null && endedAt - startedAt > maximumMinutes * MINUTE) {
    faults.push({ field: 'endedAt', fault: 'too_long' });
  }
  const missing = REASON_LEAST - [...draft.reason.trim()].length;
  if (missing > 0) faults.push({ field: 'reason', fault: 'too_short', missing });
  return faults;
}

/** Milliseconds that the session would count in the day; pauses that count are work. */
export function countedIn(
  session: WeekSession,
  day: WeekDay,
  { startedAt, endedAt }: { startedAt: number; endedAt: number },
): number {
  const from = Math.max(startedAt, day.startsAt);
  const to = Math.min(endedAt, day.endsAt);
  const paused = session.pauses
    .filter(({ resolution }) => resolution !== 'counted')
    .reduce((sum, pause) => {
      const end = Math.min(pause.endedAt ?? to, to);
      return sum + Math.max(0, end - Math.max(pause.startedAt, from));
    }, 0);
  return Math.max(0, to - from - paused);
}

/** What the day would come to. */
export function dayAfter(
  session: WeekSession,
  day: WeekDay,
  after: { startedAt: number; endedAt: number },
  now: number,
): number {
  const before = countedIn(session, day, {
    startedAt: session.startedAt,
    endedAt: session.endedAt ?? now,
  });
  return Math.max(0, day.workedMs - before + countedIn(session, day, after));
}

/** Whether the organization lets a change this small apply without anybody's decision. Source: attendance.md, K1. */
export function appliesNow(
  session: WeekSession,
  after: { startedAt: number; endedAt: number },
  rules: WeekView['correction'],
  now: number,
): boolean {
  const moved =
    Math.abs(after.startedAt - session.startedAt) +
    Math.abs(after.endedAt - (session.endedAt ?? after.endedAt));
  return (
    rules.appliesUpToMinutes > 0 &&
    moved <= rules.appliesUpToMinutes * MINUTE &&
    now - session.startedAt <= rules.appliesUpToDays * DAY
  );
}
