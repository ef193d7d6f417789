'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextField } from '@devpulse/ui/text-field';

const HOURS = {
  type: 'number',
  inputMode: 'decimal',
  min: 1,
  max: 400,
  step: 'any',
  required: true,
} as const;

/** Both in hours on the working clock. */
export function TargetsForm({
  action,
  reviewHours,
  cycleHours,
}: {
  action: FormAction;
  reviewHours: number;
  cycleHours: number;
}) {
  const form = useForm(action, { reviewHours: String(reviewHours), cycleHours: String(cycleHours) });
  return (
    <Form form={form} done="Saved. The figures that count against a target are being computed anew.">
      <div className="grid gap-4 pair:grid-cols-2">
        <TextField label="First review within, hours" {...HOURS} {...form.field('reviewHours')} />
        <TextField label="Merged within, hours" {...HOURS} {...form.field('cycleHours')} />
      </div>
      <div>
        <SubmitButton pending="Saving">Save the targets</SubmitButton>
      </div>
    </Form>
  );
}
