import { type PauseAnswer, type PauseAnswers, withAnswer } from '@devpulse/domain/attendance/pause-choices';
import { useState } from 'react';
import { ALL_PAUSES, announceChoice, answersForAll, type PauseScene } from '../words/pause-words.ts';

/** Holds what is answered so far, one pause at a time or all at once, until it is saved; `onSay` is told each choice in words. */
export function usePauseAnswers(
  asked: Omit<PauseScene, 'answers'>,
  onSay: (words: string) => void,
): { scene: PauseScene; answers: PauseAnswers; choose: (id: string, answer: PauseAnswer) => void } {
  const [given, setGiven] = useState<PauseAnswers>(new Map());
  const { pauses } = asked;
  // A pause may have been decided elsewhere meanwhile.
  const answers: PauseAnswers = new Map(
    [...given].filter(([id]) => pauses.some(({ pauseId }) => pauseId === id)),
  );
  const choose = (id: string, answer: PauseAnswer) => {
    const next = id === ALL_PAUSES ? answersForAll(pauses, answer) : withAnswer(answers, id, answer);
    setGiven(next);
    onSay(announceChoice({ ...asked, answers: next }, id, answer));
  };
  return { scene: { ...asked, answers }, answers, choose };
}
