'use server';

import { createOrganization } from '@devpulse/contracts/organization/organizations';
import { updateSettings } from '@devpulse/contracts/organization/settings';
import type { FormState } from '@devpulse/ui/form-state';
import { redirect } from 'next/navigation';
import { formAction } from '../../lib/actions.ts';
import { onboardingAddress } from '../../lib/addresses.ts';
import { callApi } from '../../lib/api.ts';
import { CALENDAR_INPUTS, readCalendar } from '../../lib/calendar-words.ts';
import { callWithInputs } from '../../lib/input-names.ts';

export const makeOrganization = formAction(async (form) => {
  const body = { name: form.text('name'), zone: form.text('zone') };
  const { organization } = await callApi(createOrganization, { body });
  redirect(onboardingAddress({ organization, step: 'week' }));
});

export async function saveWeek(organization: string, previous: FormState, data: FormData) {
  return formAction(async (form) => {
    const body = { calendar: readCalendar(form) };
    await callWithInputs(CALENDAR_INPUTS, () => callApi(updateSettings, { params: { organization }, body }));
    redirect(onboardingAddress({ organization, step: 'people' }));
  })(previous, data);
}
