'use client';

import { CopyField } from '@devpulse/ui/copy-field';
import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { ProblemNote, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';

/** Makes a new link for an invitation, mails it, and shows it; the dialog stays open so that it can be copied. */
export function RenewLink({ email, action }: { email: string; action: FormAction<{ link: string }> }) {
  const form = useForm<{ link: string }>(action);
  const { problem, result } = form.state;
  return (
    <Dialog trigger="New link" kind="quiet" label={`New link for ${email}`} title={`A new link for ${email}`}>
      <form action={form.send} className="flex flex-col gap-4">
        {problem && <ProblemNote problem={problem} />}
        {result ? (
          <div role="status" className="flex flex-col gap-3">
            <p className="role-body">Mailed as well. It is good for seven days; the link before is void.</p>
            <CopyField label={`Link for ${email}`} value={result.link} />
          </div>
        ) : (
          <p className="role-body">
            The link of an invitation is not kept, so it cannot be shown again. A new one is mailed and shown
            here; the link before is void from then on.
          </p>
        )}
        <DialogActions>
          {!result && <SubmitButton pending="Making a link">Make a new link</SubmitButton>}
        </DialogActions>
      </form>
    </Dialog>
  );
}
