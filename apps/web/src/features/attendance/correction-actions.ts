'use server';

import {
  acceptHeldEvents,
  askCorrection,
  withdrawCorrection,
} from '@devpulse/contracts/attendance/corrections';
import { TimeZone } from '@devpulse/contracts/primitives';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction, guarded, type SentForm } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { callWithInputs } from '../../lib/input-names.ts';
import { CORRECTION_INPUTS, readCorrection, readRemoval } from './correction-input.ts';
import { tellingRefusals } from './correction-refusals.ts';

/** `approved`: it was small enough to apply at once. */
export type AskAnswer = { state: 'pending' | 'approved' | 'declined' | 'withdrawn' };

/** Other times for a session, or time that no clock recorded. */
export async function askForTimes(organization: string, previous: FormState<AskAnswer>, data: FormData) {
  return formAction(async (form): Promise<AskAnswer> => {
    const zone = TimeZone.catch('UTC').parse(form.text('zone'));
    const body = readCorrection(form, zone);
    return tellingRefusals(zone, () => ask(organization, body));
  })(previous, data);
}

export async function askToRemove(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => tellingRefusals('UTC', () => ask(organization, readRemoval(form))))(
    previous,
    data,
  );
}

async function ask(organization: string, body: ReturnType<typeof readCorrection>): Promise<AskAnswer> {
  const { state } = await callWithInputs(CORRECTION_INPUTS, () =>
    callApi(askCorrection, { params: { organization }, body }),
  );
  return { state };
}

const versionOf = (form: SentForm) => Number(form.text('version'));

/** Lets what a removed device recorded count after all. */
export async function acceptHeld(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const params = { organization, correction: form.text('correction') };
    await callApi(acceptHeldEvents, { params, body: { version: versionOf(form) } });
  })(previous, data);
}

type Named = { organization: string; correction: string; version: number };

export async function takeBack(named: Named) {
  return guarded(async ({ organization, correction, version }: Named) => {
    await callApi(withdrawCorrection, { params: { organization, correction }, body: { version } });
    return true;
  })(named);
}
