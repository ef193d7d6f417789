'use server';

import { removeSso, setSso } from '@devpulse/contracts/organization/sso';
import type { FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';

export async function saveSso(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const clientSecret = form.text('clientSecret');
    const body = {
      issuer: form.text('issuer').trim(),
      clientId: form.text('clientId'),
      isEnabled: form.isOn('isEnabled'),
      ...(clientSecret !== '' && { clientSecret }),
    };
    await callApi(setSso, { params: { organization }, body });
    refresh();
  })(previous, data);
}

export async function dropSso(organization: string, previous: FormState, data: FormData) {
  return formAction(async () => {
    await callApi(removeSso, { params: { organization } });
    refresh();
  })(previous, data);
}
