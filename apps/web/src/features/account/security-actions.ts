'use server';

import {
  addPasskey,
  confirmTotp,
  removeIdentity,
  removePasskey,
  removeTotp,
  renewRecoveryCodes,
  startPasskey,
  startTotp,
} from '@devpulse/contracts/account/factors';
import { changePassword } from '@devpulse/contracts/account/profile';
import {
  endOtherSessions,
  endSession,
  renameDevice,
  unlinkDevice,
} from '@devpulse/contracts/account/sessions';
import { startIdentityLink } from '@devpulse/contracts/auth/federation';
import { refresh } from 'next/cache';
import { formAction, guarded } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { keepFlow } from '../../lib/flow-cookie.ts';
import { leaveFor } from '../../lib/leave.ts';
import { qrPath } from './qr-path.ts';

export const choosePassword = formAction(async (form) => {
  const currentPassword = form.text('currentPassword');
  await callApi(changePassword, {
    body: { password: form.text('password'), ...(currentPassword && { currentPassword }) },
  });
});

/** The secret leaves the server once, for the person who asked, to be typed or scanned. */
export const beginTotp = formAction(async () => {
  const { secret, uri } = await callApi(startTotp, {});
  return { secret, qr: qrPath(uri) };
});

export const turnTotpOn = formAction((form) =>
  callApi(confirmTotp, { body: { code: form.text('code').replaceAll(/\s/g, '') } }),
);

export const turnTotpOff = formAction(async () => {
  await callApi(removeTotp, {});
});

export const makeRecoveryCodes = formAction(() => callApi(renewRecoveryCodes, {}));

export const beginPasskey = guarded(async () => {
  const { flow, options } = await callApi(startPasskey, {});
  return { flow, options };
});

export const keepPasskey = guarded(
  async (passkey: { flow: string; name: string; credential: Record<string, unknown> }) => {
    await callApi(addPasskey, { body: passkey });
    refresh();
    return { isDone: true };
  },
);

export const dropPasskey = formAction(async (form) => {
  await callApi(removePasskey, { params: { passkey: form.text('passkey') } });
});

export const linkIdentity = formAction(async (form) => {
  const organization = form.text('organization').trim().toLowerCase();
  const kind = organization ? 'sso' : 'github';
  const { flow, authorizeUrl } = await callApi(startIdentityLink, {
    body: { provider: kind, ...(organization && { organization }) },
  });
  await keepFlow({ kind, purpose: 'link', flow, next: '/account/security' });
  await leaveFor(authorizeUrl);
});

export const unlinkIdentity = formAction(async (form) => {
  await callApi(removeIdentity, { params: { identity: form.text('identity') } });
});

export const endOneSession = formAction(async (form) => {
  await callApi(endSession, { params: { session: form.text('session') } });
});

export const endAllOthers = formAction(() => callApi(endOtherSessions, {}));

export const unlink = formAction(async (form) => {
  await callApi(unlinkDevice, { params: { device: form.text('device') } });
});

export const rename = formAction(async (form) => {
  await callApi(renameDevice, {
    params: { device: form.text('device') },
    body: { name: form.text('name') },
  });
});
