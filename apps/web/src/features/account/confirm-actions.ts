'use server';

import { reauthenticate, startPasskeySignIn } from '@devpulse/contracts/auth/sign-in';
import { redirect } from 'next/navigation';
import { formAction, guarded } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { safeNext } from '../../lib/next-address.ts';

export const confirmByPassword = formAction(async (form) => {
  await callApi(reauthenticate, { body: { password: form.text('password') } });
  redirect(safeNext(form.text('next')));
});

export const confirmByCode = formAction(async (form) => {
  await callApi(reauthenticate, { body: { code: form.text('code') } });
  redirect(safeNext(form.text('next')));
});

export const askForOwnPasskey = guarded(async () => callApi(startPasskeySignIn, { body: {} }));

export const confirmByPasskey = guarded(
  async ({
    next,
    ...passkey
  }: {
    flow: string;
    credential: Record<string, unknown>;
    next: string;
  }): Promise<never> => {
    await callApi(reauthenticate, { body: { passkey } });
    redirect(safeNext(next));
  },
);
