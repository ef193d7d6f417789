'use server';

import { setOwnZone, updateClockChoices } from '@devpulse/contracts/attendance/clock';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { readIdleChoice, readZone } from './choices-input.ts';

export async function chooseZone(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(setOwnZone, { params: { organization }, body: readZone(form) });
  })(previous, data);
}

export async function chooseIdle(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(updateClockChoices, { params: { organization }, body: readIdleChoice(form) });
  })(previous, data);
}
