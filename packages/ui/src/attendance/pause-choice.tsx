import type { PauseAnswer } from '@devpulse/domain/attendance/pause-choices';
import { useEffect, useRef } from 'react';

export type PauseOption = {
  answer: PauseAnswer;
  /** `Clock out at 10:00` */
  label: string;
  /** `I was away. I am still clocked in.` */
  sentence: string;
  /** What the days become: `today 1 h 28 min`, or one line for each day. */
  effects: readonly string[];
};

/** One pause: a click is the answer. Nothing is chosen beforehand; the first choice may take the focus. */
export function PauseChoice({
  options,
  hasFocus,
  isBusy,
  onAnswer,
}: {
  options: readonly PauseOption[];
  hasFocus: boolean;
  isBusy: boolean;
  onAnswer: (answer: PauseAnswer) => void;
}) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (hasFocus) first.current?.focus();
  }, [hasFocus]);
  return (
    <ul className="flex flex-col gap-2">
      {options.map((option, index) => (
        <li key={option.answer}>
          <button
            ref={index === 0 ? first : null}
            type="button"
            aria-disabled={isBusy}
            onClick={() => !isBusy && onAnswer(option.answer)}
            className="flex min-h-15 w-full items-center gap-3 rounded-card border border-control bg-card px-3 py-2 text-start hover:bg-[linear-gradient(var(--hover),var(--hover))] focus-visible:rounded-card"
          >
            <span className="flex min-w-0 flex-1 flex-col gap-1">
              <span className="role-label">{option.label}</span>
              <span className="role-caption text-muted">{option.sentence}</span>
            </span>
            <span className="role-caption flex flex-col text-end whitespace-nowrap">
              {option.effects.map((effect) => (
                <span key={effect} className="font-medium">
                  {effect}
                </span>
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
