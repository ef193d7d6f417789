'use client';

import type { ComponentProps, ReactNode } from 'react';
import { Form, SubmitButton, useForm } from './form.tsx';
import type { FormAction } from './form-state.tsx';

/** A button that does one thing on the server, without asking again; what went wrong is said above it. */
export function ActionButton({
  action,
  hidden = {},
  children,
  done,
  ...button
}: Omit<ComponentProps<typeof SubmitButton>, 'hidden'> & {
  action: FormAction;
  /** Sent along with it. */
  hidden?: Record<string, string>;
  done?: ReactNode;
}) {
  const form = useForm(action);
  return (
    <Form form={form} done={done} className="flex flex-col items-start gap-2">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton kind="plain" {...button}>
        {children}
      </SubmitButton>
    </Form>
  );
}
