'use client';

import { CopyField } from '@devpulse/ui/copy-field';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { Checkbox } from '@devpulse/ui/switch';
import { ChoiceField, TextAreaField } from '@devpulse/ui/text-field';
import type { ReactNode } from 'react';
import type { Invited } from './invite-words.ts';

export type InviteChoices = {
  roles: readonly { value: string; label: string }[];
  teams: readonly { id: string; name: string }[];
};

/** Several addresses with one role and the same teams. Afterwards each link is there to be handed over, as mail may be held. */
export function InviteForm({
  action,
  choices,
  aside,
}: {
  action: FormAction<Invited>;
  choices: InviteChoices;
  /** Stands beside the button. */
  aside?: ReactNode;
}) {
  const form = useForm<Invited>(action, { role: 'developer' });
  return (
    <div>
      <Form form={form}>
        <TextAreaField
          label="E-mail addresses"
          hint="One a line. Each person gets a link that is good for seven days and for this address alone."
          required
          rows={3}
          spellCheck={false}
          autoCapitalize="none"
          {...form.field('emails')}
        />
        <ChoiceField label="Role" options={choices.roles} {...form.field('role')} />
        {choices.teams.length > 0 && (
          <fieldset className="grid gap-x-4 gap-y-1 pair:grid-cols-2">
            <legend className="role-label mb-2">Teams, if any</legend>
            {choices.teams.map((team) => (
              <Checkbox key={team.id} name="team" value={team.id} label={team.name} />
            ))}
          </fieldset>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <SubmitButton pending="Inviting">Invite</SubmitButton>
          {aside}
        </div>
      </Form>
      <div role="status">{form.state.result && <Outcome invited={form.state.result} />}</div>
    </div>
  );
}

function Outcome({ invited: { sent, refused } }: { invited: Invited }) {
  return (
    <div className="mt-6 flex flex-col gap-4">
      {refused.length > 0 && (
        <ul className="role-body flex flex-col gap-1 text-bad">
          {refused.map(({ email, detail }) => (
            <li key={email}>
              {email} was not invited: {detail}
            </li>
          ))}
        </ul>
      )}
      {sent.length > 0 && (
        <p className="role-body">
          {sent.length === 1 ? 'The invitation is' : `${sent.length} invitations are`} on the way. Where mail
          does not leave this DevPulse, hand over the link yourself; it is shown here once.
        </p>
      )}
      {sent.map(({ email, link }) => (
        <CopyField key={email} label={`Link for ${email}`} value={link} />
      ))}
    </div>
  );
}
