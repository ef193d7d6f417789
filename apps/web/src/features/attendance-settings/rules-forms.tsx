'use client';

import { RETENTION } from '@devpulse/domain/privacy/retention';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { Switch } from '@devpulse/ui/switch';
import { TextField } from '@devpulse/ui/text-field';

const NUMBER = { type: 'number', inputMode: 'numeric', required: true } as const;
type Handle = ReturnType<typeof useForm>;

/** A switch of a form that keeps what was chosen after an error. */
function KeptSwitch({
  form,
  name,
  isOn,
  label,
  hint,
}: {
  form: Handle;
  name: string;
  isOn: boolean;
  label: string;
  hint: string;
}) {
  const shown = form.state.problem === null ? isOn : form.state.values[name] === 'on';
  return <Switch key={String(shown)} name={name} defaultChecked={shown} label={label} hint={hint} />;
}

function Save({ children }: { children: string }) {
  return (
    <div>
      <SubmitButton pending="Saving">{children}</SubmitButton>
    </div>
  );
}

export type IdleValues = {
  idlePolicy: 'prompt' | 'off';
  idleThresholdMinutes: number;
  idleMinimumMinutes: number;
  idleMaximumMinutes: number;
  membersMaySwitchOff: boolean;
};

export function IdleForm({ action, values }: { action: FormAction; values: IdleValues }) {
  const form = useForm(action, {
    idleThresholdMinutes: String(values.idleThresholdMinutes),
    idleMinimumMinutes: String(values.idleMinimumMinutes),
    idleMaximumMinutes: String(values.idleMaximumMinutes),
  });
  return (
    <Form form={form} done="Saved.">
      <KeptSwitch
        form={form}
        name="asksAboutIdle"
        isOn={values.idlePolicy === 'prompt'}
        label="Ask about time without input"
        hint="The person decides what it was. Nothing is ever left out by itself."
      />
      <TextField
        label="Ask after, minutes"
        hint="Unless the person chooses otherwise."
        min={5}
        max={60}
        {...NUMBER}
        {...form.field('idleThresholdMinutes')}
      />
      <div className="grid gap-4 pair:grid-cols-2">
        <TextField
          label="They may choose from, minutes"
          min={5}
          max={60}
          {...NUMBER}
          {...form.field('idleMinimumMinutes')}
        />
        <TextField
          label="Up to, minutes"
          min={5}
          max={60}
          {...NUMBER}
          {...form.field('idleMaximumMinutes')}
        />
      </div>
      <KeptSwitch
        form={form}
        name="membersMaySwitchOff"
        isOn={values.membersMaySwitchOff}
        label="Members may switch it off for themselves"
        hint="Pauses while the computer sleeps are still asked about."
      />
      <Save>Save the idle rules</Save>
    </Form>
  );
}

/** `hours` as they stand in the fields. */
export function LimitsForm({
  action,
  hours,
  breakReminderMinutes,
}: {
  action: FormAction;
  hours: { maxOpen: number; reminder: number };
  breakReminderMinutes: number;
}) {
  const form = useForm(action, {
    maxOpenHours: String(hours.maxOpen),
    reminderHours: String(hours.reminder),
    breakReminderMinutes: String(breakReminderMinutes),
  });
  return (
    <Form form={form} done="Saved.">
      <TextField
        label="Longest open time, hours"
        hint="Then a session is closed at the last that was heard of it, and its owner is asked."
        min={8}
        max={24}
        step="any"
        {...NUMBER}
        {...form.field('maxOpenHours')}
      />
      <div className="grid gap-4 pair:grid-cols-2">
        <TextField
          label="Remind after, hours"
          min={1}
          max={24}
          step="any"
          {...NUMBER}
          {...form.field('reminderHours')}
        />
        <TextField
          label="Ask about a break after, minutes"
          min={15}
          max={480}
          {...NUMBER}
          {...form.field('breakReminderMinutes')}
        />
      </div>
      <Save>Save the limits</Save>
    </Form>
  );
}

export function SharingForm({
  action,
  values,
}: {
  action: FormAction;
  values: { sharesPresence: boolean; showsSessionTimes: boolean };
}) {
  const form = useForm(action);
  return (
    <Form form={form} done="Saved. Every member is told of what became visible, or no longer is.">
      <KeptSwitch
        form={form}
        name="sharesPresence"
        isOn={values.sharesPresence}
        label="Every member sees who is in"
        hint="In, on a break or out; no times. Without it, only managers, Admins and the Owner see it."
      />
      <KeptSwitch
        form={form}
        name="showsSessionTimes"
        isOn={values.showsSessionTimes}
        label="Managers see when sessions begin and end"
        hint="Pauses are shown as “paused”, never why. Without it they see the totals of a day."
      />
      <Save>Save what others see</Save>
    </Form>
  );
}

export function RulesForm({
  action,
  values,
}: {
  action: FormAction;
  values: { selfAppliesCorrections: boolean; managersMayLock: boolean; retentionMonths: number };
}) {
  const form = useForm(action, { retentionMonths: String(values.retentionMonths) });
  return (
    <Form form={form} done="Saved.">
      <KeptSwitch
        form={form}
        name="selfAppliesCorrections"
        isOn={values.selfAppliesCorrections}
        label="Small own corrections apply at once"
        hint="Up to 30 minutes, up to 7 days back. They are recorded with their reason all the same."
      />
      <KeptSwitch
        form={form}
        name="managersMayLock"
        isOn={values.managersMayLock}
        label="Managers may lock the days of their teams"
        hint="Only an Admin unlocks."
      />
      <TextField
        label="Keep sessions for, months"
        hint="Older ones are deleted."
        min={RETENTION.timeMonthsMinimum}
        max={RETENTION.timeMonthsMaximum}
        {...NUMBER}
        {...form.field('retentionMonths')}
      />
      <Save>Save the rules</Save>
    </Form>
  );
}
