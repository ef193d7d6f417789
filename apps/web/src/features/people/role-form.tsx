'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { SelectField } from '@devpulse/ui/select-field';
import { useState } from 'react';

/** The role of a member; what is chosen holds once it is saved. */
export function RoleForm({
  action,
  name,
  role,
  options,
}: {
  action: FormAction;
  name: string;
  role: string;
  options: readonly { value: string; label: string }[];
}) {
  const form = useForm(action);
  const [chosen, setChosen] = useState(role);
  // The select stands outside of the form, which the browser would set back after each answer.
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SelectField
        label={<span className="sr-only">Role of {name}</span>}
        value={chosen}
        options={options}
        onChange={setChosen}
      />
      <Form form={form} className="flex flex-col gap-2">
        <input type="hidden" name="role" value={chosen} />
        {chosen !== role && (
          <SubmitButton aria-label={`Save the role of ${name}`} pending="Saving">
            Save
          </SubmitButton>
        )}
      </Form>
    </div>
  );
}
