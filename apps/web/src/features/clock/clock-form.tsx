'use client';

import { Form, useForm } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { ClockAnswer } from './clock-actions.ts';

const nothingToFollow = () => () => {};

/** A form of one or more buttons, each an act of the clock; `about` names the session and the pause that they mean. */
export function ClockForm({
  action,
  about,
  label,
  className = 'flex flex-wrap items-center gap-2',
  children,
}: {
  action: FormAction<ClockAnswer>;
  about: { session?: string | null; pause?: string | null; at?: string };
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  const form = useForm(action);
  const zone = useSyncExternalStore(
    nothingToFollow,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => '',
  );
  return (
    <Form form={form} done={form.state.result?.words} className={className} aria-label={label}>
      <input type="hidden" name="zone" value={zone} />
      {Object.entries(about).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
    </Form>
  );
}
