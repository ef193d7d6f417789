'use server';

import { updateSettings } from '@devpulse/contracts/organization/settings';
import type { FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { CALENDAR_INPUTS, readCalendar } from '../../lib/calendar-words.ts';
import { callWithInputs } from '../../lib/input-names.ts';
import { linesOf, secondsOf } from './settings-words.ts';

export async function saveName(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    await callApi(updateSettings, { params: { organization }, body: { name: form.text('name') } });
    refresh();
  })(previous, data);
}

export async function saveCalendar(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const body = { calendar: readCalendar(form) };
    await callWithInputs(CALENDAR_INPUTS, () => callApi(updateSettings, { params: { organization }, body }));
    refresh();
  })(previous, data);
}

const TARGET_INPUTS = {
  'targets.reviewWorkingSeconds': 'reviewHours',
  'targets.cycleWorkingSeconds': 'cycleHours',
};

export async function saveTargets(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const targets = {
      reviewWorkingSeconds: secondsOf(form.text('reviewHours')) ?? 0,
      cycleWorkingSeconds: secondsOf(form.text('cycleHours')) ?? 0,
    };
    await callWithInputs(TARGET_INPUTS, () =>
      callApi(updateSettings, { params: { organization }, body: { targets } }),
    );
    refresh();
  })(previous, data);
}

export async function saveFactorPolicy(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const secondFactorPolicy = form.text('secondFactorPolicy') === 'everyone' ? 'everyone' : 'administrators';
    await callApi(updateSettings, { params: { organization }, body: { secondFactorPolicy } });
    refresh();
  })(previous, data);
}

export async function saveBots(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const botLogins = linesOf(form.text('botLogins'));
    await callWithInputs({ botLogins: 'botLogins' }, () =>
      callApi(updateSettings, { params: { organization }, body: { botLogins } }),
    );
    refresh();
  })(previous, data);
}
