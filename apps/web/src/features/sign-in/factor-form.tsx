'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { PauseNote } from './pause-note.tsx';
import { signInByCode } from './sign-in-actions.ts';

/** A code of the authenticator app, or a recovery code, in the same field. */
export function FactorForm() {
  const form = useForm(signInByCode);
  return (
    <Form form={form}>
      <TextField
        label="Code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint="The six digits that your authenticator app shows now, or one of your recovery codes."
        className="font-mono"
        {...form.field('code')}
      />
      <PauseNote seconds={form.state.problem?.retryAfterSeconds ?? null} />
      <SubmitButton pending="Checking" isTall>
        Continue
      </SubmitButton>
    </Form>
  );
}
