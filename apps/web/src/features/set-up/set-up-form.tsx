'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { becomeOwner } from './set-up-actions.ts';

export function SetUpForm({ token }: { token: string }) {
  const form = useForm(becomeOwner);
  return (
    <Form form={form}>
      <input type="hidden" name="token" value={token} />
      <TextField label="Name" autoComplete="name" maxLength={100} required {...form.field('name')} />
      <TextField label="E-mail" type="email" autoComplete="username" required {...form.field('email')} />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        maxLength={256}
        required
        hint="At least 8 characters; a few words in a row are good."
        {...form.field('password')}
      />
      <SubmitButton pending="Setting up" isTall>
        Become the Owner
      </SubmitButton>
    </Form>
  );
}
