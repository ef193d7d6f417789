'use client';

import { CopyField } from '@devpulse/ui/copy-field';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';

/** Makes a new link for an invitation, mails it, and shows it beside the row. */
export function RenewLink({ email, action }: { email: string; action: FormAction<{ link: string }> }) {
  const form = useForm<{ link: string }>(action);
  const { result } = form.state;
  return (
    <Form
      form={form}
      className="flex min-w-0 flex-col items-start gap-2"
      done="Mailed as well. The link before is void."
    >
      <SubmitButton kind="quiet" aria-label={`New link for ${email}`} pending="Making a link">
        New link
      </SubmitButton>
      {result && <CopyField label={`Link for ${email}`} value={result.link} />}
    </Form>
  );
}
