'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { Checkbox } from '@devpulse/ui/switch';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';
import { LEAVE_LABELS } from './leave-words.ts';

const KINDS = [
  { value: '', label: 'None' },
  ...Object.entries(LEAVE_LABELS).map(([value, label]) => ({ value, label })),
];

/** Notes a day of leave, or takes it away. */
export function LeaveForm({ action, day }: { action: FormAction; day: string }) {
  const form = useForm(action, { day, kind: 'vacation' });
  return (
    <Form form={form} done="Saved.">
      <div className="grid gap-4 pair:grid-cols-2">
        <TextField label="Day" type="date" required {...form.field('day')} />
        <ChoiceField label="Leave" options={KINDS} {...form.field('kind')} />
      </div>
      <Checkbox label="Half a day" name="isHalf" defaultChecked={form.state.values.isHalf === 'on'} />
      <div>
        <SubmitButton kind="plain" pending="Saving">
          Save the day
        </SubmitButton>
      </div>
    </Form>
  );
}
