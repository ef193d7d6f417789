'use server';

import {
  claimEmail,
  declineSuggestion,
  mergeContributors,
  splitContributor,
  updateContributor,
} from '@devpulse/contracts/organization/contributors';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';

type ContributorParams = { organization: string; contributor: string };

export async function rename(params: ContributorParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const displayName = form.text('displayName').trim() || null;
    await callApi(updateContributor, { params, body: { displayName } });
  })(previous, data);
}

/** To the member that is chosen; to nobody where none is. */
export async function link(params: ContributorParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(updateContributor, { params, body: { memberId: form.text('memberId') || null } });
  })(previous, data);
}

export async function merge(params: ContributorParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(mergeContributors, { params, body: { into: form.text('into') } });
  })(previous, data);
}

export async function split(params: ContributorParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(splitContributor, { params, body: { accountId: form.text('accountId') } });
  })(previous, data);
}

export async function claim(params: ContributorParams, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(claimEmail, { params, body: { email: form.text('email') } });
  })(previous, data);
}

export async function decline(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const body = { subject: form.text('subject') };
    await callApi(declineSuggestion, { params: { organization }, body });
  })(previous, data);
}
