'use client';

import { Dialog, DialogActions } from '@devpulse/ui/dialog';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextAreaField } from '@devpulse/ui/text-field';

/** Takes a private key that was made on GitHub. It is tried there before it is kept, and never shown again. */
export function KeyDialog({ action, app }: { action: FormAction; app: string }) {
  const form = useForm(action);
  return (
    <Dialog trigger="Add a private key" title="Add a private key">
      <p className="role-body text-muted">
        On GitHub, under the settings of the App, generate a private key and paste the file here.
      </p>
      <Form form={form}>
        <input type="hidden" name="app" value={app} />
        <TextAreaField
          label="Private key"
          hint="The whole file, from -----BEGIN to the last line. Stored encrypted, never shown."
          required
          rows={6}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          {...form.field('privateKey')}
        />
        <DialogActions>
          <SubmitButton pending="Trying the key">Add the key</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
