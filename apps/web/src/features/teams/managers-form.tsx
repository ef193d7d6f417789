'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { Checkbox } from '@devpulse/ui/switch';

export type ManagerChoice = { userId: string; name: string; role: string };

/** Those who may manage a team, ticked where they do. */
export function ManagersForm({
  action,
  choices,
  chosen,
}: {
  action: FormAction;
  choices: readonly ManagerChoice[];
  chosen: readonly string[];
}) {
  const form = useForm(action);
  return (
    <Form form={form} done="Saved.">
      <fieldset className="grid gap-x-4 gap-y-1 pair:grid-cols-2">
        <legend className="sr-only">Managers</legend>
        {choices.map(({ userId, name, role }) => (
          <Checkbox
            key={`${userId} ${chosen.includes(userId)}`}
            name="manager"
            value={userId}
            defaultChecked={chosen.includes(userId)}
            label={
              <>
                {name} <span className="text-muted">{role}</span>
              </>
            }
          />
        ))}
      </fieldset>
      <div>
        <SubmitButton pending="Saving">Save the managers</SubmitButton>
      </div>
    </Form>
  );
}
