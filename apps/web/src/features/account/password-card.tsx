'use client';

import { Card } from '@devpulse/ui/card';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { ConfirmLink } from './confirm-link.tsx';
import { choosePassword } from './security-actions.ts';

/** Changes the password, or sets the first one. The form opens once the person was confirmed, so that nothing is typed in vain. */
export function PasswordCard({ hasPassword, isRecent }: { hasPassword: boolean; isRecent: boolean }) {
  const form = useForm(choosePassword);
  return (
    <Card
      title="Password"
      subtitle={
        hasPassword ? 'A change ends all your other sessions.' : 'You have none: you sign in in another way.'
      }
    >
      <div className="mt-3">
        {isRecent ? (
          <Form form={form} done="Your password is changed, and your other sessions have ended.">
            {hasPassword && (
              <TextField
                label="Current password"
                type="password"
                autoComplete="current-password"
                required
                {...form.field('currentPassword')}
              />
            )}
            <TextField
              label="New password"
              type="password"
              autoComplete="new-password"
              minLength={8}
              maxLength={256}
              required
              hint="At least 8 characters; a few words in a row are good."
              {...form.field('password')}
            />
            <SubmitButton kind="plain" pending="Saving" className="self-start">
              {hasPassword ? 'Change the password' : 'Set a password'}
            </SubmitButton>
          </Form>
        ) : (
          <ConfirmLink>{hasPassword ? 'Change the password' : 'Set a password'}</ConfirmLink>
        )}
      </div>
    </Card>
  );
}
