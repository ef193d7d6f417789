'use server';

import { startGithubSignIn, startSsoSignIn } from '@devpulse/contracts/auth/federation';
import { requestPasswordReset, resetPassword } from '@devpulse/contracts/auth/recovery';
import {
  signIn,
  signInWithFactor,
  signInWithPasskey,
  startPasskeySignIn,
} from '@devpulse/contracts/auth/sign-in';
import { redirect } from 'next/navigation';
import { formAction, guarded } from '../../lib/actions.ts';
import { callOpenly } from '../../lib/api-call.ts';
import { keepFlow, readChallenge, readFlow } from '../../lib/flow-cookie.ts';
import { leaveFor } from '../../lib/leave.ts';
import { safeNext } from '../../lib/next-address.ts';
import { completeSignIn } from '../../lib/sign-in-completion.ts';

export const signInByPassword = formAction(async (form) => {
  const body = { email: form.text('email'), password: form.text('password') };
  return completeSignIn(await callOpenly(signIn, { body }), form.text('next'));
});

export const signInByCode = formAction(async (form) => {
  const challenge = await readChallenge();
  if (challenge === null) redirect('/sign-in');
  const body = { challenge: challenge.token, code: form.text('code') };
  return completeSignIn(await callOpenly(signInWithFactor, { body }), challenge.next);
});

/** Options for the browser's own dialog; alone, or as the second factor of the sign-in under way. */
export const askForPasskey = guarded(
  async ({ next, isSecondFactor }: { next: string; isSecondFactor: boolean }) => {
    const challenge = isSecondFactor ? await readChallenge() : null;
    const { flow, options } = await callOpenly(startPasskeySignIn, {
      body: challenge ? { challenge: challenge.token } : {},
    });
    await keepFlow({
      kind: 'passkey',
      flow,
      challenge,
      next: challenge?.next ?? safeNext(next),
    });
    return options;
  },
);

export const signInByPasskey = guarded(async (credential: Record<string, unknown>) => {
  const flow = await readFlow();
  if (flow?.kind !== 'passkey') redirect('/sign-in');
  return completeSignIn(
    await callOpenly(signInWithPasskey, { body: { flow: flow.flow, credential } }),
    flow.next,
  );
});

export const signInByGithub = formAction(async (form) => {
  const invitation = form.text('invitation');
  const { flow, authorizeUrl } = await callOpenly(startGithubSignIn, {
    body: invitation ? { invitation } : {},
  });
  await keepFlow({ kind: 'github', purpose: 'sign-in', flow, next: safeNext(form.text('next')) });
  await leaveFor(authorizeUrl);
});

export const signInBySso = formAction(async (form) => {
  const organization = form.text('organization').trim().toLowerCase();
  const { flow, authorizeUrl } = await callOpenly(startSsoSignIn, { body: { organization } });
  const next = safeNext(form.text('next'));
  await keepFlow({ kind: 'sso', purpose: 'sign-in', flow, next: next === '/' ? `/${organization}` : next });
  await leaveFor(authorizeUrl);
});

export const askForReset = formAction(async (form) => {
  await callOpenly(requestPasswordReset, { body: { email: form.text('email') } });
  return { email: form.text('email') };
});

export const chooseNewPassword = formAction(async (form) => {
  await callOpenly(resetPassword, { body: { token: form.text('token'), password: form.text('password') } });
  redirect('/sign-in?reset=1');
});
