'use server';

import { updateAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import type { RouteBody } from '@devpulse/contracts/route';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction, type SentForm } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { callWithInputs } from '../../lib/input-names.ts';
import { readTarget, TARGET_INPUTS } from '../../lib/target-input.ts';
import { HOUR_INPUTS, readIdle, readLimits, readRules, readSharing } from './settings-input.ts';

type Body = RouteBody<typeof updateAttendanceSettings>;

/** Saves the part of the rules that `read` makes of the form. */
function saving(organization: string, read: (form: SentForm) => Body) {
  return formAction(async (form) => {
    const inputs = { ...HOUR_INPUTS, ...TARGET_INPUTS };
    await callWithInputs(inputs, () =>
      callApi(updateAttendanceSettings, { params: { organization }, body: read(form) }),
    );
  });
}

export async function saveIdle(organization: string, previous: FormState, data: FormData) {
  return saving(organization, readIdle)(previous, data);
}

export async function saveLimits(organization: string, previous: FormState, data: FormData) {
  return saving(organization, readLimits)(previous, data);
}

export async function saveSharing(organization: string, previous: FormState, data: FormData) {
  return saving(organization, readSharing)(previous, data);
}

export async function saveRules(organization: string, previous: FormState, data: FormData) {
  return saving(organization, readRules)(previous, data);
}

export async function saveTarget(organization: string, previous: FormState, data: FormData) {
  return saving(organization, (form) => ({ target: readTarget(form) }))(previous, data);
}
