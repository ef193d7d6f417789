'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { Switch } from '@devpulse/ui/switch';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';

/** In which zone the caller's days are; `chosen` null where it follows the devices. */
export function ZoneForm({
  action,
  chosen,
  zones,
}: {
  action: FormAction;
  chosen: string | null;
  zones: readonly string[];
}) {
  const form = useForm(action, { zone: chosen ?? '' });
  const options = [
    { value: '', label: 'Automatic, as your devices say' },
    ...zones.map((zone) => ({ value: zone, label: zone })),
  ];
  return (
    <Form form={form} done="Saved. It counts from now on.">
      <ChoiceField
        label="Zone of my days"
        hint="Days that are over stay as they were."
        options={options}
        {...form.field('zone')}
      />
      <Save>Save the zone</Save>
    </Form>
  );
}

export type IdleChoice = {
  thresholdMinutes: number;
  minimumMinutes: number;
  maximumMinutes: number;
  isDetectionOn: boolean;
  maySwitchOff: boolean;
};

/** After how long without input the caller's clocks ask, and whether they do, as far as the organization leaves it to them. */
export function IdleChoiceForm({ action, values }: { action: FormAction; values: IdleChoice }) {
  const { thresholdMinutes, minimumMinutes, maximumMinutes, isDetectionOn, maySwitchOff } = values;
  const form = useForm(action, { idleThresholdMinutes: String(thresholdMinutes) });
  const isOn = form.state.problem === null ? isDetectionOn : form.state.values.isDetectionOn === 'on';
  return (
    <Form form={form} done="Saved. Your clocks learn of it when they next reach the server.">
      <TextField
        label="Ask after, minutes without input"
        hint={`From ${minimumMinutes} to ${maximumMinutes}. Empty: as the organization has it.`}
        type="number"
        inputMode="numeric"
        min={minimumMinutes}
        max={maximumMinutes}
        {...form.field('idleThresholdMinutes')}
      />
      {maySwitchOff && (
        <>
          <input type="hidden" name="maySwitch" value="on" />
          <Switch
            key={String(isOn)}
            name="isDetectionOn"
            defaultChecked={isOn}
            label="Ask me about time without input"
            hint="Time while the computer sleeps is asked about in any case."
          />
        </>
      )}
      <Save>Save when to ask</Save>
    </Form>
  );
}

function Save({ children }: { children: string }) {
  return (
    <div>
      <SubmitButton pending="Saving">{children}</SubmitButton>
    </div>
  );
}
