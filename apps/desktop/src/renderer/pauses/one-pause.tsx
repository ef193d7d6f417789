import { PauseChoice } from '@devpulse/ui/attendance/pause-choice';
import { Button } from '@devpulse/ui/button';
import {
  APP_WAS_CLOSED,
  choicesOf,
  NOT_COUNTED_YET,
  nowLine,
  type PauseScene,
  pauseLine,
  type ShownPause,
} from '@devpulse/ui/words/pause-words';
import type { Decide } from './decide.ts';
import { PauseFrame } from './pause-frame.tsx';

/** The usual case: one click decides. */
export function OnePause({
  pause,
  scene,
  isBusy,
  decide,
}: {
  pause: ShownPause;
  scene: Omit<PauseScene, 'answers'>;
  isBusy: boolean;
  decide: Decide;
}) {
  const whole = { ...scene, answers: new Map() };
  return (
    <PauseFrame
      title="Count this pause?"
      subtitle={pauseLine(pause, scene.moments)}
      line={nowLine(whole)}
      isLineMuted
      buttons={<Button onClick={() => window.close()}>Decide later</Button>}
    >
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        <PauseChoice
          options={choicesOf(pause, whole)}
          hasFocus
          isBusy={isBusy}
          onAnswer={(answer) =>
            void decide(new Map([[pause.pauseId, answer]])).then((isDone) => isDone && window.close())
          }
        />
        <p className="role-body text-muted">
          {pause.cause === 'app_closed' ? APP_WAS_CLOSED : NOT_COUNTED_YET}
        </p>
      </div>
    </PauseFrame>
  );
}
