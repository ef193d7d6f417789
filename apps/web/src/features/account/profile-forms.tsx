'use client';

import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { askForNewEmail, changeName, deleteOwnAccount, leave } from './profile-actions.ts';

export function NameForm({ name }: { name: string }) {
  const form = useForm(changeName, { name });
  return (
    <Form form={form} done="Your name is changed.">
      <TextField label="Name" autoComplete="name" maxLength={100} required {...form.field('name')} />
      <SubmitButton kind="plain" pending="Saving" className="self-start">
        Save the name
      </SubmitButton>
    </Form>
  );
}

export function EmailForm() {
  const form = useForm(askForNewEmail);
  return (
    <Form form={form} done="A link was sent to the new address. It changes once the link is opened.">
      <TextField label="New e-mail" type="email" autoComplete="email" required {...form.field('email')} />
      <SubmitButton kind="plain" pending="Sending" className="self-start">
        Send a link to it
      </SubmitButton>
    </Form>
  );
}

export function LeaveDialog({ slug, name }: { slug: string; name: string }) {
  const form = useForm(leave);
  return (
    <Dialog trigger="Leave" label={`Leave ${name}`} title={`Leave ${name}?`}>
      <p className="role-body text-muted">
        You will not see it any more, and need a new invitation to come back. What you worked on stays in its
        figures.
      </p>
      <Form form={form}>
        <input type="hidden" name="organization" value={slug} />
        <DialogActions>
          <SubmitButton kind="danger" pending="Leaving">
            Leave
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

export function DeleteAccountDialog() {
  const form = useForm(deleteOwnAccount);
  return (
    <Dialog trigger="Delete the account" kind="danger" title="Delete your account?">
      <p className="role-body text-muted">
        Your person and everything kept under it is deleted: sessions, devices, factors, memberships. It
        cannot be taken back. An organization whose only Owner you are has to be handed over or deleted first.
      </p>
      <Form form={form}>
        <DialogActions>
          <SubmitButton kind="danger" pending="Deleting">
            Delete for good
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
