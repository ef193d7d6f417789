'use client';

import { Button } from '@devpulse/ui/button';
import { Form, ProblemNote, SubmitButton, useForm } from '@devpulse/ui/form';
import { answerOf } from '@devpulse/ui/sending';
import { TextField } from '@devpulse/ui/text-field';
import { KeyRound } from 'lucide-react';
import { useState, useTransition } from 'react';
import { askForOwnPasskey, confirmByCode, confirmByPasskey, confirmByPassword } from './confirm-actions.ts';

const NOT_GIVEN = { detail: 'The passkey was not given.', remedy: 'Try again, or choose another way.' };

export function ConfirmByPassword({ next, email }: { next: string; email: string }) {
  const form = useForm(confirmByPassword);
  return (
    <Form form={form}>
      <input type="hidden" name="next" value={next} />
      <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        {...form.field('password')}
      />
      <SubmitButton pending="Checking" isTall>
        Confirm with the password
      </SubmitButton>
    </Form>
  );
}

export function ConfirmByCode({ next, isMain }: { next: string; isMain: boolean }) {
  const form = useForm(confirmByCode);
  return (
    <Form form={form}>
      <input type="hidden" name="next" value={next} />
      <TextField
        label="Code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint="The six digits that your authenticator app shows now."
        className="font-mono"
        {...form.field('code')}
      />
      <SubmitButton kind={isMain ? 'main' : 'plain'} pending="Checking" isTall>
        Confirm with a code
      </SubmitButton>
    </Form>
  );
}

export function ConfirmByPasskey({ next }: { next: string }) {
  const [problem, setProblem] = useState<{ detail: string; remedy: string | null } | null>(null);
  const [isWaiting, startWaiting] = useTransition();
  const ask = async () => {
    setProblem(null);
    const asked = await answerOf(() => askForOwnPasskey(undefined));
    if (asked.result === null) return setProblem(asked.problem);
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const { flow, options } = asked.result;
    const credential = await startAuthentication({ optionsJSON: options as never }).catch(() => null);
    if (credential === null) return setProblem(NOT_GIVEN);
    const answer = await answerOf(() => confirmByPasskey({ flow, credential: credential as never, next }));
    if (answer?.problem) setProblem(answer.problem);
  };
  return (
    <div className="flex flex-col gap-4">
      <Button kind="plain" isTall aria-disabled={isWaiting} onClick={() => startWaiting(ask)}>
        <KeyRound aria-hidden size={16} />
        {isWaiting ? 'Waiting for the passkey' : 'Confirm with a passkey'}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
