import { Button } from '@devpulse/ui/button';
import { Rows } from '@devpulse/ui/row-group';
import { TextButton } from '@devpulse/ui/text-button';
import { durationText } from '@devpulse/ui/words/duration-words';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import { Check, Monitor } from 'lucide-react';
import type { SettledPause } from '../../ipc/pauses.ts';
import type { WorkView } from '../../ipc/view.ts';
import { settledDetail, settledTitle } from '../words/pauses.ts';
import type { Decide } from './decide.ts';
import { PauseFrame } from './pause-frame.tsx';

/** Nothing is left to decide; what was, and how, until the day is locked. */
export function SettledPauses({
  work,
  moments,
  changing,
  onChange,
  decide,
}: {
  work: WorkView;
  moments: MomentWords;
  /** The pause whose answer is being changed. */
  changing: string | null;
  onChange: (pauseId: string | null) => void;
  decide: Decide;
}) {
  const { settled } = work.pauses;
  return (
    <PauseFrame
      title="Nothing to decide"
      subtitle={settled.length > 0 ? 'All pauses are settled.' : 'There are no pauses.'}
      line={`Today ${durationText(work.today.workedMs)}`}
      buttons={
        <Button kind="main" onClick={() => window.close()}>
          Close
        </Button>
      }
    >
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        {settled.length > 0 && (
          <Rows>
            {settled.map((pause) => (
              <SettledRow
                key={pause.pauseId}
                pause={pause}
                moments={moments}
                isChanging={changing === pause.pauseId}
                onChange={onChange}
                decide={decide}
              />
            ))}
          </Rows>
        )}
        {settled.some(({ canChange }) => canChange) && (
          <p className="role-body text-muted">Answers can be changed until the day is locked.</p>
        )}
      </div>
    </PauseFrame>
  );
}

function SettledRow({
  pause,
  moments,
  isChanging,
  onChange,
  decide,
}: {
  pause: SettledPause;
  moments: MomentWords;
  isChanging: boolean;
  onChange: (pauseId: string | null) => void;
  decide: Decide;
}) {
  const title = settledTitle(pause, moments);
  const isPause = pause.outcome !== 'no_pause';
  const Icon = isPause ? Check : Monitor;
  const other = pause.outcome === 'kept' ? 'excluded' : 'counted';
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <Icon aria-hidden size={16} className={`shrink-0 ${isPause ? 'text-good' : 'text-muted'}`} />
      <div className="min-w-0 flex-1">
        <p className="role-body">{title}</p>
        <p className="role-caption mt-0.5 text-muted">{settledDetail(pause, moments)}</p>
      </div>
      {pause.canChange && !isChanging && (
        <TextButton aria-label={`Change ${title}`} onClick={() => onChange(pause.pauseId)}>
          Change
        </TextButton>
      )}
      {isChanging && (
        <span className="flex gap-2">
          <Button autoFocus onClick={() => void decide(new Map([[pause.pauseId, other]]))}>
            {other === 'counted' ? 'Keep' : 'Leave out'}
          </Button>
          <Button kind="quiet" onClick={() => onChange(null)}>
            Cancel
          </Button>
        </span>
      )}
    </li>
  );
}
