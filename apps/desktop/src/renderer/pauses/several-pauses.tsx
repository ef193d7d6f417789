import { answeredPauses } from '@devpulse/domain/attendance/pause-choices';
import { usePauseAnswers } from '@devpulse/ui/attendance/pause-answers';
import { PauseList } from '@devpulse/ui/attendance/pause-list';
import { Button } from '@devpulse/ui/button';
import {
  becomesLine,
  listedPauses,
  type PauseScene,
  priceLine,
  withoutThem,
} from '@devpulse/ui/words/pause-words';
import { TriangleAlert } from 'lucide-react';
import type { FormEvent } from 'react';
import type { Decide } from './decide.ts';
import { PauseFrame } from './pause-frame.tsx';

/** Several pauses: Save takes those that are answered, the rest stays undecided. */
export function SeveralPauses({
  scene,
  isBusy,
  decide,
  onSay,
}: {
  scene: Omit<PauseScene, 'answers'>;
  isBusy: boolean;
  decide: Decide;
  onSay: (words: string) => void;
}) {
  const { scene: whole, answers, choose } = usePauseAnswers(scene, onSay);
  const { pauses } = scene;
  const save = (event: FormEvent) => {
    event.preventDefault();
    const kept = new Map(answeredPauses(pauses, answers).map(({ pause, answer }) => [pause.pauseId, answer]));
    if (kept.size > 0) void decide(kept);
  };
  const price = priceLine(whole);
  return (
    <form id="pauses" className="contents" onSubmit={save}>
      <PauseFrame
        title="Count these pauses?"
        subtitle={withoutThem(whole)}
        line={becomesLine(whole) ?? `Choose for any of the ${pauses.length}`}
        isLineMuted={answers.size === 0}
        buttons={
          <>
            <Button onClick={() => window.close()}>Decide later</Button>
            <Button
              type="submit"
              kind="main"
              disabled={answers.size === 0}
              aria-disabled={isBusy}
              className={DISABLED}
            >
              Save
            </Button>
          </>
        }
      >
        <div className="border-t border-hairline">
          <PauseList pauses={listedPauses(whole)} onChoose={choose} />
          {price && (
            <p className="role-caption flex gap-2 border-t border-hairline px-4 py-3">
              <TriangleAlert aria-hidden size={16} className="shrink-0 text-caution" />
              {price}
            </p>
          )}
        </div>
      </PauseFrame>
    </form>
  );
}

const DISABLED = 'disabled:bg-transparent';
