'use server';

import { setUpInstance } from '@devpulse/contracts/auth/set-up';
import { formAction } from '../../lib/actions.ts';
import { callOpenly } from '../../lib/api-call.ts';
import { completeSignIn } from '../../lib/sign-in-completion.ts';

export const becomeOwner = formAction(async (form) => {
  const body = {
    token: form.text('token'),
    name: form.text('name'),
    email: form.text('email'),
    password: form.text('password'),
  };
  return completeSignIn(await callOpenly(setUpInstance, { body }), '/new');
});
