'use client';

import { Button } from '@devpulse/ui/button';
import { ProblemNote } from '@devpulse/ui/form';
import { answerOf } from '@devpulse/ui/sending';
import { KeyRound } from 'lucide-react';
import { useState, useTransition } from 'react';
import { askForPasskey, signInByPasskey } from './sign-in-actions.ts';

const NOT_GIVEN = {
  detail: 'The passkey was not given.',
  remedy: 'Try again, or choose another way to sign in.',
};

/** Asks the browser for a passkey; the dialog is its own. */
export function PasskeyButton({
  next,
  isSecondFactor = false,
  kind = 'main',
}: {
  next: string;
  isSecondFactor?: boolean;
  kind?: 'main' | 'plain';
}) {
  const [problem, setProblem] = useState<typeof NOT_GIVEN | { detail: string; remedy: string | null } | null>(
    null,
  );
  const [isWaiting, startWaiting] = useTransition();
  const ask = async () => {
    setProblem(null);
    const asked = await answerOf(() => askForPasskey({ next, isSecondFactor }));
    if (asked.result === null) return setProblem(asked.problem);
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const credential = await startAuthentication({ optionsJSON: asked.result as never }).catch(() => null);
    if (credential === null) return setProblem(NOT_GIVEN);
    const answer = await answerOf(() => signInByPasskey(credential as never));
    if (answer?.problem) setProblem(answer.problem);
  };
  return (
    <div className="flex flex-col gap-4">
      <Button kind={kind} isTall aria-disabled={isWaiting} onClick={() => startWaiting(ask)}>
        <KeyRound aria-hidden size={16} />
        {isWaiting ? 'Waiting for the passkey' : 'Continue with a passkey'}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
