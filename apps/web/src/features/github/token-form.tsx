'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { ChoiceField, TextAreaField, TextField } from '@devpulse/ui/text-field';
import { ServerField } from './app-form.tsx';

type Refused = { refused: { name: string; reason: string }[] };

/** The quick start: a token and names of repositories instead of an App. */
export function TokenForm({
  action,
  usualHost,
  history,
}: {
  action: FormAction<Refused>;
  usualHost: string;
  history: { value: string; options: readonly { value: string; label: string }[] };
}) {
  const form = useForm(action, { historyMonths: history.value });
  return (
    <Form form={form} done={form.state.result && doneText(form.state.result)}>
      <TextField
        label="Fine-grained token"
        hint="With read access to pull requests, metadata and contents of the repositories. Stored encrypted, never shown."
        type="password"
        required
        autoComplete="off"
        {...form.field('token')}
      />
      <TextAreaField
        label="Repositories to read"
        hint="One a line, such as fernhill/checkout-api; at most 100."
        required
        rows={3}
        autoCapitalize="none"
        spellCheck={false}
        {...form.field('repositories')}
      />
      <ChoiceField
        label="History that is read first"
        options={history.options}
        {...form.field('historyMonths')}
      />
      <ServerField usualHost={usualHost} field={form.field('webUrl')} />
      <div>
        <SubmitButton kind="plain" pending="Trying the token">
          Read with this token
        </SubmitButton>
      </div>
    </Form>
  );
}

function doneText({ refused }: Refused): string {
  if (refused.length === 0) return 'The token is good. Its repositories are being read.';
  const names = refused.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  return `The token is good, but does not open ${names}.`;
}
