import type { WeekSession } from '../../ipc/week.ts';
import { appliesNow, type CorrectionDraft, dayAfter, faultsOf } from './correction-model.ts';
import type { DayProps } from './week-place.ts';

export type CorrectionProps = DayProps & { sessionId: string };

/** What a draft would come to. */
export function outcomeOf(
  { week, day, view }: CorrectionProps,
  session: WeekSession | null,
  draft: CorrectionDraft,
) {
  const now = view.sentAt;
  const faults = faultsOf(draft, week.correction.maximumSessionMinutes, now);
  const areTimesRight = faults.every(({ field }) => field === 'reason');
  const after =
    areTimesRight && draft.startedAt !== null && draft.endedAt !== null
      ? { startedAt: draft.startedAt, endedAt: draft.endedAt }
      : null;
  return {
    draft,
    faults,
    after,
    afterMs: session && after ? dayAfter(session, day, after, now) : day.workedMs,
    isApplied: session !== null && after !== null && appliesNow(session, after, week.correction, now),
  };
}
export type CorrectionOutcome = ReturnType<typeof outcomeOf>;
