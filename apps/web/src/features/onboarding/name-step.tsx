'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';
import { useSyncExternalStore } from 'react';
import { makeOrganization } from './onboarding-actions.ts';

const nothingToFollow = () => () => {};
const FALLBACK = 'UTC';

/** The zone of the browser is chosen beforehand, where it is one of the list. */
export function NameStep({ zones }: { zones: readonly string[] }) {
  const here = useSyncExternalStore(
    nothingToFollow,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => FALLBACK,
  );
  const form = useForm(makeOrganization, { zone: zones.includes(here) ? here : FALLBACK });
  return (
    <Form form={form}>
      <TextField
        label="Name of the organization"
        hint="Its address is made from it, and stays."
        required
        maxLength={100}
        autoComplete="organization"
        {...form.field('name')}
      />
      <ChoiceField
        label="Time zone"
        hint="Days begin and end by this zone. It can be changed later."
        options={zones.map((zone) => ({ value: zone, label: zone }))}
        {...form.field('zone')}
      />
      <div>
        <SubmitButton pending="Making it">Make the organization</SubmitButton>
      </div>
    </Form>
  );
}
