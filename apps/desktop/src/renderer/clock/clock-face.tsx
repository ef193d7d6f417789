import { DurationFigure } from '@devpulse/ui/attendance/duration-figure';
import { StateSign } from '@devpulse/ui/attendance/state-sign';
import { durationText, runningText, spokenDurationText } from '@devpulse/ui/words/duration-words';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { WorkView } from '../../ipc/view.ts';
import type { Received } from '../bridge.ts';
import { useRunning } from '../running.ts';
import { STATE_WORDS, sinceLine } from '../words/status.ts';
import { HourDial } from './hour-dial.tsx';

type FaceProps = { work: WorkView; received: Received; moments: MomentWords };

/** The dial counts today, the clock in its middle this session or break; clocked out, it shows today. */
export function ClockFace({ work, received, moments }: FaceProps) {
  const { clock, today } = work;
  const worked = useTodayWorked(work, received);
  const since = sinceLine(clock, received.view.sentAt, moments);
  return (
    <HourDial state={clock.state} workedMs={worked} targetMinutes={today.targetMinutes}>
      <p className="role-label flex items-center gap-1.5">
        <StateSign state={clock.state} />
        {STATE_WORDS[clock.state]}
      </p>
      <p>
        {clock.state === 'out' ? (
          <DurationFigure milliseconds={worked} />
        ) : (
          <RunningFigure
            baseMs={clock.elapsedMs}
            isRunning={clock.isRunning}
            receivedAt={received.receivedAt}
          />
        )}
      </p>
      {since && <p className="role-caption max-w-36 text-center text-muted">{since}</p>}
    </HourDial>
  );
}

function RunningFigure(count: { baseMs: number; isRunning: boolean; receivedAt: number }) {
  const elapsed = useRunning(count, 1000);
  return (
    <span role="timer" aria-live="off" aria-label={spokenDurationText(elapsed)} className="role-figure">
      {runningText(elapsed)}
    </span>
  );
}

/** Today's count, on the minute. */
export function useTodayWorked({ clock, today }: WorkView, { receivedAt }: Received): number {
  return useRunning(
    { baseMs: today.workedMs, isRunning: clock.isRunning && clock.state === 'in', receivedAt },
    60_000,
  );
}

/** The week's count, on the minute. */
export function useWeekWorked({ clock, week }: WorkView, { receivedAt }: Received): number {
  return useRunning(
    { baseMs: week.workedMs, isRunning: clock.isRunning && clock.state === 'in', receivedAt },
    60_000,
  );
}

export function unresolvedLine(unresolvedMs: number): string | null {
  return unresolvedMs >= 60_000 ? `${durationText(unresolvedMs)} unresolved` : null;
}
