'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { LINK_STYLE } from '@devpulse/ui/link';
import { TextField } from '@devpulse/ui/text-field';
import { withNext } from '../../lib/next-address.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { PauseNote } from './pause-note.tsx';
import { signInByPassword } from './sign-in-actions.ts';

/** E-mail and password; both can be pasted, and password managers know them. */
export function SignInForm({ next, isMain }: { next: string; isMain: boolean }) {
  const form = useForm(signInByPassword);
  return (
    <Form form={form}>
      <input type="hidden" name="next" value={next} />
      <TextField label="E-mail" type="email" autoComplete="username" required {...form.field('email')} />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        aside={
          <PageLink href={withNext('/sign-in/forgotten', next)} className={LINK_STYLE}>
            Forgotten?
          </PageLink>
        }
        {...form.field('password')}
      />
      <PauseNote seconds={form.state.problem?.retryAfterSeconds ?? null} />
      <SubmitButton kind={isMain ? 'main' : 'plain'} pending="Signing in" isTall>
        Sign in
      </SubmitButton>
    </Form>
  );
}
