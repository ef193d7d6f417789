'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { Switch } from '@devpulse/ui/switch';
import { TextField } from '@devpulse/ui/text-field';

export type SsoValues = { issuer: string; clientId: string; isEnabled: boolean };

/** `values` are null while nothing is set up; the secret is never among them. */
export function SsoForm({ action, values }: { action: FormAction; values: SsoValues | null }) {
  const form = useForm(action, { issuer: values?.issuer ?? '', clientId: values?.clientId ?? '' });
  const isSent = form.state.problem !== null;
  const isOn = isSent ? form.state.values.isEnabled === 'on' : (values?.isEnabled ?? true);
  return (
    <Form form={form} done="Saved. People can sign in with it now.">
      <TextField
        label="Issuer"
        hint="The https address of your identity provider, such as https://login.example.com. Its configuration is read before anything is saved."
        type="url"
        required
        spellCheck={false}
        autoComplete="off"
        {...form.field('issuer')}
      />
      <TextField
        label="Client ID"
        required
        spellCheck={false}
        autoComplete="off"
        {...form.field('clientId')}
      />
      <TextField
        label="Client secret"
        hint={
          values
            ? 'Leave it empty to keep the one that is stored. It is never shown.'
            : 'Stored encrypted, never shown.'
        }
        type="password"
        required={values === null}
        minLength={8}
        autoComplete="off"
        {...form.field('clientSecret')}
      />
      <Switch key={String(isOn)} name="isEnabled" defaultChecked={isOn} label="People can sign in with it" />
      <div>
        <SubmitButton pending="Asking the issuer">Save single sign-on</SubmitButton>
      </div>
    </Form>
  );
}
