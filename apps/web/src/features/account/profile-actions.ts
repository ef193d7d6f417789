'use server';

import { changeEmail, deleteAccount, updateAccount } from '@devpulse/contracts/account/profile';
import { verifyEmail } from '@devpulse/contracts/auth/recovery';
import { leaveOrganization } from '@devpulse/contracts/organization/organizations';
import { redirect } from 'next/navigation';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { dropSession } from '../../lib/session-cookie.ts';

export const changeName = formAction(async (form) => {
  await callApi(updateAccount, { body: { name: form.text('name') } });
});

export const askForNewEmail = formAction(async (form) => {
  await callApi(changeEmail, { body: { email: form.text('email') } });
});

export const confirmEmail = formAction((form) =>
  callApi(verifyEmail, { body: { token: form.text('token') } }),
);

export const leave = formAction(async (form) => {
  await callApi(leaveOrganization, { params: { organization: form.text('organization') } });
});

export const deleteOwnAccount = formAction(async () => {
  await callApi(deleteAccount, {});
  await dropSession();
  redirect('/sign-in');
});
