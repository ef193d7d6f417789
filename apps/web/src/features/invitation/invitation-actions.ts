'use server';

import { startGithubSignIn } from '@devpulse/contracts/auth/federation';
import { acceptInvitation, signUpByInvitation } from '@devpulse/contracts/auth/invitations';
import { redirect } from 'next/navigation';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { keepFlow } from '../../lib/flow-cookie.ts';
import { leaveFor } from '../../lib/leave.ts';
import { completeSignIn } from '../../lib/sign-in-completion.ts';

export const signUp = formAction(async (form) => {
  const body = { token: form.text('token'), name: form.text('name'), password: form.text('password') };
  const answer = await callApi(signUpByInvitation, { body });
  return completeSignIn(answer, `/${answer.organization}`);
});

export const signUpByGithub = formAction(async (form) => {
  const body = { invitation: form.text('token') };
  const { flow, authorizeUrl } = await callApi(startGithubSignIn, { body });
  await keepFlow({ kind: 'github', purpose: 'sign-in', flow, next: '/' });
  await leaveFor(authorizeUrl);
});

export const accept = formAction(async (form) => {
  const { organization } = await callApi(acceptInvitation, { body: { token: form.text('token') } });
  redirect(`/${organization}`);
});
