'use client';

import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';

/** Asks for a name in a dialog: of a new team, or another one of a team that is there. */
export function TeamNameDialog({
  action,
  trigger,
  title,
  submit,
  name = '',
}: {
  action: FormAction;
  trigger: string;
  title: string;
  submit: string;
  name?: string;
}) {
  const form = useForm(action, { name });
  return (
    <Dialog trigger={trigger} title={title}>
      <Form form={form}>
        <TextField label="Name" required maxLength={100} autoComplete="off" {...form.field('name')} />
        <DialogActions>
          <SubmitButton>{submit}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

export function DeleteTeamDialog({ action, name }: { action: FormAction; name: string }) {
  return (
    <ConfirmDialog
      trigger="Delete"
      kind="danger"
      label={`Delete ${name}`}
      title={`Delete the team ${name}?`}
      action={action}
      submit="Delete the team"
      submitKind="danger"
    >
      <p>
        The team goes with its history of who was in it. The figures of its people stay with the organization.
        This cannot be taken back.
      </p>
    </ConfirmDialog>
  );
}

/** `options` are the candidates by name; the day is one of the organization's zone. */
export function AddPersonForm({
  action,
  options,
  today,
}: {
  action: FormAction;
  options: readonly { value: string; label: string }[];
  today: string;
}) {
  const form = useForm(action, { from: today });
  return (
    <Form form={form} done="Added. The figures of those days are being computed anew.">
      <div className="grid gap-4 pair:grid-cols-2">
        <ChoiceField
          label="Person"
          hint="Members, and people known from GitHub."
          required
          options={[{ value: '', label: 'Choose a person' }, ...options]}
          {...form.field('person')}
        />
        <TextField
          label="First day in the team"
          hint="Their work counts for the team from this day on."
          type="date"
          required
          min="2000-01-01"
          max={today}
          {...form.field('from')}
        />
      </div>
      <div>
        <SubmitButton pending="Adding">Add to the team</SubmitButton>
      </div>
    </Form>
  );
}

export function RemovePersonDialog({
  action,
  name,
  team,
}: {
  action: FormAction;
  name: string;
  team: string;
}) {
  return (
    <ConfirmDialog
      trigger="Remove"
      kind="quiet"
      label={`Remove ${name} from ${team}`}
      title={`Remove ${name} from ${team}?`}
      action={action}
      submit="Remove from the team"
    >
      <p>Their time in the team ends now. What they did in it until now stays in its figures.</p>
    </ConfirmDialog>
  );
}
