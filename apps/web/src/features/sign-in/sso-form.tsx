'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { signInBySso } from './sign-in-actions.ts';

/** Leaves for the single sign-on of an organization. */
export function SsoForm({ next }: { next: string }) {
  const form = useForm(signInBySso);
  return (
    <Form form={form}>
      <input type="hidden" name="next" value={next} />
      <TextField
        label="Address of your organization"
        autoComplete="organization"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint="The word that follows the host in its pages: fernhill in /fernhill."
        {...form.field('organization')}
      />
      <SubmitButton pending="Going to your organization" isTall>
        Continue
      </SubmitButton>
    </Form>
  );
}
