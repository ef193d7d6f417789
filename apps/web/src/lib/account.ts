import { getAccount } from '@devpulse/contracts/account/profile';
import { cache } from 'react';
import { callApi } from './api.ts';
import { readSessionCookie } from './session-cookie.ts';

/** The person who asks, read once per request; leads to sign in where nobody is signed in. */
export const readAccount = cache(() => callApi(getAccount, {}));

/** The same, where a page is open to those who are not signed in: null for them. */
export async function findAccount() {
  return (await readSessionCookie()) === undefined ? null : readAccount();
}
