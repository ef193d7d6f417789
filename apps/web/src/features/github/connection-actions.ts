'use server';

import {
  addAppKey,
  removeAppKey,
  removeGithubApp,
  rotateWebhookSecret,
} from '@devpulse/contracts/github/apps';
import { removeInstallation } from '@devpulse/contracts/github/installations';
import { removeGithubToken } from '@devpulse/contracts/github/tokens';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';

export async function addKey(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(addAppKey, {
      params: { organization, app: form.text('app') },
      // Browsers send the lines of a text with CR LF.
      body: { privateKey: form.text('privateKey').replaceAll('\r\n', '\n') },
    }),
  )(previous, data);
}

export async function dropKey(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(removeAppKey, { params: { organization, app: form.text('app'), key: form.text('key') } }),
  )(previous, data);
}

export async function rotateSecret(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(rotateWebhookSecret, { params: { organization, app: form.text('app') } }),
  )(previous, data);
}

export async function dropApp(organization: string, previous: FormState, data: FormData) {
  return formAction((form) => callApi(removeGithubApp, { params: { organization, app: form.text('app') } }))(
    previous,
    data,
  );
}

export async function uninstall(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(removeInstallation, { params: { organization, installation: form.text('installation') } }),
  )(previous, data);
}

export async function dropToken(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(removeGithubToken, { params: { organization, token: form.text('token') } }),
  )(previous, data);
}
