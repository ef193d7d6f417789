'use client';

import { Disclosure } from '@devpulse/ui/disclosure';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextField } from '@devpulse/ui/text-field';
import { useEffect } from 'react';

/** Asks on which GitHub the App is to be made, and leaves for it. */
export function AppForm({
  action,
  usualHost,
  typed,
  isMain,
}: {
  action: FormAction<string>;
  /** The GitHub that is meant where none is named. */
  usualHost: string;
  /** Before a detour. */
  typed: Record<string, string>;
  /** There is nothing more important on the page. */
  isMain: boolean;
}) {
  const form = useForm(action, typed);
  const leaving = form.state.result;
  useEffect(() => {
    if (leaving !== null) window.location.assign(leaving);
  }, [leaving]);
  return (
    <Form form={form}>
      <TextField
        label="GitHub organization"
        hint={`Its login, as in ${usualHost}/fernhill. Left empty, the App belongs to your own GitHub account.`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...form.field('ownerLogin')}
      />
      <ServerField usualHost={usualHost} field={form.field('webUrl')} />
      <div>
        <SubmitButton kind={isMain ? 'main' : 'plain'} pending="Going to GitHub">
          Create the GitHub App
        </SubmitButton>
      </div>
    </Form>
  );
}

/** The address of a GitHub Enterprise Server, folded away until it is needed. */
export function ServerField({
  usualHost,
  field,
}: {
  usualHost: string;
  field: { name: string; defaultValue: string; error: string | null };
}) {
  return (
    <Disclosure summary="GitHub Enterprise Server" isOpen={field.defaultValue !== '' || field.error !== null}>
      <TextField
        label="Address of your GitHub"
        hint={`Such as https://github.example.com. Left empty, it is ${usualHost}.`}
        type="url"
        autoComplete="off"
        spellCheck={false}
        {...field}
      />
    </Disclosure>
  );
}
