'use server';

import { requestDeletion, transferOwnership } from '@devpulse/contracts/organization/ownership';
import type { FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';

export async function handOver(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(transferOwnership, { params: { organization }, body: { userId: form.text('userId') } });
    refresh();
  })(previous, data);
}

export async function askForDeletion(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(requestDeletion, {
      params: { organization },
      body: { confirm: form.text('confirm').trim() },
    });
    refresh();
  })(previous, data);
}
