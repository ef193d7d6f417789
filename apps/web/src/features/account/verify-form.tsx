'use client';

import { buttonStyle } from '@devpulse/ui/button';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { PageLink } from '../../lib/page-link.tsx';
import { confirmEmail } from './profile-actions.ts';

/** A press and not the mere opening of the link, as mail programs open links by themselves. */
export function VerifyForm({ token }: { token: string }) {
  const form = useForm(confirmEmail);
  const confirmed = form.state.result?.email;
  return (
    <Form form={form} done={confirmed && `${confirmed} is confirmed.`}>
      <input type="hidden" name="token" value={token} />
      {confirmed ? (
        <PageLink href="/" className={buttonStyle('main')}>
          Go on to DevPulse
        </PageLink>
      ) : (
        <SubmitButton pending="Confirming" isTall>
          Confirm this address
        </SubmitButton>
      )}
    </Form>
  );
}
