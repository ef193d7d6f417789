'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';
import { ToggleRow } from '@devpulse/ui/toggle-row';
import { type ReactNode, useState } from 'react';
import { timeOfMinute, WEEKDAYS } from '../../lib/calendar-words.ts';
import { HolidayEditor } from './holiday-editor.tsx';

export type CalendarValues = {
  zone: string;
  weekdays: readonly number[];
  startMinute: number;
  endMinute: number;
  holidays: readonly string[];
};

const DAYS = WEEKDAYS.map(({ number, short, name }) => ({
  value: String(number),
  label: short,
  title: name,
}));

/** The clock that durations are counted on: zone, weekdays, hours that are the same each day, and days off. */
export function CalendarForm({
  action,
  calendar,
  zones,
  submit,
  done,
  aside,
}: {
  action: FormAction;
  calendar: CalendarValues;
  zones: readonly string[];
  submit: string;
  done?: string;
  /** Stands beside the button, such as a link that skips the step. */
  aside?: ReactNode;
}) {
  const form = useForm(action, {
    zone: calendar.zone,
    start: timeOfMinute(calendar.startMinute),
    end: timeOfMinute(calendar.endMinute),
  });
  const [weekdays, setWeekdays] = useState<ReadonlySet<string>>(() => new Set(calendar.weekdays.map(String)));
  return (
    <Form form={form} done={done}>
      <ChoiceField
        label="Time zone"
        hint="Days begin and end by this zone."
        options={zones.map((zone) => ({ value: zone, label: zone }))}
        {...form.field('zone')}
      />
      <ToggleRow
        legend="Working days"
        name="weekday"
        options={DAYS}
        pressed={weekdays}
        onChange={setWeekdays}
        error={form.field('weekday').error}
      />
      <div className="grid gap-4 pair:grid-cols-2">
        <TextField label="From" type="time" required {...form.field('start')} />
        <TextField label="To" type="time" required hint="00:00 is midnight." {...form.field('end')} />
      </div>
      <HolidayEditor holidays={calendar.holidays} error={form.field('holiday').error} />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton pending="Saving">{submit}</SubmitButton>
        {aside}
      </div>
    </Form>
  );
}
