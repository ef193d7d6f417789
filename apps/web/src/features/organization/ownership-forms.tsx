'use client';

import { daysText, RETENTION } from '@devpulse/domain/privacy/retention';
import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';

const TERM = daysText(RETENTION.deletedOrganizationDays);

export function TransferDialog({
  action,
  name,
  members,
}: {
  action: FormAction;
  name: string;
  members: readonly { userId: string; label: string }[];
}) {
  const form = useForm(action);
  return (
    <Dialog trigger="Transfer the ownership" title={`Transfer the ownership of ${name}?`}>
      <Form form={form}>
        <p className="role-body">
          The other person becomes the Owner, and you become an Admin. Only they can give it back. Every
          member is told.
        </p>
        <ChoiceField
          label="New Owner"
          required
          options={[
            { value: '', label: 'Choose a member' },
            ...members.map(({ userId, label }) => ({ value: userId, label })),
          ]}
          {...form.field('userId')}
        />
        <DialogActions>
          <SubmitButton kind="danger">Transfer the ownership</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

export function DeletionDialog({ action, name, slug }: { action: FormAction; name: string; slug: string }) {
  const form = useForm(action);
  return (
    <Dialog trigger="Delete the organization" kind="danger" title={`Delete ${name}?`}>
      <Form form={form}>
        <p className="role-body">
          In {TERM} everything kept for {name} is deleted: people, teams, figures, settings and logs. Every
          member is told now. Until then an Owner can take it back.
        </p>
        <TextField
          label={`Type ${slug} to confirm`}
          required
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          {...form.field('confirm')}
        />
        <DialogActions>
          <SubmitButton kind="danger">Delete in {TERM}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
