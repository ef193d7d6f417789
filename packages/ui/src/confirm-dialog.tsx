'use client';

import type { ComponentProps, ReactNode } from 'react';
import type { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Form, SubmitButton, useForm } from './form.tsx';
import type { FormAction } from './form-state.tsx';

/** A button that asks once more before it does something: `children` say what will happen, and may hold inputs of the form. */
export function ConfirmDialog({
  action,
  submit,
  submitKind = 'main',
  around,
  children,
  ...dialog
}: Omit<ComponentProps<typeof Dialog>, 'children'> & {
  action: FormAction;
  /** What the button does, in its own words: `Remove`. */
  submit: string;
  submitKind?: ComponentProps<typeof Button>['kind'];
  /** As `useForm` takes it. */
  around?: (action: FormAction) => FormAction;
  children: ReactNode;
}) {
  const form = useForm(action, {}, around);
  return (
    <Dialog {...dialog}>
      <Form form={form}>
        <div className="role-body flex flex-col gap-3">{children}</div>
        <DialogActions>
          <SubmitButton kind={submitKind}>{submit}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
