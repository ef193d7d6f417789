'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { chooseNewPassword } from './sign-in-actions.ts';

export function ResetForm({ token }: { token: string }) {
  const form = useForm(chooseNewPassword);
  return (
    <Form form={form}>
      <input type="hidden" name="token" value={token} />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        maxLength={256}
        required
        hint="At least 8 characters; a few words in a row are good."
        {...form.field('password')}
      />
      <SubmitButton pending="Saving" isTall>
        Choose this password
      </SubmitButton>
    </Form>
  );
}
