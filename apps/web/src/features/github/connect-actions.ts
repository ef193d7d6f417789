'use server';

import { startGithubApp } from '@devpulse/contracts/github/apps';
import { pauseImport, resumeImport } from '@devpulse/contracts/github/imports';
import { startInstallation } from '@devpulse/contracts/github/installations';
import {
  chooseRepositories,
  importRepository,
  refreshRepositories,
} from '@devpulse/contracts/github/repositories';
import { addGithubToken } from '@devpulse/contracts/github/tokens';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { callWithInputs } from '../../lib/input-names.ts';
import { keepingInputs } from '../../lib/kept-inputs.ts';
import { leaveFor, leaveWithForm } from '../../lib/leave.ts';
import { appFormOf } from './app-form-name.ts';
import { historyMonths } from './repository-words.ts';

/** Answers the page that sends the manifest to GitHub, where a script has to open it. */
export async function makeApp(organization: string, previous: FormState<string>, data: FormData) {
  return formAction(async (form) => {
    const ownerLogin = form.text('ownerLogin').trim();
    const webUrl = form.text('webUrl').trim();
    const { action, manifest } = await keepingInputs(appFormOf(organization), { ownerLogin, webUrl }, () =>
      callApi(startGithubApp, {
        params: { organization },
        body: { ...(ownerLogin !== '' && { ownerLogin }), ...(webUrl !== '' && { webUrl }) },
      }),
    );
    return leaveWithForm({ to: action, manifest });
  })(previous, data);
}

export async function installApp(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const { url } = await callApi(startInstallation, {
      params: { organization },
      body: { app: form.text('app') },
    });
    await leaveFor(url);
  })(previous, data);
}

export async function choose(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(chooseRepositories, {
      params: { organization },
      body: {
        tracked: form.all('repository'),
        historyMonths: historyMonths(form.text('historyMonths')),
        tracksNewRepositories: form.isOn('tracksNewRepositories'),
        followsGithubTeams: form.isOn('followsGithubTeams'),
      },
    });
  })(previous, data);
}

export async function askForRepositories(organization: string, previous: FormState, data: FormData) {
  return formAction(() => callApi(refreshRepositories, { params: { organization } }))(previous, data);
}

const TOKEN_INPUTS = { repositories: 'repositories' };

/** Answers the names that the token does not open. */
export async function addToken(
  organization: string,
  previous: FormState<{ refused: { name: string; reason: string }[] }>,
  data: FormData,
) {
  return formAction(async (form) => {
    const webUrl = form.text('webUrl').trim();
    const repositories = form.text('repositories').split(/[\s,]+/);
    const body = {
      token: form.text('token'),
      repositories: repositories.filter((name) => name !== ''),
      historyMonths: historyMonths(form.text('historyMonths')),
      ...(webUrl !== '' && { webUrl }),
    };
    const { refused } = await callWithInputs(TOKEN_INPUTS, () =>
      callApi(addGithubToken, { params: { organization }, body }),
    );
    return { refused };
  })(previous, data);
}

export async function pause(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(pauseImport, { params: { organization, import: form.text('import') } }),
  )(previous, data);
}

export async function resume(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(resumeImport, { params: { organization, import: form.text('import') } }),
  )(previous, data);
}

export async function readAgain(organization: string, previous: FormState, data: FormData) {
  return formAction((form) =>
    callApi(importRepository, {
      params: { organization, repository: form.text('repository') },
      body: { historyMonths: historyMonths(form.text('historyMonths')) },
    }),
  )(previous, data);
}
