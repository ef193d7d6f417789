'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextField } from '@devpulse/ui/text-field';

export function NameForm({ action, name }: { action: FormAction; name: string }) {
  const form = useForm(action, { name });
  return (
    <Form form={form} done="Saved.">
      <TextField
        label="Name"
        hint="Shown to every member. The address of the pages stays as it is."
        required
        maxLength={100}
        autoComplete="organization"
        {...form.field('name')}
      />
      <div>
        <SubmitButton pending="Saving">Save the name</SubmitButton>
      </div>
    </Form>
  );
}
