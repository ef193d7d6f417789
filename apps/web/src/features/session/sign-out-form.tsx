'use client';

import type { Button } from '@devpulse/ui/button';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { LogOut } from 'lucide-react';
import type { ComponentProps } from 'react';
import { signOutHere } from './session-actions.ts';

/** Signs out of this browser. `next` is where the next sign-in leads. */
export function SignOutForm({
  next = '',
  kind = 'quiet',
}: {
  next?: string;
  kind?: ComponentProps<typeof Button>['kind'];
}) {
  const form = useForm(signOutHere);
  return (
    <Form form={form} className="">
      {next && <input type="hidden" name="next" value={next} />}
      <SubmitButton kind={kind} pending="Signing out" className={kind === 'quiet' ? 'px-2' : ''}>
        <LogOut aria-hidden size={16} strokeWidth={1.75} />
        Sign out
      </SubmitButton>
    </Form>
  );
}
