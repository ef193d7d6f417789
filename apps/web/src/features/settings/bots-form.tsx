'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextAreaField } from '@devpulse/ui/text-field';

export function BotsForm({ action, logins }: { action: FormAction; logins: readonly string[] }) {
  const form = useForm(action, { botLogins: logins.join('\n') });
  return (
    <Form form={form} done="Saved.">
      <TextAreaField
        label="Logins"
        hint="One GitHub login a line, such as renovate[bot]. What they do is left out of people’s figures."
        spellCheck={false}
        autoCapitalize="none"
        rows={5}
        className="font-mono"
        {...form.field('botLogins')}
      />
      <div>
        <SubmitButton pending="Saving">Save the list</SubmitButton>
      </div>
    </Form>
  );
}
