'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextField } from '@devpulse/ui/text-field';
import { WEEKDAYS } from './calendar-words.ts';

const MINUTES = 60;

/** What a week should hold, from a day on; hours for each weekday. */
export function TargetForm({
  action,
  minutes,
  effectiveFrom,
}: {
  action: FormAction;
  /** Monday first; in force now. */
  minutes: readonly number[];
  effectiveFrom: string;
}) {
  const hours = WEEKDAYS.map(({ number }) => [
    `hours${number}`,
    String(Math.round(((minutes[number - 1] ?? 0) / MINUTES) * 100) / 100),
  ]);
  const form = useForm(action, { effectiveFrom, ...Object.fromEntries(hours) });
  return (
    <Form form={form} done="Saved. It holds from that day on.">
      <fieldset>
        <legend className="role-label mb-2">Hours of each day</legend>
        <div className="grid grid-cols-3 gap-3 pair:grid-cols-7">
          {WEEKDAYS.map(({ number, short }) => (
            <TextField
              key={number}
              label={short}
              type="number"
              inputMode="decimal"
              min={0}
              max={24}
              step="any"
              className="px-2"
              {...form.field(`hours${number}`)}
            />
          ))}
        </div>
      </fieldset>
      <TextField label="From this day on" type="date" required {...form.field('effectiveFrom')} />
      <div>
        <SubmitButton pending="Saving">Save the target</SubmitButton>
      </div>
    </Form>
  );
}
