import type { CorrectionField, CorrectionView } from '@devpulse/ui/attendance/correction-form';
import { durationText } from '@devpulse/ui/words/duration-words';
import { dayWords, type MomentWords } from '@devpulse/ui/words/moment-words';
import type { WeekSession } from '../../ipc/week.ts';
import type { CommandProblem } from '../command.ts';
import { correctionProblem, effectSentence, faultLine, sessionLine } from '../words/correction.ts';
import type { CorrectionOutcome, CorrectionProps } from './correction-outcome.ts';

type Scene = {
  props: CorrectionProps;
  session: WeekSession | null;
  values: Record<CorrectionField, string>;
  outcome: CorrectionOutcome;
  /** Faults are shown from the first try on. */
  wasSent: boolean;
  problem: CommandProblem | null;
  isBusy: boolean;
};

/** The form in words. */
export function correctionView({
  props,
  session,
  values,
  outcome,
  wasSent,
  problem,
  isBusy,
}: Scene): CorrectionView {
  const { week, day, view, moments } = props;
  const { draft, afterMs, isApplied } = outcome;
  const { maximumSessionMinutes: maximumMinutes, appliesUpToMinutes, decidedBy } = week.correction;
  const faults = wasSent ? outcome.faults : [];
  const hasFaults = faults.length > 0;
  const before = durationText(day.workedMs);
  const isChanged = Math.floor(afterMs / 60_000) !== Math.floor(day.workedMs / 60_000);
  const scene = { draft, maximumMinutes, now: view.sentAt, moments };
  return {
    title: `Correct ${dayWords.weekdayLongDate(day.day)}`,
    session: session ? sessionLine(session, moments) : '',
    values,
    errors: Object.fromEntries(faults.map((fault) => [fault.field, faultLine(fault, scene)])),
    recorded: {
      startedAt: recordedLine(session?.startedAt, moments),
      endedAt: recordedLine(session?.endedAt, moments),
    },
    effect: {
      day: dayWords.weekdayLongDate(day.day),
      before: hasFaults ? `${before}, unchanged` : before,
      after: !hasFaults && isChanged ? durationText(afterMs) : null,
      sentence: effectSentence({
        faults: faults.length,
        isChanged,
        appliesNow: isApplied,
        limitMinutes: appliesUpToMinutes,
        decidedBy,
        before,
      }),
    },
    problem:
      problem &&
      correctionProblem(problem, {
        isConnected: view.isConnected,
        moments,
      }),
    submit: isApplied && isChanged ? 'Apply' : 'Send request',
    isBusy,
  };
}

function recordedLine(instant: number | null | undefined, moments: MomentWords): string {
  return instant == null ? 'Not recorded yet' : `As recorded: ${moments.time(instant)}`;
}
