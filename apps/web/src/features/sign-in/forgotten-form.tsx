'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { askForReset } from './sign-in-actions.ts';

/** Asks for a link; the answer is the same for every address. */
export function ForgottenForm() {
  const form = useForm(askForReset);
  const email = form.state.result?.email;
  return (
    <Form
      form={form}
      done={email && `If ${email} has an account, a link to choose a new password is on its way to it.`}
    >
      <TextField label="E-mail" type="email" autoComplete="username" required {...form.field('email')} />
      <SubmitButton pending="Sending" isTall>
        Send the link
      </SubmitButton>
    </Form>
  );
}
