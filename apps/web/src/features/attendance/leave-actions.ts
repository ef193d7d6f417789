'use server';

import { setOwnLeave } from '@devpulse/contracts/attendance/leave';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { readLeave } from '../../lib/leave-input.ts';

export async function saveOwnLeave(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const params = { organization, day: form.text('day') };
    await callApi(setOwnLeave, { params, body: readLeave(form) });
  })(previous, data);
}
