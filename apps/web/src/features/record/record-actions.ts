'use server';

import { leaveOrganization } from '@devpulse/contracts/organization/organizations';
import { deleteOwnRecord } from '@devpulse/contracts/organization/trust';
import type { FormState } from '@devpulse/ui/form-state';
import { redirect } from 'next/navigation';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';

export async function leave(organization: string, previous: FormState, data: FormData) {
  return formAction(async () => {
    await callApi(leaveOrganization, { params: { organization } });
    redirect('/');
  })(previous, data);
}

export async function deleteRecord(organization: string, previous: FormState, data: FormData) {
  return formAction(async () => {
    await callApi(deleteOwnRecord, { params: { organization } });
    redirect('/');
  })(previous, data);
}
