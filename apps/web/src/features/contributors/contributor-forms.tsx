'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { ChoiceField, TextField } from '@devpulse/ui/text-field';

type Choice = { value: string; label: string };

export function ContributorNameForm({
  action,
  displayName,
  isMember,
}: {
  action: FormAction;
  displayName: string | null;
  isMember: boolean;
}) {
  const form = useForm(action, { displayName: displayName ?? '' });
  return (
    <Form form={form} done="Saved.">
      <TextField
        label="Name"
        hint={isMember ? 'A member is called by their own name.' : 'Without one, the login is shown.'}
        maxLength={100}
        autoComplete="off"
        {...form.field('displayName')}
      />
      <div>
        <SubmitButton pending="Saving">Save the name</SubmitButton>
      </div>
    </Form>
  );
}

/** `members` holds those who can be chosen, and the one who is linked now. */
export function MemberLinkForm({
  action,
  members,
  memberId,
}: {
  action: FormAction;
  members: readonly Choice[];
  memberId: string | null;
}) {
  const form = useForm(action, { memberId: memberId ?? '' });
  return (
    <Form form={form} done="Saved.">
      <ChoiceField
        label="Member"
        hint="Their own figures are those of this contributor. Who signs in with GitHub is linked without this."
        options={[{ value: '', label: 'Nobody' }, ...members]}
        {...form.field('memberId')}
      />
      <div>
        <SubmitButton pending="Saving">Save the link</SubmitButton>
      </div>
    </Form>
  );
}

export function MergeForm({ action, others }: { action: FormAction; others: readonly Choice[] }) {
  const form = useForm(action);
  return (
    <Form form={form}>
      <ChoiceField
        label="Is the same person as"
        hint="Accounts, addresses and time in teams go over to that one, and the figures of both are computed anew."
        required
        options={[{ value: '', label: 'Choose a contributor' }, ...others]}
        {...form.field('into')}
      />
      <div>
        <SubmitButton pending="Merging">Merge</SubmitButton>
      </div>
    </Form>
  );
}

export function EmailForm({ action, emails }: { action: FormAction; emails: readonly Choice[] }) {
  const form = useForm(action);
  return (
    <Form form={form} done="Added.">
      <ChoiceField
        label="Address of their commits"
        hint="Addresses that are nobody’s yet."
        required
        options={[{ value: '', label: 'Choose an address' }, ...emails]}
        {...form.field('email')}
      />
      <div>
        <SubmitButton pending="Adding">Add the address</SubmitButton>
      </div>
    </Form>
  );
}
