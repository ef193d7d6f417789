'use server';

import { markNoticesRead } from '@devpulse/contracts/organization/organizations';
import { cancelDeletion } from '@devpulse/contracts/organization/ownership';
import type { FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';

export async function readNotices(organization: string, previous: FormState, data: FormData) {
  return formAction(async () => {
    await callApi(markNoticesRead, { params: { organization } });
    refresh();
  })(previous, data);
}

export async function takeDeletionBack(organization: string, previous: FormState, data: FormData) {
  return formAction(async () => {
    await callApi(cancelDeletion, { params: { organization } });
    refresh();
  })(previous, data);
}
