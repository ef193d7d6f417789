'use server';

import { authorizeDevice, decideDeviceCode, readDeviceCode } from '@devpulse/contracts/auth/device-link';
import { redirect } from 'next/navigation';
import { formAction, type SentForm } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { leaveFor } from '../../lib/leave.ts';
import { type ConnectRequest, readConnectRequest, refusalAddress } from './connect-request.ts';

export const allowProgram = formAction(async (form) => {
  const { redirectTo } = await callApi(authorizeDevice, { body: requestOf(form) });
  await leaveFor(redirectTo);
});

export const refuseProgram = formAction(async (form) => {
  await leaveFor(refusalAddress(requestOf(form)));
});

export const findDevice = formAction(async (form) => {
  const userCode = form.text('userCode');
  return { userCode, ...(await callApi(readDeviceCode, { body: { userCode } })) };
});

export const decideDevice = formAction(async (form) => {
  const isAllowed = form.text('decision') === 'allow';
  return callApi(decideDeviceCode, { body: { userCode: form.text('userCode'), isAllowed } });
});

/** The query of the page, read anew: what a form sends is no more trusted than an address. */
function requestOf(form: SentForm): ConnectRequest {
  return readConnectRequest(new URLSearchParams(form.text('request'))) ?? redirect('/connect');
}
