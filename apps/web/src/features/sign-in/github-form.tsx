'use client';

import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { GitBranch } from 'lucide-react';
import { signInByGithub } from './sign-in-actions.ts';

/** Leaves for GitHub, and comes back signed in. */
export function GithubForm({ next }: { next: string }) {
  const form = useForm(signInByGithub);
  return (
    <Form form={form}>
      <input type="hidden" name="next" value={next} />
      <SubmitButton kind="plain" pending="Going to GitHub" isTall>
        <GitBranch aria-hidden size={16} />
        Continue with GitHub
      </SubmitButton>
    </Form>
  );
}
