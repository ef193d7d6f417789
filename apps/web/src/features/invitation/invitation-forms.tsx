'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { TextField } from '@devpulse/ui/text-field';
import { GitBranch } from 'lucide-react';
import { accept, signUp, signUpByGithub } from './invitation-actions.ts';

/** Makes an account for the invited address. */
export function SignUpForm({ token, email }: { token: string; email: string }) {
  const form = useForm(signUp);
  return (
    <Form form={form}>
      <input type="hidden" name="token" value={token} />
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        readOnly
        defaultValue={email}
        hint="The address that was invited; it can be changed later."
      />
      <TextField label="Name" autoComplete="name" maxLength={100} required {...form.field('name')} />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        maxLength={256}
        required
        hint="At least 8 characters; a few words in a row are good."
        {...form.field('password')}
      />
      <SubmitButton pending="Joining" isTall>
        Join
      </SubmitButton>
    </Form>
  );
}

/** Makes an account that signs in with GitHub. */
export function GithubSignUpForm({ token }: { token: string }) {
  const form = useForm(signUpByGithub);
  return (
    <Form form={form}>
      <input type="hidden" name="token" value={token} />
      <SubmitButton kind="plain" pending="Going to GitHub" isTall>
        <GitBranch aria-hidden size={16} />
        Continue with GitHub
      </SubmitButton>
    </Form>
  );
}

/** Accepts with the account that is signed in. */
export function AcceptForm({ token, organization }: { token: string; organization: string }) {
  const form = useForm(accept);
  return (
    <Form form={form}>
      <input type="hidden" name="token" value={token} />
      <SubmitButton pending="Joining" isTall>
        Join {organization}
      </SubmitButton>
    </Form>
  );
}
