'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { ChoiceField } from '@devpulse/ui/text-field';
import { FACTOR_POLICY_LABELS } from './settings-words.ts';

export function FactorPolicyForm({
  action,
  policy,
}: {
  action: FormAction;
  policy: keyof typeof FACTOR_POLICY_LABELS;
}) {
  const form = useForm(action, { secondFactorPolicy: policy });
  return (
    <Form form={form} done="Saved.">
      <ChoiceField
        label="Who has to have one"
        hint="An authenticator app or a passkey. Whoever has none is given seven days; after them, only what a Developer may do is open."
        options={Object.entries(FACTOR_POLICY_LABELS).map(([value, label]) => ({ value, label }))}
        {...form.field('secondFactorPolicy')}
      />
      <div>
        <SubmitButton pending="Saving">Save the policy</SubmitButton>
      </div>
    </Form>
  );
}
