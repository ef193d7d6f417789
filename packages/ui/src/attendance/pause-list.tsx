import type { PauseAnswer } from '@devpulse/domain/attendance/pause-choices';
import { clsx } from 'clsx';
import { Check, Clock, Lock, Moon, Power } from 'lucide-react';
import { useId } from 'react';

export type PauseSign = 'no_input' | 'locked' | 'asleep' | 'app_closed';
const SIGNS = { no_input: Clock, locked: Lock, asleep: Moon, app_closed: Power };

export type ListedOption = { answer: PauseAnswer; label: string; effect: string };
export type ListedPause = {
  id: string;
  /** Null of the row that answers for all. */
  sign: PauseSign | null;
  /** `10:00–10:25`, or `All 3 pauses`. */
  title: string;
  /** `no input` */
  cause: string | null;
  duration: string;
  chosen: PauseAnswer | null;
  options: readonly ListedOption[];
  /** Why there is nothing to choose any more. */
  moot: string | null;
};

/** Several pauses, each with its choices; what a choice makes of the day stands under it and follows the others. */
export function PauseList({
  pauses,
  onChoose,
}: {
  pauses: readonly ListedPause[];
  onChoose: (id: string, answer: PauseAnswer) => void;
}) {
  return (
    <div className="divide-y divide-hairline">
      {pauses.map((pause) => (
        <PauseRow key={pause.id} pause={pause} onChoose={(answer) => onChoose(pause.id, answer)} />
      ))}
    </div>
  );
}

function PauseRow({ pause, onChoose }: { pause: ListedPause; onChoose: (answer: PauseAnswer) => void }) {
  const Sign = pause.sign && SIGNS[pause.sign];
  return (
    <fieldset className={clsx('min-w-0 px-4 pt-2 pb-2', pause.sign === null && 'bg-card')}>
      <legend className="float-start mb-1.5 flex w-full items-center justify-between gap-2">
        <span className="role-body flex min-w-0 items-center gap-1.5">
          {Sign && <Sign aria-hidden size={14} className="shrink-0" />}
          <span className={Sign ? 'font-medium' : 'role-label'}>{pause.title}</span>
          {pause.cause && <span className="text-muted"> {pause.cause}</span>}
        </span>
        <span className={clsx('role-label', pause.moot && 'text-muted')}>{pause.duration}</span>
      </legend>
      {pause.moot ? (
        <p className="role-caption clear-both pb-1 ps-5 text-muted">{pause.moot}</p>
      ) : (
        <Options pause={pause} onChoose={onChoose} />
      )}
    </fieldset>
  );
}

function Options({ pause, onChoose }: { pause: ListedPause; onChoose: (answer: PauseAnswer) => void }) {
  const name = useId();
  return (
    <div
      className={clsx('clear-both grid gap-2', pause.options.length === 3 ? 'grid-cols-3' : 'grid-cols-2')}
    >
      {pause.options.map(({ answer, label, effect }) => {
        const isChosen = pause.chosen === answer;
        return (
          <label
            key={answer}
            className={clsx(
              'relative flex min-h-11 cursor-pointer flex-col items-center justify-center gap-0.5 rounded-control border px-1 text-center has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              isChosen
                ? 'border-accent bg-chosen shadow-[inset_0_0_0_1px_var(--accent)]'
                : 'border-control bg-card hover:bg-[linear-gradient(var(--hover),var(--hover))]',
            )}
          >
            <input
              type="radio"
              name={name}
              checked={isChosen}
              onChange={() => onChoose(answer)}
              className="absolute inset-0 m-0 cursor-pointer appearance-none opacity-0"
            />
            <span className={clsx('role-label flex items-center gap-1', isChosen && 'text-accent')}>
              {isChosen && <Check aria-hidden size={14} className="shrink-0" />}
              {label}
            </span>
            <span className={clsx('role-caption', !isChosen && 'text-muted')}>{effect}</span>
          </label>
        );
      })}
    </div>
  );
}
